"""Companies on other rooms' pages."""

from django.template import Library

from portal.accounts.models import User
from portal.companies.queries import handlings_of

register = Library()


@register.simple_tag
def has_company(user: User) -> bool:
    """Return whether somebody is a handler of a company. One query a request."""
    return bool(handlings_of(user))
