"""What is done to the account of a company: founded and confirmed, its handlers invited, changed and ended."""

from portal.companies.actions.founding import confirm_by_filing, found, register_company
from portal.companies.actions.handling import describe, end, leave, renew, rescope
from portal.companies.actions.inviting import invite, invite_again, join
from portal.companies.actions.remembering import remember

__all__ = [
    "confirm_by_filing",
    "describe",
    "end",
    "found",
    "invite",
    "invite_again",
    "join",
    "leave",
    "register_company",
    "remember",
    "renew",
    "rescope",
]
