"""Entries of a list as something to choose by name: for `portal.ui.fields.EntryField` and its suggestions."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import get_language

from portal.rulebook.lists import declared_lists
from portal.ui.matching import Choice

#: What stands between several words of one column.
BETWEEN = re.compile(r"[、；]| / ")


class Entries(Protocol):
    """What gives the entries in force of a list, by code: the norms of a day."""

    def entries(self, key: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the entries in force of a list, by code."""


def choices_of(norms: Entries, key: str) -> dict[str, Choice]:
    """Return the entries of a list by code, named in the active language and known by the other as well.

    Raises KeyError when no service declares the list, NotInForce when nothing of it is in force.
    """
    spec = declared_lists()[key]
    groups: Mapping[str, Mapping[str, Any]] = norms.entries(spec.group[1]) if spec.group else {}
    columns = ("name_en", "name") if (get_language() or "").startswith("en") else ("name", "name_en")
    found = {}
    for code, entry in norms.entries(key).items():
        group = groups.get(str(entry[spec.group[0]]), {}) if spec.group else {}
        first, second = ((named(entry, column), named(group, column)) for column in columns)
        more = words_of(entry, spec.also)
        others = [pair for pair in (second, *((word, first[1]) for word in more)) if pair != first]
        found[code] = Choice(*first, others=tuple(dict.fromkeys(others)), more=more)
    return found


def words_of(entry: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other words by which an entry is known, from columns that hold one or several."""
    texts = (str(entry.get(column) or "") for column in columns)
    return tuple(word.strip() for text in texts for word in BETWEEN.split(text) if word.strip())


def named(entry: Mapping[str, Any], column: str) -> str:
    """Return the name of an entry; some have only the official one, and no entry has none."""
    return str(entry.get(column) or entry.get("name") or "")
