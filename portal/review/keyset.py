"""Pages by keyset: the next page begins after the last row's key, so page 200 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import F, Q, QuerySet

from portal.applications.models import Application

SALT = "desk.keyset"


@dataclass(frozen=True)
class Order:
    """The order of a list: by the moment in column `name` (rows without one come last), then by `then`, then by id.

    then: a moment that every row has, the earlier first: cases due at the same hour stand as they came in.
    """

    name: str
    newest_first: bool = False
    then: str = ""

    @property
    def keys(self) -> tuple[Any, ...]:
        """What rows are ordered by."""
        moment = F(self.name)
        first = moment.desc(nulls_last=True) if self.newest_first else moment.asc(nulls_last=True)
        return (first, self.then, "id") if self.then else (first, "id")


@dataclass(frozen=True)
class Page:
    """One page: its rows, and the cursor of the page after it (empty on the last page)."""

    rows: Sequence[Application]
    after: str


def page_of(rows: QuerySet[Application], order: Order, after: str, size: int) -> Page:
    """Return the page that begins after a cursor, or the first one; an unreadable cursor gives the first.

    One query without OFFSET or COUNT: `size` rows and one more, which tells whether there is a next page.
    """
    rows = rows.order_by(*order.keys)
    key = _read(order, after)
    if key is not None:
        rows = rows.filter(_beyond(order, *key))
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, _write(order, found[-1]) if more else "")


def _beyond(order: Order, moment: datetime | None, then: datetime | None, pk: UUID) -> Q:
    """Return the condition for rows after a key."""
    after = Q(id__gt=pk)
    if then is not None:
        after = Q(**{f"{order.then}__gt": then}) | Q(**{order.then: then}) & after
    if moment is None:
        return Q(**{f"{order.name}__isnull": True}) & after
    later = "lt" if order.newest_first else "gt"
    return (
        Q(**{f"{order.name}__{later}": moment})
        | Q(**{order.name: moment}) & after
        | Q(**{f"{order.name}__isnull": True})
    )


def _salt(order: Order) -> str:
    return f"{SALT}.{order.name}.{order.then}"


def _write(order: Order, row: Application) -> str:
    moments = [getattr(row, name) if name else None for name in (order.name, order.then)]
    written = [moment.isoformat() if moment else None for moment in moments]
    return signing.dumps([*written, row.pk.hex], salt=_salt(order))


def _read(order: Order, cursor: str) -> tuple[datetime | None, datetime | None, UUID] | None:
    """Return the key of a cursor; None for none, or for one that nobody here wrote."""
    if not cursor:
        return None
    try:
        *written, pk = signing.loads(cursor, salt=_salt(order))
    except signing.BadSignature:
        return None
    moment, then = (datetime.fromisoformat(text) if text else None for text in written)
    return moment, then, UUID(pk)
