"""What the page of the queue is made of."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.review import drawing
from portal.review.filters import Select

register = Library()


@register.simple_tag
def queue_rows(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Return the rows of the table (`columns.cells_of`). No query of its own."""
    return drawing.rows(rows)


@register.simple_tag
def shortcut(select: Select) -> SafeString:
    """Return a select of the search, with its label."""
    return drawing.select(select)


@register.simple_tag
def search_help() -> SafeString:
    """Return how the query language is written: the same for everybody, drawn once in each language."""
    return _help(get_language() or "")


@lru_cache(maxsize=4)
def _help(language: str) -> SafeString:
    return mark_safe(render_to_string("review/_help.html"))  # noqa: S308 -- our own template, without values
