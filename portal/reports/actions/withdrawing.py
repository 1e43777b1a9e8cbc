"""Withdraw a report that was made by mistake."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Round
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.reports.actions.settling import settle
from portal.reports.held import open_book
from portal.reports.models import PLACES, Balance, Ledger
from portal.reports.models import Report as Row
from portal.reports.policies import check_can_withdraw, check_holder
from portal.rulebook.queries import norms as norms_on
from portal.workdays.queries import today


@transaction.atomic
def withdraw(row: Row, *, by: User) -> Row:
    """Withdraw a report and return it as it is now: what it took comes back, and a certificate it ended is in use.

    Raises NotAllowed for a stranger, NotTaken, with a sentence why, when it cannot be withdrawn (any more).
    """
    check_holder(row.ledger.application, by)
    ledger = (
        Ledger.objects.select_for_update(of=("self",)).select_related("application").get(pk=row.ledger_id)
    )
    book, norms = open_book(ledger, lock=True), norms_on(today())
    fresh = next(one for one in book.rows if one.pk == row.pk)
    check_can_withdraw(book, fresh, timezone.now(), norms)
    fresh.cancelled_at, fresh.cancelled_by = timezone.now(), by
    fresh.save(update_fields=["cancelled_at", "cancelled_by"])
    for draw in fresh.draws.order_by("balance_id"):
        Balance.objects.filter(pk=draw.balance_id).update(used=Round(F("used") - draw.amount, PLACES))
    settle(open_book(ledger), norms)
    audit.record(
        actor=f"user:{by.pk}",
        action="report:withdrawn",
        subject=f"application:{ledger.application_id}",
        data={"report": str(fresh.pk), "kind": fresh.key},
    )
    return fresh
