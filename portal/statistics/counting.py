"""Count what happened since the last time: events of cases and ratings, each once, into figures of the day.

Only rows older than a few minutes are looked at: a row with a smaller id may be committed later than one with a larger.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.statistics import measures
from portal.statistics.bins import bin_of
from portal.statistics.models import Counted, Figure

#: Rows a round counts, and how old they are at least.
CHUNK, SETTLED = 2000, timedelta(minutes=5)
#: (day, service, unit, measure, bin)
Key = tuple[date, str, str, str, int]
DECIDED = frozenset({State.APPROVED, State.DENIED})


@transaction.atomic
def count_up() -> int:
    """Count the next moves; return how many rows were counted. Safe beside other processes: one counts at a time."""
    Counted.objects.get_or_create(source="events")
    cursor = Counted.objects.select_for_update().get(source="events")
    before = timezone.now() - SETTLED
    rows = list(Event.objects.filter(pk__gt=cursor.last, at__lt=before).order_by("pk")[:CHUNK])
    if not rows:
        return 0
    _add(figures_of([row for row in rows if row.kind == "move"]))
    cursor.last = rows[-1].pk
    cursor.save(update_fields=["last"])
    return len(rows)


def figures_of(events: Iterable[Event]) -> "Counter[Key]":
    """Return what moves count as. events: of any cases, in any order. Two queries."""
    events = list(events)
    cases = {row.pk: row for row in _cases({event.application_id for event in events})}
    moves: dict[object, list[Event]] = {}
    of_cases = Event.objects.filter(application__in=cases, kind="move").order_by("version", "pk")
    for move in of_cases.only("application_id", "at", "before", "after", "version"):
        moves.setdefault(move.application_id, []).append(move)
    found: Counter[Key] = Counter()
    for event in events:
        case = cases.get(event.application_id)
        if case is not None and case.unit:
            found.update(_of_event(event, case, moves[case.pk]))
    return found


def _cases(ids: Iterable[object]) -> Iterable[Application]:
    wanted = ("service", "unit", "submitted_at", "promised_on", "statutory_on")
    return Application.objects.filter(pk__in=ids).only(*wanted)


def _of_event(event: Event, case: Application, moves: list[Event]) -> Iterable[Key]:
    """Yield what one move counts as. moves: all of the case, in order."""
    day = timezone.localtime(event.at).date()

    def key(measure: str, hours: int = 0) -> Key:
        return day, case.service, case.unit, measure, hours

    if event.after == State.SUBMITTED:
        yield key(measures.ARRIVED)
    if event.after == State.CONCLUDED:
        yield key(measures.CONCLUDED)
    if measure := measures.OF_STATE.get(event.after):
        yield key(measure)
    entered = [move.at for move in moves if move.version < event.version]
    if (stage := measures.stage_of(event.before)) and entered:
        yield key(stage, bin_of(event.at - entered[-1]))
    if event.after in DECIDED and case.submitted_at:
        yield key(measures.WHOLE, bin_of(event.at - case.submitted_at))
        yield key(_timeliness(case, day))


def _timeliness(case: Application, day: date) -> str:
    if case.statutory_on and day > case.statutory_on:
        return measures.UNLAWFUL
    return measures.LATE if case.promised_on and day > case.promised_on else measures.IN_TIME


def _add(counts: "Counter[Key]") -> None:
    """Add counts to the figures; the caller holds the cursor, so nobody else adds now."""
    for (day, service, unit, measure, hours), number in sorted(counts.items()):
        same = {"day": day, "service": service, "unit": unit, "measure": measure, "bin": hours}
        if not Figure.objects.filter(**same).update(count=F("count") + number):
            Figure.objects.create(**same, count=number)


@transaction.atomic
def recount() -> int:
    """Throw all figures away and begin anew at the first move; return how many rows will be counted by and by."""
    Figure.objects.all().delete()
    Counted.objects.all().delete()
    return Event.objects.count()
