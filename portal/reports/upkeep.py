"""What time does to ledgers: certificates expire, and holders are reminded of what they owe."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation

from portal.applications.queries import addressees
from portal.audit import actions as audit
from portal.catalog.declaration import Due, Norms
from portal.notifications import telling
from portal.reports.actions.settling import dues_of, settle
from portal.reports.held import Book, open_book, title_of
from portal.reports.models import Ledger, Reminder
from portal.rulebook.queries import norms as norms_on
from portal.ui.templatetags.ui import local_date
from portal.work.background import claim
from portal.workdays.queries import today

#: Ledgers that one tick deals with; the others wait for the next.
MOST = 200


def expire() -> int:
    """Note the certificates whose last day has passed; return how many."""
    on = today()
    due = Ledger.objects.filter(state=Ledger.State.ACTIVE, valid_to__lt=on).order_by("valid_to", "pk")
    return sum(_expire(pk, norms_on(on)) for pk in list(due.values_list("pk", flat=True)[:MOST]))


@transaction.atomic
def _expire(pk: UUID, norms: Norms) -> bool:
    ledger = claim(Ledger.objects.filter(state=Ledger.State.ACTIVE), pk)
    if ledger is None:
        return False
    book = open_book(ledger)
    settle(book, norms)
    unused = bool(book.balances) and not any(balance.used for balance in book.balances.values())
    audit.record(
        actor="system",
        action="ledger:expired",
        subject=f"application:{ledger.application_id}",
        data={"certificate": ledger.number, "unused": unused},
    )
    return True


def remind() -> int:
    """Remind holders of what they owe, once before its day and once when it is late; return how many were told."""
    on = today()
    due = Ledger.objects.filter(remind_on__lte=on).order_by("remind_on", "pk")
    return sum(_remind(pk, norms_on(on)) for pk in list(due.values_list("pk", flat=True)[:MOST]))


@transaction.atomic
def _remind(pk: UUID, norms: Norms) -> int:
    """Write the reminders of one ledger that are due, and when to look at it again."""
    ledger = claim(Ledger.objects.filter(remind_on__lte=norms.on), pk)
    if ledger is None:
        return 0
    book, told = open_book(ledger), 0
    for due, late in timely(dues_of(book, norms), norms):
        _row, new = Reminder.objects.get_or_create(
            ledger=ledger, key=due.report, about=due.about, due_on=due.on, late=late
        )
        if new:
            _tell(book, due, late)
            told += 1
    settle(book, norms)
    return told


def timely(dues: list[Due], norms: Norms) -> Iterator[tuple[Due, bool]]:
    """Yield the dues that are late, and those near enough to be announced, with whether they are late."""
    ahead = norms.on + timedelta(days=int(norms.value("report.reminder_days")))
    for due in dues:
        if due.on <= ahead:
            yield due, due.on < norms.on


def _tell(book: Book, due: Due, late: bool) -> None:
    case = book.ledger.application
    with translation.override(case.language):
        context = {
            "number": case.number,
            "application": str(case.pk),
            "service": str(case.declaration.title),
            "report": title_of(book.service, due.report),
            "due_on": local_date(due.on),
        }
    for person in addressees(case):  # whoever has left the company is told nothing of it any more
        telling.tell(
            recipient=person,
            kind="report_late" if late else "report_due",
            language=case.language,
            subject=f"application:{case.pk}",
            context=context,
        )
