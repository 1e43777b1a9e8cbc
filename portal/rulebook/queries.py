"""Reading the rules in force on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from portal.rulebook.lists import BadData, ListSpec, declared_lists, declared_values, used
from portal.rulebook.models import RuleEntry, RuleValue
from portal.rulebook.reading import Versions, versions, versions_of


class NotInForce(LookupError):
    """The rule is declared, but no version of it is in force on that day."""


class RulesOfDay:
    """The rules in force on one day; satisfies `portal.catalog.declaration.Norms`.

    Lazy: one query for all values, one for each list that is asked for, one more when cases use up something of
    it. Use one object per request or task.

    without: a case that is not counted among those that use something up, because it is the one that asks.
    """

    def __init__(self, on: date, without: str = "") -> None:
        self.on, self.without = on, without
        self._values: dict[str, Any] | None = None
        self._lists: dict[str, dict[str, Mapping[str, Any]]] = {}

    def value(self, key: str) -> Any:
        """Return the value in force, as int, Decimal, date, bool or str according to its declaration.

        Raises KeyError when no service declares it, NotInForce when nothing is in force on that day.
        """
        spec = declared_values()[key]
        if self._values is None:
            self._values = self._read_values()
        if key not in self._values:
            raise NotInForce(f"{key} on {self.on}")
        return spec.read(self._values[key])

    def entries(self, key: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the entries in force of the list `key`, by code, in the order of the codes.

        Each entry holds `code` and every column of the list, as Python values; a counted column holds what cases
        use up as well. Raises KeyError when no service declares the list, NotInForce when no entry at all is in
        force on that day.
        """
        spec = declared_lists()[key]
        if key not in self._lists:
            self._lists[key] = self._read_entries(spec)
        if not self._lists[key]:
            raise NotInForce(f"{key} on {self.on}")
        return self._lists[key]

    def read_together(self, *keys: str) -> None:
        """Read several lists that will be asked for, in one query; none of them may count what cases use up."""
        specs = [declared_lists()[key] for key in keys if key not in self._lists]
        for spec, found in zip(specs, versions_of(specs, self.on), strict=True):
            self._lists[spec.key] = self._in_force(found)

    def at(self, day: date) -> "RulesOfDay":
        """Return the rules in force on another day; the same object for its own day."""
        return self if day == self.on else RulesOfDay(day, self.without)

    def _read_entries(self, spec: ListSpec) -> dict[str, Mapping[str, Any]]:
        entries = self._in_force(versions(spec, self.on))
        for code, amount in used(spec, entries, self.without).items():
            if code in entries:
                counted = (entries[code][spec.counted] or 0) + amount
                entries[code] = {**entries[code], spec.counted: counted}
        return entries

    def _in_force(self, found: Versions) -> dict[str, Mapping[str, Any]]:
        return {code: version.entry for code, version in found.items() if version.holds(self.on)}

    def _read_values(self) -> dict[str, Any]:
        """Return the newest version of each value that has begun, unless that version has ended."""
        rows = RuleValue.objects.filter(effective_from__lte=self.on).order_by("effective_from")
        latest = {key: (data, until) for key, data, until in rows.values_list("key", "data", "effective_to")}
        return {key: data for key, (data, until) in latest.items() if until is None or until >= self.on}


def norms(on: date | None = None, without: str = "") -> RulesOfDay:
    """Return the rules in force on a day (today in Shanghai when left out). Reads nothing yet.

    without: the case that asks, which is not counted among those that use something up.
    """
    return RulesOfDay(on or timezone.localdate(), without)


def used_of(entry: RuleEntry) -> int | None:
    """Return what cases use up of an entry beyond what its own count holds; None when nothing is counted."""
    spec = entry.spec()
    if spec is None or not spec.counted:
        return None
    try:
        columns = spec.read(entry.data)
    except BadData:  # an editor's mistake, shown again beside its error
        return None
    return used(spec, {entry.code: columns}).get(entry.code, 0)


def units() -> Mapping[str, Mapping[str, Any]]:
    """Return the units of today by their twelve-digit code, each with the columns of `places.UNITS`."""
    return norms().entries("units")


def unit_names(language: str = "zh-hans") -> dict[str, str]:
    """Return the name of every unit there ever was, by code, in one query: old cases name gone units."""
    column = "name_en" if language.startswith("en") else "name"
    rows = RuleEntry.objects.filter(list_key="units").order_by("effective_from").values_list("code", "data")
    return {code: data[column] for code, data in rows}


def unit_name(code: str, language: str = "zh-hans") -> str:
    """Return the name of a unit, today's or its last one; a code nobody knows is returned as it is."""
    return office(code, language)["name"]


def unit_in(rules: RulesOfDay, code: str, language: str = "zh-hans") -> str:
    """Return what `unit_name` returns, from rules at hand that have read the units; one query for a gone unit."""
    entry = rules.entries("units").get(code)
    if entry is None:
        return unit_name(code, language)
    return str(entry["name_en" if language.startswith("en") else "name"])


def office(code: str, language: str = "zh-hans") -> dict[str, str]:
    """Return `name` and `phone` of a unit, today's or its last ones; for an unknown one the code and "".

    One query.
    """
    row = RuleEntry.objects.filter(list_key="units", code=code).order_by("-effective_from").first()
    if row is None:
        return {"name": code, "phone": ""}
    name = row.data["name_en" if language.startswith("en") else "name"]
    return {"name": str(name), "phone": str(row.data.get("phone") or "")}
