"""What is left of a certificate, what is owed, and who sees which ledger."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from portal.accounts.models import User
from portal.applications.models import Application, Fact
from portal.applications.queries import owned_by, visible_to
from portal.applications.states import with_certificate
from portal.applications.sums import COMPANY
from portal.reports.amounts import plain
from portal.reports.held import title_of
from portal.reports.models import Ledger, Report
from portal.rulebook.queries import norms
from portal.workdays.queries import today


def left(number: str, holder: str) -> Mapping[str, Decimal] | None:
    """Return what is left on a certificate in force, by item code in its unit; None when there is none here.

    number: of the certificate. holder: credit code of the company that holds it: numbers can be guessed, and what a
    company has left is nobody else's business. Answers `catalog.context.Past.left`. Two queries.
    """
    held = Fact.objects.filter(key=COMPANY, text=holder).exclude(text="").values("application")
    ledger = Ledger.objects.filter(number=number[:19], application__in=held).first() if number else None
    if ledger is None or ledger.standing != Ledger.State.ACTIVE:
        return None
    return {row.code: row.granted - row.used for row in ledger.balances.all()}


def is_used_up(number: str) -> bool:
    """Return whether nothing is left of the certificate of a number, or its holder ended it. One query."""
    return Ledger.objects.filter(number=number, state=Ledger.State.USED_UP).exists()


def ledger_of(application: Application) -> Ledger | None:
    """Return the ledger of the newest certificate of a case.

    No query for a service that asks for no reports, nor for a case that has no certificate yet.
    """
    service = application.declaration
    if not service.is_followed or application.state not in with_certificate(service.after):
        return None
    ledger = application.ledgers.order_by("-opened_at").first()
    if ledger is not None:
        ledger.application = application
    return ledger


def left_in_all(ledger: Ledger) -> list[tuple[str, str]]:
    """Return what is left and what was granted over all items together, as texts with the unit. One query."""
    sums = ledger.balances.values("unit").annotate(granted=Sum("granted"), used=Sum("used")).order_by("unit")
    return [(plain(row["granted"] - row["used"]), f"{plain(row['granted'])} {row['unit']}") for row in sums]


def pressing() -> Q:
    """Return the condition for ledgers whose holder is to report now: the day is near, or has passed."""
    days = int(norms(today()).value("report.reminder_days"))
    return Q(next_due__lte=today() + timedelta(days=days))


def presses() -> Exists:
    """Return the condition for cases whose holder is to report now, for the order of a list of cases."""
    return Exists(Ledger.objects.filter(pressing(), application=OuterRef("pk")))


def owing(user: User) -> dict[Any, list[dict[str, Any]]]:
    """Return what a person is to report now: by case, title of the report, its day and whether that has passed.

    Two queries.
    """
    found: dict[Any, list[dict[str, Any]]] = {}
    rows = Ledger.objects.filter(pressing(), application__in=owned_by(user)).select_related("application")
    for row in rows.order_by("next_due"):
        owed = {"title": due_title(row), "due_on": row.next_due, "late": is_late(row)}
        found.setdefault(row.application_id, []).append(owed)
    return found


def due_title(ledger: Ledger) -> str:
    """Return the title of the report that is owed next, in the active language."""
    return title_of(ledger.application.declaration, ledger.next_key)


def is_late(ledger: Ledger) -> bool:
    """Return whether a report is late."""
    return ledger.next_due is not None and ledger.next_due < today()


def urgent_to(officer: User) -> QuerySet[Report]:
    """Return the urgent reports about the cases that an officer may see, newest first."""
    seen = Report.objects.filter(urgent=True, ledger__application__in=visible_to(officer))
    return seen.select_related("ledger__application").order_by("-at", "pk")


def late_to(officer: User) -> QuerySet[Ledger]:
    """Return the ledgers with a late report of the cases that an officer may see, the longest late first."""
    seen = Ledger.objects.filter(next_due__lt=today(), application__in=visible_to(officer))
    return seen.select_related("application").order_by("next_due", "pk")
