"""The rows of a list as Python values, read again only when a row is not what it was."""

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from portal.rulebook.lists import ListSpec
from portal.rulebook.models import RuleEntry

#: Lists of a day that are kept in a process; more than there are lists, for the few days one process asks for.
KEPT = 64
Row = tuple[str, str, date | None]


class Kept(NamedTuple):
    """What was read: by which declaration, from which rows, and what came of it."""

    spec: ListSpec
    rows: list[Row]
    versions: dict[str, tuple[Mapping[str, Any], date | None]]


_kept: dict[tuple[str, date], Kept] = {}


def versions(spec: ListSpec, on: date) -> Mapping[str, tuple[Mapping[str, Any], date | None]]:
    """Return the newest version of each entry that has begun by a day, by code, with its last day. One query.

    The rows are fetched each time, as text, and compared: so an editor's change counts at once in every process,
    and hundreds of entries are not taken apart anew for each request. Nobody can write to what is returned.
    """
    begun = RuleEntry.objects.filter(list_key=spec.key, effective_from__lte=on).order_by(
        "code", "effective_from"
    )
    rows = list(begun.values_list("code", Cast("data", TextField()), "effective_to"))
    kept = _kept.get((spec.key, on))
    if kept is None or kept.spec is not spec or kept.rows != rows:
        if len(_kept) >= KEPT:
            _kept.clear()
        kept = _kept[spec.key, on] = Kept(spec, rows, _read(spec, rows))
    return kept.versions


def _read(spec: ListSpec, rows: list[Row]) -> dict[str, tuple[Mapping[str, Any], date | None]]:
    latest = {code: (text, until) for code, text, until in rows}
    return {
        code: (MappingProxyType({"code": code, **spec.read(json.loads(text))}), until)
        for code, (text, until) in latest.items()
    }
