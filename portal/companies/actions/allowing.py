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
    if not _counted(by, f"companies:user:{by.pk}", action, most):
        raise TooMany(action)


@transaction.atomic
def may_ask_about(uscc: str, by: User, most: int) -> bool:
    """Return whether the register may still be asked about a company (its credit code) today, and count it.

    By whomever: many accounts together must not find out by trying who its legal representative is.
    """
    return _counted(by, f"companies:code:{uscc}", "company:code-asked", most)


def _counted(by: User, subject: str, action: str, most: int) -> bool:
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if for_subject(subject).filter(action=action, at__gte=since).count() >= most:
        return False
    audit.record(actor=f"user:{by.pk}", action=action, subject=subject)
    return True
