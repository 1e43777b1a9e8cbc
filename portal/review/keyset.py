"""Pages by keyset: the next page begins after the last row's key, so page 200 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from portal.accounts.models import User
from portal.applications.models import Application

SALT = "desk.keyset"
PEOPLE = ("acceptor", "reviewer", "approver", "assignee")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Order:
    """The order of a list: by column `name` (rows without a value come last), then by `then`, then by id.

    then: a moment that every row has, the earlier first: cases due at the same hour stand as they came in.
    newest_first: the greatest value first, and of equal ones the greatest id; has no `then`, so that one index
    serves it when read backwards. complete: the list holds rows with a value only, so that none are looked for.
    """

    name: str
    newest_first: bool = False
    then: str = ""
    complete: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the key of a row is made of."""
        return (self.name, self.then, "id") if self.then else (self.name, "id")

    @property
    def keys(self) -> tuple[Any, ...]:
        """What rows are ordered by."""
        if self.newest_first:
            first = F(self.name).desc() if self.complete else F(self.name).desc(nulls_last=True)
            return (first, "-id")
        first = F(self.name).asc() if self.complete else F(self.name).asc(nulls_last=True)
        return (first, *self.columns[1:])


@dataclass(frozen=True)
class Page:
    """One page: its rows, and the cursor of the page after it (empty on the last page)."""

    rows: Sequence[Application]
    after: str


def page_of(rows: QuerySet[Application], order: Order, after: str, size: int) -> Page:
    """Return the page that begins after a cursor, or the first one; an unreadable cursor gives the first.

    One query without OFFSET or COUNT: `size` rows and one more, which tells whether there is a next page. A second
    one on the pages after which rows without a value begin, and one for the people of the rows.
    """
    rows = rows.select_related(None).order_by(*order.keys)
    key = _read(order, after)
    if key is None:
        found = list(rows[: size + 1])
    elif key[0] is None:
        found = _lacking(rows, order, key[1:])[: size + 1]
    else:
        found = list(after_key(rows, order, key)[: size + 1])
        if len(found) <= size and not order.complete:
            found += _lacking(rows, order, ())[: size + 1 - len(found)]
    more = len(found) > size
    found = with_people(list(found)[:size])
    return Page(found, cursor_of(order, found[-1]) if more else "")


def with_people(rows: list[Application]) -> list[Application]:
    """Return rows with the officers whom they name. One query for all, or none.

    Joined to the list, four people a row would lead the database to sort what an index has in order, and the same
    officer would be made anew for each row.
    """
    ids = {getattr(row, f"{name}_id") for row in rows for name in PEOPLE} - {None}
    people = User.objects.in_bulk(ids) if ids else {}
    for row in rows:
        for name in PEOPLE:
            setattr(row, name, people.get(getattr(row, f"{name}_id")))
    return rows


def _lacking(rows: QuerySet[Application], order: Order, key: Key) -> QuerySet[Application]:
    """Return the rows without a value in the order's first column, after the rest of a key if there is one."""
    lacking = rows.filter(**{f"{order.name}__isnull": True})
    return _beyond(lacking, order.columns[1:], key, order.newest_first) if key else lacking


def _beyond(
    rows: QuerySet[Application], columns: Sequence[str], key: Key, backwards: bool
) -> QuerySet[Application]:
    """Return the rows after a key. Compared as one row value: the database enters its index at that place.

    The same said with OR is read from the beginning, however deep the page lies.
    """
    compare = TupleLessThan if backwards else TupleGreaterThan
    return rows.filter(compare(Tuple(*(F(name) for name in columns)), key))


def _salt(order: Order) -> str:
    return ".".join((SALT, *order.columns))


def after_key(rows: QuerySet[Application], order: Order, key: Key) -> QuerySet[Application]:
    """Return the rows after a key whose first value is there; those that lack one are not among them."""
    return _beyond(rows, order.columns, key, order.newest_first)


def key_of(order: Order, row: Application) -> Key:
    """Return the place of a row in an order."""
    return tuple(getattr(row, name) for name in order.columns)


def cursor_of(order: Order, row: Application) -> str:
    """Return the cursor of the page after a row."""
    fields = (Application._meta.get_field(name) for name in order.columns)
    written = [
        None if value is None else field.value_to_string(row)
        for field, value in zip(fields, key_of(order, row), strict=True)
    ]
    return signing.dumps(written, salt=_salt(order))


def _read(order: Order, cursor: str) -> Key | None:
    """Return the key of a cursor; None for none, or for one that nobody here wrote."""
    if not cursor:
        return None
    try:
        written = signing.loads(cursor, salt=_salt(order))
    except signing.BadSignature:
        return None
    fields = (Application._meta.get_field(name) for name in order.columns)
    return tuple(field.to_python(text) for field, text in zip(fields, written, strict=True))
