"""The calendar as the queries read it: one year at a time, kept in the process for at most a minute."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from .models import CalendarDay, CalendarYear

KEEP_SECONDS = 60  # another process may edit the calendar; its change is seen here after this time


@dataclass(frozen=True)
class Year:
    """A year: whether its calendar is confirmed, day -> is it worked, and the days not confirmed."""

    known: bool
    special: dict[date, bool]
    unsure: frozenset[date]


_kept: dict[int, tuple[float, Year]] = {}
_edited_in: object = None  # the outermost transaction, still open, that edited the calendar


def year(number: int) -> Year:
    """Return a year of the calendar; an empty, unknown one when it was never entered."""
    kept = _kept.get(number)
    if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    found = _read(number)
    if _outermost() is None or _outermost() is not _edited_in:
        _kept[number] = (time.monotonic(), found)
    return found


def forget(**kwargs: Any) -> None:
    """Drop what was read: the calendar changes. Connected to the models' signals; keyword arguments unused.

    What this transaction reads until its end is not kept, since it may still be rolled back.
    """
    global _edited_in
    _edited_in = _outermost()
    _kept.clear()
    transaction.on_commit(_kept.clear)


def _outermost() -> object:
    """Return the outermost transaction that is open, or None."""
    return connection.atomic_blocks[0] if connection.atomic_blocks else None


def _read(number: int) -> Year:
    """Return a year from the database."""
    days = CalendarDay.objects.filter(date__range=(date(number, 1, 1), date(number, 12, 31)))
    rows = list(days.values_list("date", "kind", "confirmed"))
    return Year(
        known=CalendarYear.objects.filter(year=number, confirmed=True).exists(),
        special={day: kind == CalendarDay.Kind.WORK for day, kind, _ in rows},
        unsure=frozenset(day for day, _, confirmed in rows if not confirmed),
    )
