"""The first content of the calendar, from the package `chinesecalendar`, which ends in 2026."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
from django.db import connections

from .calendar import forget
from .models import CalendarDay, CalendarYear

FIRST_YEAR = 2024


def seed_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Enter the years that the package knows and the table lacks. Years once entered are the editors'."""
    forget()
    if CalendarYear._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated back to before this room
    entered = set(CalendarYear.objects.using(using).values_list("year", flat=True))
    missing = [number for number in known_years() if number not in entered]
    source = f"chinesecalendar {chinese_calendar.__version__}"
    for number in missing:
        CalendarYear.objects.using(using).create(year=number, source=source, confirmed=True)
        CalendarDay.objects.using(using).bulk_create(
            [
                CalendarDay(date=day, kind=kind, name=name, source=source)
                for day, kind, name in special_days(number)
            ],
            ignore_conflicts=True,
        )


@cache
def known_years() -> list[int]:
    """Return the years from FIRST_YEAR on for which the package holds the official calendar."""
    last = max(day.year for day in chinese_calendar.holidays)
    return list(range(FIRST_YEAR, last + 1))


@cache
def special_days(number: int) -> list[tuple[date, str, str]]:
    """Return (date, kind, Chinese name) of the days of a year that break the weekday rule."""
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    found = []
    day = date(number, 1, 1)
    while day.year == number:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5):
            _, holiday = chinese_calendar.get_holiday_detail(day)
            kind = CalendarDay.Kind.WORK if works else CalendarDay.Kind.REST
            found.append((day, kind.value, names.get(holiday or "", "")))
        day += timedelta(days=1)
    return found
