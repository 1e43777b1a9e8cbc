"""Calendar periods (Civil Code 201 to 203; B-filings §B8). Working days are the matter of `workdays`."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """Return the last day of a period of months: the corresponding day, else the month's end.

    The first day is not counted; the answer is inclusive and does not move to a working day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Return the last day, inclusive, of a period of calendar days; the first day is not counted."""
    return day + timedelta(days=days)
