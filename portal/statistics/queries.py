"""Figures for an officer's units, and the public one of a service."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.queries import postings_of
from portal.accounts.reach import below, covers
from portal.applications.models import Application
from portal.applications.states import State
from portal.ratings.models import Rating
from portal.rulebook.queries import norms
from portal.statistics import measures
from portal.statistics.bins import percentile
from portal.statistics.models import Figure
from portal.statistics.periods import Period
from portal.workdays.queries import today

#: A draft that nobody has touched for so long was left.
LEFT = timedelta(days=7)
PUBLIC_DAYS = 30


@dataclass(frozen=True)
class Chosen:
    """Whose figures: cases of a service ("" for all) in a unit and those below it ("" for all that is covered)."""

    officer: User
    service: str = ""
    unit: str = ""

    def condition(self) -> Q:
        """Return the condition for figures and cases alike: both name service and unit."""
        found = covered(self.officer)
        if self.service:
            found &= Q(service=self.service)
        return found & below(self.unit) if self.unit else found


def covered(officer: User) -> Q:
    """Return the condition for the units that the officer's postings cover; nothing without a posting."""
    found = Q(unit="-")
    for posting in postings_of(officer):
        found |= below(posting.unit)
    return found


def covers_unit(officer: User, unit: str) -> bool:
    """Return whether a posting of the officer covers a unit. No query of its own."""
    return any(covers(posting.unit, unit, unit[:6]) for posting in postings_of(officer))


@dataclass
class Figures:
    """The counts of a period by measure, and the times by stage: {bin: count}."""

    counts: "Counter[str]" = field(default_factory=Counter)
    times: dict[str, dict[int, int]] = field(default_factory=dict)

    def share(self, measure: str, *of: str) -> float | None:
        """Return what share of all `of` a measure is, 0 to 1; None when there are none."""
        total = sum(self.counts[name] for name in of)
        return self.counts[measure] / total if total else None

    def time(self, stage: str, share: float) -> int | None:
        """Return the hours that a share of the cases did not pass in a stage (0.5: the median)."""
        return percentile(self.times.get(stage, {}), share)


TIMED = [*measures.STAGES, measures.WHOLE]


def figures(chosen: Chosen, period: Period) -> Figures:
    """Return the figures of a period. One query, of as many rows as there are measures and bins."""
    rows = Figure.objects.filter(chosen.condition(), day__range=(period.first, period.last))
    found = Figures()
    for measure, hours, count in rows.values_list("measure", "bin").annotate(n=Sum("count")).order_by():
        if measure in TIMED:
            found.times.setdefault(measure, {})[hours] = count
        else:
            found.counts[measure] += count
    return found


def by_part(chosen: Chosen, period: Period, wanted: Iterable[str]) -> list[Mapping[str, int]]:
    """Return the counts of some measures for each part of a period, in order. One query."""
    rows = Figure.objects.filter(
        chosen.condition(), day__range=(period.first, period.last), measure__in=list(wanted)
    )
    by_day = rows.values_list("day", "measure").annotate(n=Sum("count")).order_by()
    parts = period.parts
    found: list[Counter[str]] = [Counter() for _part in parts]
    for day, measure, count in by_day:
        place = next(number for number, (first, last) in enumerate(parts) if first <= day <= last)
        found[place][measure] += count
    return list(found)


def open_now(chosen: Chosen) -> dict[str, int]:
    """Return how many cases are open now, and how many of them are past their day. One query."""
    rows = Application.objects.filter(chosen.condition(), concluded_at=None).exclude(state=State.DRAFT)
    late = Q(due_at__lt=timezone.now()) & ~Q(turn="")
    return dict(rows.aggregate(open=Count("pk"), late=Count("pk", filter=late)))


def left_at(service: str) -> dict[str, int]:
    """Return at which step drafts of a service were left (not touched for a week), by its slug. One query.

    Drafts belong to no unit yet, so this is the same for everybody; it says nothing about who left.
    """
    before = timezone.now() - LEFT
    rows = Application.objects.filter(state=State.DRAFT, service=service).exclude(draft_step="")
    rows = rows.filter(Q(draft_saved_at__lt=before) | Q(draft_saved_at=None, created_at__lt=before))
    return dict(rows.values_list("draft_step").annotate(n=Count("pk")).order_by())


def grades(chosen: Chosen, period: Period) -> tuple[dict[int, int], float | None]:
    """Return how often each grade was given in a period, and their mean; None without any. Two queries."""
    cases = Application.objects.filter(chosen.condition())
    rows: QuerySet[Rating] = Rating.objects.filter(
        application__in=cases, at__gte=begin(period.first), at__lt=begin(period.last + timedelta(days=1))
    )
    counts = dict(rows.values_list("grade").annotate(n=Count("pk")).order_by())
    return counts, rows.aggregate(mean=Avg("grade"))["mean"]


def begin(day: date) -> datetime:
    """Return the first moment of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def usual_hours(service: str) -> int | None:
    """Return the hours in which nine of ten cases of a service were decided in the last 30 days; public.

    None while there are too few to say (`statistics.least`). One query, and one for the rules.
    """
    last = today()
    rows = Figure.objects.filter(
        measure=measures.WHOLE, service=service, day__gt=last - timedelta(days=PUBLIC_DAYS), day__lte=last
    )
    counts = dict(rows.values_list("bin").annotate(n=Sum("count")).order_by())
    if sum(counts.values()) < int(norms(last).value("statistics.least")):
        return None
    return percentile(counts, 0.9)
