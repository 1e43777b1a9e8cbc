"""Which reports are taken when, and who may make and withdraw them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, acts_for
from portal.catalog.declaration import Norms, Report, Reported
from portal.reports.held import Book, reported
from portal.reports.models import Ledger
from portal.reports.models import Report as Row


class NotTaken(Exception):
    """This report is not taken now. The text is a sentence for the holder."""


def check_holder(application: Application, user: User) -> None:
    """Raise NotAllowed unless the case is the user's own, or of a company that the user acts for, asked anew."""
    if not acts_for(user, application):
        raise NotAllowed("not a case of this person")


def is_open(ledger: Ledger, report: Report) -> bool:
    """Return whether the state of the certificate lets this kind of report be made today."""
    return ledger.standing == Ledger.State.ACTIVE or ledger.standing in report.still


def about_of(book: Book, report: Report, about: str) -> Reported | None:
    """Return the report that one of this kind would be about; None for a kind that is about nothing.

    about: its id. Raises NotTaken when there is no such report in the book, or it was withdrawn.
    """
    if not report.about:
        return None
    for row in book.held.of(report.about):
        if row.id == about:
            return row
    raise NotTaken(_("The report that this is about does not stand any more."))


def check_taken(book: Book, report: Report, about: Reported | None, norms: Norms) -> None:
    """Raise NotTaken, with a sentence why, unless a report of this kind is taken now."""
    if not is_open(book.ledger, report):
        raise NotTaken(_("The certificate is out of use. This can no longer be reported."))
    if report.once and book.held.of(report.key, about.id if about else ""):
        raise NotTaken(_("This has been reported already."))
    if not report.when(book.held, about, norms):
        raise NotTaken(_("This cannot be reported now."))


def is_taken(book: Book, report: Report, about: Reported | None, norms: Norms) -> bool:
    """Return whether `check_taken` would pass."""
    try:
        check_taken(book, report, about, norms)
    except NotTaken:
        return False
    return True


def possible(book: Book, norms: Norms) -> list[Report]:
    """Return the reports about nothing that are taken now, in the order of the service."""
    return [row for row in book.service.reports if not row.about and is_taken(book, row, None, norms)]


def possible_about(book: Book, row: Row, norms: Norms) -> list[Report]:
    """Return the reports that may be made about a report now; none about one that was withdrawn."""
    if row.cancelled_at is not None:
        return []
    known = reported(row)
    return [one for one in book.service.reports if one.about == row.key and is_taken(book, one, known, norms)]


def check_can_withdraw(book: Book, row: Row, now: datetime, norms: Norms) -> None:
    """Raise NotTaken, with a sentence why, unless a report may still be withdrawn as a mistake.

    It must be no older than the hours of `report.withdraw_hours`, told nobody at once, stand on no record, and
    nothing may be about it.
    """
    if row.cancelled_at is not None:
        raise NotTaken(_("This report was withdrawn already."))
    if row.urgent:
        raise NotTaken(_("The office was told of this report at once. Please call it if something is wrong."))
    if row.incident_id:
        raise NotTaken(_("This report stands on the company's record. Please call the office."))
    if any(one.about == str(row.pk) for one in book.held.reports):
        raise NotTaken(_("Another report is about this one. Please withdraw that one first."))
    if book.ledger.state == Ledger.State.ENDED:
        raise NotTaken(_("The certificate is out of force. Please call the office."))
    hours = int(norms.value("report.withdraw_hours"))
    if now - row.at > timedelta(hours=hours):
        words = _("A report can be withdrawn within %(hours)s hours. Please call the office.")
        raise NotTaken(words % {"hours": hours})


def can_withdraw(book: Book, row: Row, now: datetime, norms: Norms) -> bool:
    """Return whether `check_can_withdraw` would pass."""
    try:
        check_can_withdraw(book, row, now, norms)
    except NotTaken:
        return False
    return True
