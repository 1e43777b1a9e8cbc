"""Who may do what to the account of a company. `check_…` raises."""

from django.utils import timezone

from portal.accounts.models import User
from portal.companies.models import Company, Handler


class Taken(Exception):
    """That company has a confirmed account."""


class AlreadyMember(Exception):
    """The person acts for that company already."""


class TooMany(Exception):
    """Somebody did this too often today."""


class NotManager(Exception):
    """Only a manager of the account may do this, and only while authorised."""


class LastManager(Exception):
    """The account would be left without a manager."""


class NotInvited(Exception):
    """An invitation cannot be used. reason: "over" (used, withdrawn, run out) or "address" (it is somebody else's)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_manages(company: Company, by: User) -> Handler:
    """Return the authorisation by which somebody manages an account now. Raises NotManager."""
    own = Handler.objects.filter(
        company=company, user=by, state=Handler.State.ACTIVE, role=Handler.Role.MANAGER
    ).first()
    if own is None or not own.holds:
        raise NotManager(str(company.pk))
    return own


def may_renew_alone(handler: Handler, by: User) -> bool:
    """Return whether a manager may renew this own authorisation although it has run out.

    Only when no other manager is authorised today: a company that lets a letter end must not find it renewed.
    """
    if handler.user_id != by.pk or handler.role != Handler.Role.MANAGER:
        return False
    managers = Handler.objects.filter(
        company=handler.company_id, state=Handler.State.ACTIVE, role=Handler.Role.MANAGER
    )
    others = managers.exclude(pk=handler.pk)
    return handler.state == Handler.State.ACTIVE and not any(row.holds for row in others)


def check_can_end(handler: Handler) -> None:
    """Raise LastManager when a handler is the only active manager of the account."""
    managers = Handler.objects.filter(
        company=handler.company_id, state=Handler.State.ACTIVE, role=Handler.Role.MANAGER
    )
    if not managers.exclude(pk=handler.pk).exists() and handler.role == Handler.Role.MANAGER:
        raise LastManager(str(handler.pk))


def is_open(invitation: Handler, days: int) -> bool:
    """Return whether an invitation may still be used: neither used nor withdrawn, and not older than `days`."""
    if invitation.state != Handler.State.INVITED or invitation.invited_at is None:
        return False
    return (timezone.now() - invitation.invited_at).total_seconds() <= days * 24 * 3600
