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
    """The order of a list: by the moment in column `name` (rows without one come last), then by id."""

    name: str
    newest_first: bool = False


@dataclass(frozen=True)
class Page:
    """One page: its rows, and the cursor of the page after it (empty on the last page)."""

    rows: Sequence[Application]
    after: str


def page_of(rows: QuerySet[Application], order: Order, after: str, size: int) -> Page:
    """Return the page that begins after a cursor, or the first one; an unreadable cursor gives the first.

    One query without OFFSET or COUNT: `size` rows and one more, which tells whether there is a next page.
    """
    moment = F(order.name)
    first = moment.desc(nulls_last=True) if order.newest_first else moment.asc(nulls_last=True)
    rows = rows.order_by(first, "id")
    key = _read(order, after)
    if key is not None:
        rows = rows.filter(_beyond(order, *key))
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, _write(order, found[-1]) if more else "")


def _beyond(order: Order, moment: datetime | None, pk: UUID) -> Q:
    """Return the condition for rows after a key."""
    if moment is None:
        return Q(**{f"{order.name}__isnull": True, "id__gt": pk})
    later = "lt" if order.newest_first else "gt"
    return (
        Q(**{f"{order.name}__{later}": moment})
        | Q(**{order.name: moment, "id__gt": pk})
        | Q(**{f"{order.name}__isnull": True})
    )


def _write(order: Order, row: Application) -> str:
    moment: Any = getattr(row, order.name)
    return signing.dumps([moment.isoformat() if moment else None, row.pk.hex], salt=f"{SALT}.{order.name}")


def _read(order: Order, cursor: str) -> tuple[datetime | None, UUID] | None:
    """Return the key of a cursor; None for none, or for one that nobody here wrote."""
    if not cursor:
        return None
    try:
        moment, pk = signing.loads(cursor, salt=f"{SALT}.{order.name}")
    except signing.BadSignature:
        return None
    return (datetime.fromisoformat(moment) if moment else None), UUID(pk)
