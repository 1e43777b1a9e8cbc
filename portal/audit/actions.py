"""Adding to the record."""

from typing import Any

from django.db import connection
from django.utils import timezone

from portal.standards.digests import canonical_json

from .chain import HEAD_PK, entry_digest
from .models import LONGEST, ChainHead, Entry


class NotInTransaction(RuntimeError):
    """An entry outside the transaction of what it records could stay when that is rolled back."""


def record(*, actor: str, action: str, subject: str, data: dict[str, Any] | None = None) -> Entry:
    """Add an entry to the chain and return it.

    `actor` is "user:<id>" or "system", `subject` such as "application:<uuid>", `data` small particulars:
    ids, states, digests and keyed hashes, never personal data and no floats. Call it last in the caller's
    transaction: it locks the chain's head until commit, and so every other writer. Raises NotInTransaction,
    TypeError for data without a canonical form, ValueError for texts that are too long.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("record() belongs into the transaction of what it records")
    _check_length(actor=actor, action=action, subject=subject)
    data_json = canonical_json(_no_floats(data or {})).decode()
    head = ChainHead.objects.select_for_update().get(pk=HEAD_PK)
    entry = Entry(
        seq=head.seq + 1,
        at=timezone.now(),
        actor=actor,
        action=action,
        subject=subject,
        data_json=data_json,
        previous=head.digest,
    )
    entry.digest = entry_digest(entry.seq, entry.at, actor, action, subject, data_json, entry.previous)
    entry.save_base(force_insert=True)
    ChainHead.objects.filter(pk=HEAD_PK).update(seq=entry.seq, digest=entry.digest)
    return entry


def _check_length(**texts: str) -> None:
    """Refuse texts longer than their columns: SQLite would take them, PostgreSQL not. Raises ValueError."""
    for name, text in texts.items():
        if not 0 < len(text) <= LONGEST[name]:
            raise ValueError(f"{name} has 1 to {LONGEST[name]} characters")


def _no_floats(value: Any) -> Any:
    """Return a value unchanged. Raises TypeError for floats anywhere in it: their text is not canonical."""
    if isinstance(value, float):
        raise TypeError("write numbers with a fraction as Decimal or text")
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    ):
        _no_floats(part)
    return value
