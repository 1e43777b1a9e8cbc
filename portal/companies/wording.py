"""The sentences about what could not be done."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.companies.models import Company
from portal.companies.policies import AlreadyMember, Taken, TooMany
from portal.companies.registers import NotConfirmed

FOUNDING = {
    Taken: _(
        "This company has an account here already. Please ask its manager for an invitation; your colleagues know "
        "who that is."
    ),
    AlreadyMember: _("You have an account of this company already. You find it among your companies."),
    NotConfirmed: _(
        "The register of enterprises has no company of this code with that legal representative. Please compare code, "
        "name and ID number with the licence. If the register is out of date, have it changed first."
    ),
    TooMany: _("You have tried to found several accounts today. Please go on tomorrow."),
}
INVITING = {
    AlreadyMember: _("This address is a handler of the company or has been invited already."),
    TooMany: _("You have sent many invitations today. Please go on tomorrow."),
}
NOT_SENT = _(
    "The invitation is noted, but the mail could not be sent just now. Please send it once more later."
)
OVERTAKEN = _(
    "Another account of this company has been confirmed, so nothing can be submitted from this one any more. Please "
    "ask the manager of the confirmed account for an invitation."
)
LAST_MANAGER = _(
    "This is the only manager of the account, who cannot be ended. Please make somebody else a manager first."
)
JOINED_BEFORE = _("You act for this company already.")


def standing_of(company: Company, overtaken: Collection[UUID]) -> tuple[str, str]:
    """Return tone and words of how an account stands. overtaken: keys, see `queries.overtaken`."""
    if company.confirmed_at is not None:
        return "good", gettext("Account confirmed")
    if company.pk in overtaken:
        return "bad", gettext("Another account is confirmed")
    return "neutral", gettext("Not confirmed yet")
