"""Rows that share what no two rows may share: an identity number, the number of a certificate."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from portal.ui.matching import FULL_WIDTH

Keys = Mapping[str, str]


def key(value: Any) -> str:
    """Return what a value is compared by: without blanks, full-width signs plain, small letters as capitals."""
    return "".join(str(value).translate(FULL_WIDTH).split()).upper() if value not in (None, "") else ""


def keys_of(form: Form, values: Mapping[str, Any], names: Iterable[str]) -> Keys:
    """Return by field what a row is told from others by, from cleaned values or from what was typed.

    form: of such a row, to read what was typed as its fields do; blank and missing values are left out.
    """
    found = {}
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value:
            try:
                value = form.fields[name].clean(value)
            except ValidationError:  # not right anyway; two that are wrong in the same way are still the same
                value = values.get(name)
        if text := key(value):
            found[name] = text
    return found


def found(rows: Sequence[Keys]) -> list[tuple[int, str, int]]:
    """Return (place, field, place of the first row with the same) of every row that repeats an earlier one."""
    first: dict[tuple[str, str], int] = {}
    twins = []
    for place, keys in enumerate(rows):
        for pair in keys.items():
            if first.setdefault(pair, place) != place:
                twins.append((place, pair[0], first[pair]))
    return twins


def sentence(other: str) -> str:
    """Return the words of the refusal. other: what the row is called that has the same."""
    return _("%(other)s has the same here, and no two may share it.") % {"other": other}
