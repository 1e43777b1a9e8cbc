"""Who read what of a consultation."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.queries import for_subject
from portal.consultations.models import Consultation

#: An officer who comes back within this time is not recorded again.
SAME_READING = timedelta(minutes=10)


@transaction.atomic
def record_reading(*, consultation: Consultation, by: User, masked: bool) -> None:
    """Record that an officer opened a consultation, once in ten minutes. masked: as a member from another unit."""
    actor, subject = f"user:{by.pk}", f"consultation:{consultation.pk}"
    since = timezone.now() - SAME_READING
    if not for_subject(subject).filter(actor=actor, action="consultation:read", at__gt=since).exists():
        data = {"application": str(consultation.case_id), "masked": masked}
        audit.record(actor=actor, action="consultation:read", subject=subject, data=data)
