"""What templates say about files."""

from collections.abc import Iterable

from django.template import Library

from portal.documents.naming import accept_of

register = Library()


@register.filter
def accepted(kinds: Iterable[str]) -> str:
    """Return what the file picker offers for the kinds that a material takes."""
    return accept_of(kinds)
