"""Days of a query as conditions: dates, and working days before or after today."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from portal.review.language.parsing import day_of, workdays_of
from portal.review.language.terms import Term
from portal.workdays.queries import add_workdays, is_workday, today

DAY = timedelta(days=1)


def begin_of(day: date) -> datetime:
    """Return the first moment of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def ahead(days: int) -> date:
    """Return the day that is so many working days away."""
    return add_workdays(today(), days).on


def ago(days: int) -> date:
    """Return the day that was so many working days ago."""
    day = today()
    while days > 0:
        day -= DAY
        days -= is_workday(day)
    return day


def due(term: Term) -> Q:
    """Return the condition for when a case is due; "<2d": fewer than two working days are left."""
    return _moments("due_at", term, ahead)


def passed(column: str, term: Term) -> Q:
    """Return the condition for when something happened; "<2d": fewer than two working days ago."""
    if workdays_of(term.value) is None:
        return _moments(column, term, ago)
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(term.op, term.op)
    sides = {"value": term.value, "upper": term.upper}
    if term.op == "..":
        sides = {"value": term.upper, "upper": term.value}
    return _moments(column, Term(term.key, sides["value"], op=turned, upper=sides["upper"]), ago)


def _moments(column: str, term: Term, counted: Callable[[int], date]) -> Q:
    def day(text: str) -> date:
        days = workdays_of(text)
        found = day_of(text) if days is None else counted(days)
        if found is None:
            raise ValueError(text)
        return found

    first = begin_of(day(term.value))
    after = begin_of(day(term.upper or term.value) + DAY)
    bounds = {
        "<": {"lt": first},
        "<=": {"lt": after},
        ">": {"gte": after},
        ">=": {"gte": first},
    }.get(term.op, {"gte": first, "lt": after})
    return Q(**{f"{column}__{bound}": moment for bound, moment in bounds.items()})
