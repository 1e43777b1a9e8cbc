"""Open the ledger of a certificate that was issued, and close it when it goes out of force."""

from datetime import date

from django.db import transaction

from portal.applications.models import Application
from portal.applications.queries import latest_submission
from portal.audit import actions as audit
from portal.reports.actions.settling import settle
from portal.reports.held import open_book
from portal.reports.models import Balance, Ledger
from portal.rulebook.queries import norms as norms_on
from portal.workdays.queries import today


@transaction.atomic
def open_ledger(
    *, application: Application, number: str, issued_on: date, valid_to: date | None
) -> Ledger | None:
    """Open the ledger of an issued certificate and return it; None for a service that asks for no reports.

    number: of the certificate. Its balances are what the service allows on the day of issue. Any older ledger of
    the case ends: its certificate was replaced. Calling it again changes nothing.
    """
    service = application.declaration
    if not service.is_followed:
        return None
    ledger, new = Ledger.objects.get_or_create(
        number=number, defaults={"application": application, "issued_on": issued_on, "valid_to": valid_to}
    )
    if not new:
        return ledger
    close_ledgers(application=application, but=number)
    submission = latest_submission(application)
    answers = submission.content["answers"] if submission else {}
    Balance.objects.bulk_create(
        Balance(ledger=ledger, code=item.code, unit=item.unit, granted=item.amount)
        for item in service.allowances(answers, norms_on(issued_on))
    )
    settle(open_book(ledger), norms_on(today()))
    audit.record(
        actor="system",
        action="ledger:opened",
        subject=f"application:{application.pk}",
        data={"certificate": number},
    )
    return ledger


@transaction.atomic
def close_ledgers(*, application: Application, but: str = "") -> int:
    """Take the ledgers of a case out of use, because their certificates went out of force; return how many.

    but: the number of a certificate that stays.
    """
    rows = Ledger.objects.select_for_update().filter(application=application).exclude(number=but)
    closed = 0
    for ledger in rows.exclude(state=Ledger.State.ENDED).order_by("pk"):
        ledger.state, ledger.next_due, ledger.next_key, ledger.remind_on = Ledger.State.ENDED, None, "", None
        ledger.save(update_fields=["state", "next_due", "next_key", "remind_on"])
        closed += 1
    return closed


@transaction.atomic
def go_on_with(*, before: str, after: str, valid_to: date | None) -> bool:
    """Keep the ledger of a certificate that was issued anew under the new number; return whether there was one.

    before, after: numbers. What was used stays used. valid_to: the last day of the new certificate.
    """
    ledger = Ledger.objects.select_for_update().filter(number=before).first()
    if ledger is None:
        return False
    ledger.number, ledger.valid_to = after, valid_to
    ledger.save(update_fields=["number", "valid_to"])
    settle(open_book(ledger), norms_on(today()))
    audit.record(
        actor="system",
        action="ledger:renumbered",
        subject=f"application:{ledger.application_id}",
        data={"before": before, "after": after},
    )
    return True
