"""Bring state and dues of a ledger up to what its reports say."""

from datetime import date, timedelta

from portal.catalog.declaration import Due, Norms
from portal.reports.held import Book
from portal.reports.models import Ledger
from portal.reports.signals import ended, revived
from portal.workdays.queries import today

State = Ledger.State
COLUMNS = ("state", "next_due", "next_key", "remind_on", "last_number")


def settle(book: Book, norms: Norms) -> None:
    """Write the state and the dues of a locked ledger from what its book holds now, and tell flow of an end.

    A certificate that a decision took out of force stays so.
    """
    ledger, before = book.ledger, book.ledger.state
    if before != State.ENDED:
        ledger.state = state_of(book, norms)
    note_dues(ledger, dues_of(book, norms), norms)
    ledger.save(update_fields=COLUMNS)
    if ledger.state != before and State.USED_UP in (before, ledger.state):
        signal = ended if ledger.state == State.USED_UP else revived
        signal.send(Ledger, ledger=ledger)


def state_of(book: Book, norms: Norms) -> str:
    """Return the state that the reports and the day give: used up, expired or in use."""
    reports = {report.key: report for report in book.service.reports}
    over = any(
        reports[row.key].ends(book.held, row.values) for row in book.held.reports if row.key in reports
    )
    if over or book.service.exhausted(book.held, book.left, norms):
        return State.USED_UP
    past = book.ledger.valid_to is not None and book.ledger.valid_to < today()
    return State.EXPIRED if past else State.ACTIVE


def dues_of(book: Book, norms: Norms) -> list[Due]:
    """Return what is owed, the earliest first; nothing more of a certificate that was taken out of force."""
    if book.ledger.state == State.ENDED:
        return []
    return sorted(book.service.dues(book.held, norms), key=lambda due: due.on)


def note_dues(ledger: Ledger, dues: list[Due], norms: Norms) -> None:
    """Put the earliest due and the next day of a reminder into the row, without saving it."""
    first = dues[0] if dues else None
    ledger.next_due, ledger.next_key = (first.on, first.report) if first else (None, "")
    reminded = set(ledger.reminders.values_list("key", "about", "due_on", "late")) if dues else set()
    days = [day for due in dues for day in reminder_days(due, reminded, norms)]
    ledger.remind_on = min(days, default=None)


def reminder_days(due: Due, reminded: set[tuple[str, str, date, bool]], norms: Norms) -> list[date]:
    """Return the days on which reminders of a due fall that were not given yet: before it, and when it is late.

    Once the day has passed, the one before it is left out: the holder is told that it is late.
    """
    days = []
    before = due.on - timedelta(days=int(norms.value("report.reminder_days")))
    if norms.on <= due.on and (due.report, due.about, due.on, False) not in reminded:
        days.append(before)
    if (due.report, due.about, due.on, True) not in reminded:
        days.append(due.on + timedelta(days=1))
    return days
