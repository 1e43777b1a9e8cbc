"""What time does to invitations."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.applications.models import Application
from portal.applications.states import EDITABLE
from portal.audit import actions as audit
from portal.rulebook.queries import norms
from portal.signing import delivery, telling
from portal.signing.models import Allowance, Signature
from portal.signing.queries import signers_of
from portal.ui.templatetags.ui import local_date
from portal.work.background import claim
from portal.workdays.queries import today

Status = Signature.Status
REMINDERS = ("sign.reminder_days_1", "sign.reminder_days_2", "sign.reminder_days_3")
AT_ONCE = 500


def waiting() -> Any:
    """Return the invitations of applications that can still be signed."""
    return Signature.objects.filter(status=Status.INVITED, application__state__in=EDITABLE)


def remind() -> int:
    """Remind co-signers and applicants of signatures that are waited for; return how many invitations."""
    rules = norms(today())
    days = [rules.value(key) for key in REMINDERS]
    now = timezone.now()
    rows = waiting().filter(reminded__lt=len(days), expires_at__gt=now).order_by("invited_at")
    late = [row.pk for row in rows[:AT_ONCE] if due(row, days, now) > row.reminded]
    return sum(_remind(pk, days, now) for pk in late)


def due(row: Signature, days: list[int], now: datetime) -> int:
    """Return how many reminders should be behind by now."""
    age = (now - (row.invited_at or now)).days
    return sum(age >= wait for wait in days)


def _remind(pk: int, days: list[int], now: datetime) -> bool:
    """Remind of one invitation, once: what another ticker holds or has done is left alone."""
    with transaction.atomic():
        row = claim(waiting().select_related("application__owner"), pk)
        if row is None or due(row, days, now) <= row.reminded:
            return False
        row.reminded, row.reminded_at = due(row, days, now), now
        row.save(update_fields=["reminded", "reminded_at"])
        telling.tell_owner(row.application, "sign_waiting", row, row.expires_at)
        # Sent once the count is kept: a text that is lost is not worth a second one.
        application, key, until = row.application, row.key, row.expires_at
        transaction.on_commit(lambda: _text(application, key, until))
    return True


def _text(application: Application, key: str, until: datetime | None) -> None:
    signer = next((one for one in signers_of(application) if one.key == key), None)
    if signer is not None:
        delivery.text_reminder(application, signer, local_date(until))


def expire() -> int:
    """Close the invitations whose time is over and tell the applicants; return how many."""
    over = waiting().filter(expires_at__lte=timezone.now()).order_by("expires_at")
    return sum(_expire(pk) for pk in list(over.values_list("pk", flat=True)[:AT_ONCE]))


def _expire(pk: int) -> bool:
    with transaction.atomic():
        row = claim(waiting().select_related("application__owner"), pk)
        if row is None or row.expires_at > timezone.now():
            return False
        row.status, row.code_hash = Status.EXPIRED, ""
        row.save(update_fields=["status", "code_hash"])
        telling.tell_owner(row.application, "sign_expired", row)
        audit.record(
            actor="system",
            action="sign:expired",
            subject=f"application:{row.application_id}",
            data={"key": row.key},
        )
    return True


def forget() -> int:
    """Forget how much was sent to whom on days gone by: nothing is counted by it any more. Return how many rows."""
    return Allowance.objects.filter(day__lt=today()).delete()[0]
