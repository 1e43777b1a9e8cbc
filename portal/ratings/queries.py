"""Which ratings somebody may read, in what order, and what they come to."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.queries import coverage, part_of
from portal.ratings.models import BAD, Rating
from portal.ratings.policies import READERS

#: Days that the averages look back.
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Average:
    """What the ratings of one unit come to."""

    unit: str
    grade: float
    count: int
    bad: int


@dataclass(frozen=True)
class Line:
    """What a reader sees of a rating. Of an anonymous one that is grade, ticks, month and unit, nothing else."""

    grade: int
    words: str
    bad: bool
    ticked: list[str]
    unit: str
    on: date
    anonymous: bool
    named: Rating | None


def rating_of(application: Application) -> Rating | None:
    """Return the rating of a case, None when it has none."""
    return Rating.objects.filter(application=application).first()


def covered_by(reader: User) -> QuerySet[Application]:
    """Return the cases of the units for which the user reads ratings, never the own ones; none for other roles."""
    covered = Q(pk__in=[])
    for role in READERS:
        # Not bare: an empty condition (all of the city) would vanish when it is joined to another.
        covered |= coverage(reader, role) & Q(number__isnull=False)
    return Application.objects.filter(covered).exclude(part_of(reader))


def readable_by(reader: User) -> QuerySet[Rating]:
    """Return the ratings that a reader sees: first those who wait for a call, then bad ones, then the rest.

    Within a month the order is that of the random keys, so that it does not tell who rated when.
    """
    urgency = Case(
        When(contact_by__isnull=False, handled_at__isnull=True, then=Value(0)),
        When(grade__lte=BAD, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    waiting = Case(When(handled_at__isnull=True, then="contact_by"))
    rows = Rating.objects.filter(application__in=covered_by(reader)).annotate(month=TruncMonth("at"))
    rows = rows.select_related("application", "handled_by").defer("application__draft_sealed")
    return rows.order_by(urgency, waiting.asc(nulls_last=True), "-month", "id")


def averages_of(reader: User) -> list[Average]:
    """Return the average grade of each unit over the last twelve months, the worst first. One query."""
    rows = Rating.objects.filter(application__in=covered_by(reader), at__gte=timezone.now() - YEAR)
    sums = rows.values("application__unit").annotate(
        average=Avg("grade"), count=Count("pk"), bad=Count("pk", filter=Q(grade__lte=BAD))
    )
    return [
        Average(row["application__unit"], row["average"], row["count"], row["bad"])
        for row in sums.order_by("average", "application__unit")
    ]


def line_of(rating: Rating, units: dict[str, str]) -> Line:
    """Return what a reader sees of a rating. units: names of the units by code."""
    code = rating.application.unit
    at = timezone.localtime(rating.at).date()
    return Line(
        grade=rating.grade,
        words=rating.get_grade_display(),
        bad=rating.is_bad,
        ticked=rating.ticked,
        unit=units.get(code, code),
        on=at.replace(day=1) if rating.anonymous else at,
        anonymous=rating.anonymous,
        named=None if rating.anonymous else rating,
    )
