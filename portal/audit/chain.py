"""How entries are chained: the digest, and the chain's beginning."""

import hashlib
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

from django.db import connections

from .models import ChainHead

GENESIS = "0" * 64
HEAD_PK = 1


def entry_digest(
    seq: int, at: datetime, actor: str, action: str, subject: str, data_json: str, previous: str
) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of an entry's fields, the previous digest among them.

    Written out by hand, in the order of `canonical_json`, because the verifier does it for every row;
    `data_json` is canonical already and goes in as a value. A test holds it equal to `canonical_json`.
    """
    moment = at if at.tzinfo is UTC else at.astimezone(UTC)
    text = (
        f'{{"action":{encode_basestring(action)},"actor":{encode_basestring(actor)},'
        f'"at":"{moment.isoformat()}","data":{data_json},"previous":{encode_basestring(previous)},'
        f'"seq":{seq},"subject":{encode_basestring(subject)}}}'
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def begin_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Make the head row of an empty chain where there is none."""
    tables = connections[using].introspection.table_names()
    if ChainHead._meta.db_table in tables:
        # Never over entries: a head that was taken away must be found, not made good.
        head = ChainHead.objects.using(using)
        if not head.exists() and not _has_entries(using):
            head.create(pk=HEAD_PK, seq=0, digest=GENESIS)


def _has_entries(using: str) -> bool:
    """Return whether the record holds anything."""
    from .models import Entry

    return Entry.objects.using(using).exists()
