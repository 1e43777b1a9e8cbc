"""Walking the chain to find the first broken link.

The chain alone finds edited and missing entries; the head row finds a missing end; only an anchor, kept
where the owner of the database cannot write, finds a chain that was rewritten whole (SECURITY §2.3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import queries
from .chain import GENESIS, entry_digest
from .models import Entry

BATCH = 5_000
FIELDS = ("seq", "at", "actor", "action", "subject", "data_json", "previous", "digest")


@dataclass(frozen=True)
class Break:
    """The first broken link: `what` is edited, missing, head or anchor; `detail` says it in words."""

    seq: int
    what: str
    detail: str


@dataclass(frozen=True)
class Report:
    """How far the chain was walked, its last digest there, and the first break if there is one."""

    count: int
    seq: int
    digest: str
    broken: Break | None


@dataclass
class _Walker:
    """Where the walk stands."""

    anchors: Mapping[int, str]
    count: int = 0
    seq: int = 0
    digest: str = GENESIS

    def walk(self, rows: Iterable[tuple[Any, ...]]) -> Break | None:
        """Go over rows in the order of FIELDS; return the first break."""
        for row in rows:
            seq, at, actor, action, subject, data_json, previous, digest = row
            if seq != self.seq + 1:
                return Break(self.seq + 1, "missing", f"entry {self.seq + 1} is missing, {seq} follows")
            if entry_digest(seq, at, actor, action, subject, data_json, previous) != digest:
                return Break(seq, "edited", f"entry {seq} was edited: its digest does not fit its content")
            if previous != self.digest:
                return Break(seq, "edited", f"entry {seq} does not follow entry {seq - 1} as it is now")
            if self.anchors and self.anchors.get(seq, digest) != digest:
                return Break(seq, "anchor", f"entry {seq} is not the one that was anchored")
            self.count, self.seq, self.digest = self.count + 1, seq, digest
        return None


def verify(anchors: Mapping[int, str] | None = None, batch: int = BATCH) -> Report:
    """Walk the whole chain in batches and return a Report; entries may be added meanwhile.

    `anchors` maps numbers of entries to the digests they had when the anchor was written.
    """
    walker = _Walker(anchors or {})
    broken = None
    while not broken:
        rows = list(Entry.objects.filter(seq__gt=walker.seq).order_by("seq").values_list(*FIELDS)[:batch])
        if rows:
            broken = walker.walk(rows)
            continue
        head = queries.head()
        if head and head[0] > walker.seq and Entry.objects.filter(seq__gt=walker.seq).exists():
            continue  # added since the last batch
        broken = _end(walker, head)
        break
    return Report(walker.count, walker.seq, walker.digest, broken)


def _end(walker: _Walker, head: tuple[int, str] | None) -> Break | None:
    """Compare the end of the walk with the head row and the anchors; return what differs."""
    if head is None:
        return Break(walker.seq, "head", "the head of the chain is missing")
    if head[0] > walker.seq:
        return Break(
            walker.seq + 1, "missing", f"entries {walker.seq + 1} to {head[0]} are missing at the end"
        )
    if head != (walker.seq, walker.digest):
        return Break(walker.seq, "head", f"the head of the chain differs from entry {walker.seq}")
    beyond = max(walker.anchors, default=0)
    if beyond > walker.seq:
        return Break(
            walker.seq + 1, "anchor", f"entry {beyond} was anchored, but the chain ends at {walker.seq}"
        )
    return None
