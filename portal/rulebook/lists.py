"""Declarations: which lists and values exist, what their data look like, and where their seed file lies.

A service declares its own at import of its `service.py`. Nothing here touches the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str

Kind = Literal["text", "integer", "decimal", "date", "flag", "choice"]


class DuplicateKey(Exception):
    """Two declarations claim the same key with different contents."""


class BadData(ValueError):
    """The data of a rule do not fit its declaration; the message is meant for the editor."""


def read_scalar(kind: str, raw: Any, choices: tuple[str, ...] = ()) -> Any:
    """Return `raw` (as JSON carries it) as a Python value of that kind.

    integer: int. decimal: Decimal, written as a string. date: date, written as ISO text. flag: bool.
    text and choice: str. Raises BadData when it is something else.
    """
    readers = {
        "text": _read_text,
        "choice": _read_text,
        "integer": _read_integer,
        "decimal": _read_decimal,
        "date": _read_date,
        "flag": _read_flag,
    }
    value = readers[kind](raw)
    if kind == "choice" and value not in choices:
        raise BadData(gettext("must be one of %(choices)s") % {"choices": ", ".join(choices)})
    return value


def _read_text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadData(gettext("must be text in quotes"))
    return raw


def _read_integer(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadData(gettext("must be a whole number"))
    return raw


def _read_decimal(raw: Any) -> Decimal:
    # A JSON number would pass through binary floating point and change its value.
    try:
        value = Decimal(_read_text(raw))
    except (BadData, InvalidOperation):
        raise BadData(gettext('must be a number in quotes, for example "0.5"')) from None
    if not value.is_finite():
        raise BadData(gettext('must be a number in quotes, for example "0.5"'))
    return value


def _read_date(raw: Any) -> date:
    try:
        return date.fromisoformat(_read_text(raw))
    except ValueError:
        raise BadData(gettext('must be a date in quotes, for example "2026-01-31"')) from None


def _read_flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise BadData(gettext("must be true or false"))
    return raw


@dataclass(frozen=True)
class Column:
    """One column of a list. An optional column that is left out reads as None ("" when it is text).

    check: holds a value to more than its kind; raises BadData with a sentence for the editor.
    """

    key: str
    label: Text
    kind: Kind = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    check: Callable[[Any], None] | None = None

    def read(self, raw: Any, called: Text = "") -> Any:
        """Return the value of this column; raise BadData when it is missing or of another kind.

        called: how the mistake names the column; its key when left out, as editors of JSON write it.
        """
        if raw is None or raw == "":
            if self.required:
                raise BadData(gettext("“%(column)s” is missing") % {"column": called or self.key})
            return "" if self.kind == "text" else None
        try:
            value = read_scalar(self.kind, raw, self.choices)
            if self.check:
                self.check(value)
        except BadData as problem:
            text = gettext("“%(column)s” %(problem)s") % {"column": called or self.key, "problem": problem}
            raise BadData(text) from None
        return value


@dataclass(frozen=True)
class ListSpec:
    """A list of entries, each with a code and the columns named here (`code` itself is no column).

    counted: a column of whole numbers that rises with what cases use up (see `register_counter`); editors write
    what was counted otherwise. counted_on: the column with the day of that count: what was used up for good by
    the end of that day is in it. limit: the column with the most there may be; left out, there is no limit.
    suggest: anybody may search the names of the entries. group: (a column, the list whose entry it names), for
    example the district of a street. also: columns with other words by which an entry is known (aliases, numbers);
    several stand with 、 or / between. They are shown with the name, and an entry is found by each.
    check: holds a whole entry, with its code, to more than its columns; raises BadData with a sentence for the editor.
    hint: what an editor is told about the entry of a code. preview: what the editor sees before saving (see
    `register_preview`); "" for nothing. prose: its columns are running texts, so that editors get a box for each.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    seed: Path
    counted: str = ""
    counted_on: str = ""
    limit: str = ""
    suggest: bool = False
    group: tuple[str, str] | None = None
    also: tuple[str, ...] = ()
    check: Callable[[str, Mapping[str, Any]], None] | None = None
    hint: Callable[[str], str] | None = None
    preview: str = ""
    prose: bool = False

    def read(self, data: Any) -> dict[str, Any]:
        """Return the data of one entry as Python values, every column present. Raises BadData."""
        if not isinstance(data, Mapping):
            raise BadData(gettext("must be a set of columns in curly brackets"))
        unknown = set(data) - {column.key for column in self.columns}
        if unknown:
            raise BadData(gettext("“%(column)s” is no column of this list") % {"column": min(unknown)})
        called = {column.key: column.label if self.prose else "" for column in self.columns}
        return {column.key: column.read(data.get(column.key), called[column.key]) for column in self.columns}

    def accept(self, code: str, data: Any) -> None:
        """Raise BadData unless an entry may be written: its columns, and the check of the list, hold.

        Versions that were accepted are read without the check, so that old cases stay readable when it changes.
        """
        columns = self.read(data)
        if self.check:
            self.check(code, columns)


