"""Companies on other rooms' pages."""

from uuid import UUID

from django.template import Library

from portal.accounts.models import User
from portal.companies.queries import handlings_of, names_for

register = Library()


@register.simple_tag
def has_company(user: User) -> bool:
    """Return whether somebody is a handler of a company. One query a request."""
    return bool(handlings_of(user))


@register.simple_tag
def handler_name(viewer: User | str, company: UUID | None, user: User) -> str:
    """Return what a handler of a company is called to a colleague; to others what the account is called.

    viewer: "" on papers that are drawn for nobody in particular.
    """
    known = names_for(viewer) if isinstance(viewer, User) and company is not None else {}
    return known.get((company, user.pk)) or str(user)
