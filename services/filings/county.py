"""The county that somebody names before the form, so that the competent authority can be named at once (B1)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Halt, Text
from portal.standards import divisions
from portal.ui.fields import DivisionField

COUNTY = "county"


def lazily(words: Callable[[str], str]) -> Callable[[str], Text]:
    """Return the function so that its text waits for its language."""
    return lazy(words, str)


@lazily
def police(county: str) -> str:
    """Return in words the county-level police of a county (six digits); waits for its language."""
    return gettext("The county-level police of %(place)s") % {"place": divisions.name(county)}


def county_field(label: Text) -> DivisionField:
    """Return the field: nobody has to answer, but who does is told which authority is the right one."""
    return DivisionField(
        label=label,
        required=False,
        help_text=_("So that we can name the right authority. For example 姑苏区, or its six-digit code."),
    )


def named(halt: Halt, answers: Mapping[str, Any]) -> Halt:
    """Return the halt with the county-level police of the county that was answered; as it is without one."""
    county = answers.get(COUNTY)
    if not county:
        return halt
    return replace(halt, where=police(str(county)))