@dataclass(frozen=True)
class ValueSpec:
    """A single value, for example a time limit. `unit` says in words what the number counts."""

    key: str
    title: Text
    kind: Kind
    unit: Text = ""

    def read(self, data: Any) -> Any:
        """Return the value as a Python value of its kind. Raises BadData."""
        return read_scalar(self.kind, data)


#: (list, the day of each code's count, a case that is left out) -> what is used up of each code.
Counter = Callable[[str, Mapping[str, date | None], str], Mapping[str, int]]

#: (request, list, code, data as typed) -> what an editor sees of an entry before saving it. The data may be anything.
Preview = Callable[["HttpRequest", ListSpec, str, Any], "HttpResponse"]

_lists: dict[str, ListSpec] = {}
_values: dict[str, ValueSpec] = {}
_value_seeds: dict[Path, None] = {}
_counters: dict[Counter, None] = {}
_previews: dict[str, Preview] = {}


def declare_list(spec: ListSpec) -> ListSpec:
    """Add a list and return it. Raises DuplicateKey when another list has its key."""
    if _lists.setdefault(spec.key, spec) != spec:
        raise DuplicateKey(spec.key)
    return spec


def declare_values(specs: Iterable[ValueSpec], seed: Path) -> None:
    """Add values whose first versions stand in the file `seed`. Raises DuplicateKey."""
    for spec in specs:
        if _values.setdefault(spec.key, spec) != spec:
            raise DuplicateKey(spec.key)
    _value_seeds[seed] = None


def declared_lists() -> Mapping[str, ListSpec]:
    """Return every declared list by key."""
    return _lists


def declared_values() -> Mapping[str, ValueSpec]:
    """Return every declared value by key."""
    return _values


def value_seeds() -> tuple[Path, ...]:
    """Return the seed files of the declared values, in the order of declaration."""
    return tuple(_value_seeds)


def register_counter(counter: Counter) -> Counter:
    """Add a function that counts what cases use up of the entries of lists with a `counted` column; return it."""
    _counters[counter] = None
    return counter


def register_preview(name: str, preview: Preview) -> None:
    """Let a room above draw what editors see of the lists that declare `preview=name`; the last one counts."""
    _previews[name] = preview


def preview_of(spec: ListSpec | None) -> Preview | None:
    """Return what draws the preview of a list, None when it has none."""
    return _previews.get(spec.preview) if spec else None


def used(spec: ListSpec, entries: Mapping[str, Mapping[str, Any]], without: str = "") -> dict[str, int]:
    """Return what all registered counters find used up of the entries, by code; {} when nothing is counted.

    entries: columns by code, as `ListSpec.read` gives them. without: a case that is not counted.
    """
    if not spec.counted or not entries:
        return {}
    since = {code: entry.get(spec.counted_on) for code, entry in entries.items()}
    found: dict[str, int] = {}
    for counter in _counters:
        for code, amount in counter(spec.key, since, without).items():
            found[code] = found.get(code, 0) + amount
    return found
