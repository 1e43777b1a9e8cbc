"""How often somebody may do what reaches beyond the portal."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.queries import for_subject
from portal.companies.policies import TooMany


@transaction.atomic
def count(by: User, action: str, most: int) -> None:
    """Record that somebody is about to do something, at most so many times a day. Raises TooMany.

    Recorded before it is done, under the lock of the account, so that many requests at once count as well.
    """
    User.objects.select_for_update().get(pk=by.pk)
    subject = f"companies:user:{by.pk}"
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if for_subject(subject).filter(action=action, at__gte=since).count() >= most:
        raise TooMany(action)
    audit.record(actor=f"user:{by.pk}", action=action, subject=subject)
