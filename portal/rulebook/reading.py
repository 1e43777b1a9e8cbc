"""The rows of a list as Python values, read again only when a row is not what it was."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from portal.rulebook.lists import ListSpec
from portal.rulebook.models import RuleEntry

#: Lists of a day that are kept in a process; more than there are lists, for the few days one process asks for.
KEPT = 64
Row = tuple[str, str, date, date | None]


class Version(NamedTuple):
    """An entry as it was laid down last: its columns and code, and the first and the last day of that version."""

    entry: Mapping[str, Any]
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        """Return whether it has not ended by a day."""
        return self.until is None or self.until >= on


Versions = Mapping[str, Version]


class Kept(NamedTuple):
    """What was read: by which declaration, from which rows, and what came of it."""

    spec: ListSpec
    rows: list[Row]
    versions: Versions


_kept: dict[tuple[str, date], Kept] = {}


def versions(spec: ListSpec, on: date) -> Versions:
    """Return the newest version of each entry that has begun by a day, by code; it may have ended. One query.

    The rows are fetched each time, as text, and compared: so an editor's change counts at once in every process,
    and hundreds of entries are not taken apart anew for each request. Nobody can write to what is returned.
    """
    return versions_of([spec], on)[0]


def versions_of(specs: Sequence[ListSpec], on: date) -> list[Versions]:
    """Return what `versions` returns for several lists, in their order. One query, none without lists."""
    if not specs:
        return []
    begun = RuleEntry.objects.filter(list_key__in=[spec.key for spec in specs], effective_from__lte=on)
    rows: dict[str, list[Row]] = {spec.key: [] for spec in specs}
    found = begun.order_by("code", "effective_from").values_list(
        "list_key", "code", Cast("data", TextField()), "effective_from", "effective_to"
    )
    for key, *row in found:
        rows[key].append(tuple(row))
    return [_taken_apart(spec, on, rows[spec.key]) for spec in specs]


def _taken_apart(spec: ListSpec, on: date, rows: list[Row]) -> Versions:
    kept = _kept.get((spec.key, on))
    if kept is None or kept.spec is not spec or kept.rows != rows:
        if len(_kept) >= KEPT:
            _kept.clear()
        kept = _kept[spec.key, on] = Kept(spec, rows, _read(spec, rows))
    return kept.versions


def _read(spec: ListSpec, rows: list[Row]) -> Versions:
    latest = {code: (text, since, until) for code, text, since, until in rows}
    return {
        code: Version(MappingProxyType({"code": code, **spec.read(json.loads(text))}), since, until)
        for code, (text, since, until) in latest.items()
    }
