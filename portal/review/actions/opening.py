"""Who read what: opening a case and uncovering sensitive answers are recorded (PIPL, ASVS 16.3.2)."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit import actions as audit
from portal.audit.queries import for_subject

#: An officer who comes back to a case within this time is not recorded again.
SAME_READING = timedelta(minutes=10)


def record_reading(*, application: Application, by: User) -> bool:
    """Record that an officer opened a case; False when that was recorded within the last ten minutes."""
    actor, subject = f"user:{by.pk}", f"application:{application.pk}"
    recent = for_subject(subject).filter(
        actor=actor, action="case:read", at__gt=timezone.now() - SAME_READING
    )
    if recent.exists():
        return False
    with transaction.atomic():
        audit.record(actor=actor, action="case:read", subject=subject)
    return True


@transaction.atomic
def record_export(*, application: Application, by: User) -> None:
    """Record that an officer took all answers of a case away in clear: a reading, each time it happens."""
    subject = f"application:{application.pk}"
    audit.record(actor=f"user:{by.pk}", action="case:read", subject=subject, data={"export": "answers"})


@transaction.atomic
def show_sensitive(*, application: Application, by: User, fields: Iterable[str]) -> None:
    """Record that an officer uncovers sensitive answers. fields: keys `step.field`, never their values."""
    audit.record(
        actor=f"user:{by.pk}",
        action="sensitive:shown",
        subject=f"application:{application.pk}",
        data={"fields": sorted(fields)},
    )


@transaction.atomic
def record_denied(*, application: Application, by: User, act: str = "") -> None:
    """Record that an officer tried to open, or to do an act on, a case that is not his or hers."""
    data = {"act": act} if act else {}
    actor = f"user:{by.pk}"
    audit.record(actor=actor, action="case:denied", subject=f"application:{application.pk}", data=data)
