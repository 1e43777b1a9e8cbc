"""Counting in working days (C-standards §C9, B-filings §B3)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from . import calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CUT_OFF = time(16, 30)
CLOSE = time(17, 30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """The last day of a period; `provisional` when counted through days that are not officially known."""

    on: date
    provisional: bool


@dataclass(frozen=True)
class DueAt:
    """The moment at which a period ends (aware, Asia/Shanghai), with the same mark."""

    at: datetime
    provisional: bool


def today() -> date:
    """Return the date of now in Shanghai."""
    return timezone.localdate(timezone=SHANGHAI)


def is_workday(day: date) -> bool:
    """Return whether a day is worked: the calendar's entry, else Monday to Friday."""
    return calendar.year(day.year).special.get(day, day.weekday() < 5)


def is_known(year: int) -> bool:
    """Return whether the official calendar of a year is entered and confirmed."""
    return calendar.year(year).known


def add_workdays(day: date, n: int) -> Due:
    """Return the n-th working day after a day, which does not count itself; n=0 gives the day itself.

    Raises ValueError when n is negative. Provisional when an unknown year or unconfirmed day was counted.
    """
    if n < 0:
        raise ValueError("periods of working days are counted forwards")
    provisional = n == 0 and _unsure(day)
    while n > 0:
        day += DAY
        provisional = provisional or _unsure(day)
        n -= is_workday(day)
    return Due(day, provisional)


def workdays_between(start: date, end: date) -> int:
    """Return how many working days lie after `start`, `end` included; negative when end < start."""
    if end < start:
        return -workdays_between(end, start)
    return sum(is_workday(start + DAY * offset) for offset in range(1, (end - start).days + 1))


def same_day_due(received: datetime, cut_off: time = CUT_OFF, close: time = CLOSE) -> DueAt:
    """Return when a same-day matter is due: at `close`, if received before `cut_off` of a working day.

    Later, or on a rest day: at `close` of the next working day. `received` is aware, in any time zone; both
    hours are Shanghai's. B-filings §B3.
    """
    local = received.astimezone(SHANGHAI)
    in_time = is_workday(local.date()) and local.time() < cut_off
    due = add_workdays(local.date(), 0 if in_time else 1)
    return DueAt(datetime.combine(due.on, close, SHANGHAI), due.provisional)


def _unsure(day: date) -> bool:
    """Return whether it is not officially known if a day is worked."""
    year = calendar.year(day.year)
    return not year.known or day in year.unsure
