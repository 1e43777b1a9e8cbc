"""Which objects ought to lie in storage: each room says it for its own prefix, `auditing` compares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.functions import Collate

from portal.documents.models import Chunk, Document


class Claim(NamedTuple):
    """An object that a row points to: size in bytes, digest ("" when none is known), and what it is in words."""

    key: str
    size: int
    sha256: str
    what: str


@dataclass(frozen=True)
class Claims:
    """The claims below a prefix.

    rows: all of them in the order of their keys, or only that of one key when it is given. recover: what can be done
    when the object is gone or another one; returns whether it could. None: nothing, the loss is for people to judge.
    """

    prefix: str
    rows: Callable[[str], Iterator[Claim]]
    recover: Callable[[str], bool] | None = None


_claims: dict[str, Claims] = {}


def register(
    prefix: str, rows: Callable[[str], Iterator[Claim]], recover: Callable[[str], bool] | None = None
) -> None:
    """Say what ought to lie below a prefix (with its slash at the end); see `Claims`."""
    _claims[prefix] = Claims(prefix, rows, recover)


def registered() -> list[Claims]:
    """Return the claims of all rooms by prefix."""
    return [_claims[prefix] for prefix in sorted(_claims)]


def by_key(rows: "models.QuerySet[Any]", key: str = "") -> "models.QuerySet[Any]":
    """Return rows in the order of the bytes of their keys, as storage lists them; with a key only its own row."""
    if key:
        rows = rows.filter(key=key)
    return rows.order_by(Collate("key", "C") if connection.vendor == "postgresql" else "key")


def documents(key: str = "") -> Iterator[Claim]:
    """Yield the claims of documents. The bytes of erased ones are gone for good."""
    rows = by_key(Document.objects.filter(erased_at=None), key)
    for pk, there, size, sha256 in rows.values_list("pk", "key", "size", "sha256").iterator():
        yield Claim(there, size, sha256, f"document {pk}")


def chunks(key: str = "") -> Iterator[Claim]:
    """Yield the claims of files on their way."""
    rows = by_key(Chunk.objects.all(), key)
    for there, size, sha256, offset, upload in rows.values_list(
        "key", "size", "sha256", "offset", "upload_id"
    ).iterator():
        yield Claim(there, size, sha256, f"piece at {offset} of upload {upload}")
