"""Words about a case that need the rulebook."""

from django.template import Library
from django.utils.translation import get_language

from portal.rulebook import queries

register = Library()


@register.simple_tag
def unit_name(code: str) -> str:
    """Return the name of a unit in the active language. One query."""
    return queries.unit_name(code, get_language() or "zh-hans")
