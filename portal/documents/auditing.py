"""Compare database and storage in both directions, and mend what can be mended."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Literal

from django.utils import timezone

from portal.documents import storage
from portal.documents.claims import Claim, Claims, registered
from portal.documents.storage import Stored

Kind = Literal["orphan", "lost", "size", "digest"]
#: An object is put before its row is written: so young it may be waiting for it.
FRESH = timedelta(hours=1)
BATCH = 1000


@dataclass
class Finding:
    """Where database and storage do not agree. what: of which row, or how old the object is; repaired: mended now."""

    kind: Kind
    key: str
    what: str
    repaired: bool = False


@dataclass
class Report:
    """What was compared and found. fresh: objects without a row that are too young to be judged."""

    objects: int = 0
    rows: int = 0
    fresh: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether nothing is wrong, or all that was is mended."""
        return all(finding.repaired for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON carries it."""
        return asdict(self) | {"agrees": self.agrees}


def audit(
    *, repair: bool = False, deep: bool = False, progress: Callable[[str, int], None] = lambda prefix, n: None
) -> Report:
    """Compare all prefixes and return what was found.

    repair: delete objects that no row points to, and let the pieces of uploads that are gone be sent again. deep: read
    every object and compare its digest. progress: told the prefix and how many keys were seen, for each. Raises
    StorageUnavailable. Both sides are read as streams; only what does not agree is kept in memory.
    """
    report = Report()
    for claims in registered():
        found = list(_found(claims, report, deep, progress))
        if repair:
            _mend(claims, found)
        report.findings += found
    return report


def _found(
    claims: Claims, report: Report, deep: bool, progress: Callable[[str, int], None]
) -> Iterator[Finding]:
    before = timezone.now() - FRESH
    pairs = _paired(claims.rows(""), storage.keys(claims.prefix))
    for seen, (claim, stored) in enumerate(pairs, start=1):
        report.rows += claim is not None
        report.objects += stored is not None
        if claim is None and stored is not None:
            if stored.modified > before:
                report.fresh += not _claim_of(claims, stored.key)
            elif _is_orphan(claims, stored.key):
                yield Finding("orphan", stored.key, f"since {stored.modified.isoformat(timespec='seconds')}")
        elif claim is not None and (kind := _wrong(claims, claim, stored, deep)):
            yield Finding(kind, claim.key, claim.what)
        progress(claims.prefix, seen)


def _paired(rows: Iterator[Claim], objects: Iterator[Stored]) -> Iterator[tuple[Claim | None, Stored | None]]:
    """Walk both sides by key and yield what belongs together, with None for what only one side has."""
    claim, stored = next(rows, None), next(objects, None)
    while claim or stored:
        if stored is None or (claim is not None and claim.key < stored.key):
            yield claim, None
            claim = next(rows, None)
        elif claim is None or stored.key < claim.key:
            yield None, stored
            stored = next(objects, None)
        else:
            yield claim, stored
            claim, stored = next(rows, None), next(objects, None)


def _claim_of(claims: Claims, key: str) -> Claim | None:
    return next(claims.rows(key), None)


def _is_orphan(claims: Claims, key: str) -> bool:
    """Look once more: the row may have come, or the object have gone, since the walk began."""
    if _claim_of(claims, key):
        return False
    try:
        storage.size(key)
    except FileNotFoundError:
        return False
    return True


def _wrong(claims: Claims, claim: Claim, stored: Stored | None, deep: bool) -> Kind | None:
    """Return what is wrong with the object of a row, None when nothing is or the row has gone meanwhile."""
    try:
        size = storage.size(claim.key) if stored is None else stored.size
        kind: Kind | None = "size" if size != claim.size else None
        if kind is None and deep and claim.sha256 and _digest(claim.key) != claim.sha256:
            kind = "digest"
    except FileNotFoundError:
        kind = "lost"
    return kind if kind and _claim_of(claims, claim.key) == claim else None


class _Hash:
    """A file that keeps nothing but the digest of what is written."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self.digest.update(piece)


def _digest(key: str) -> str:
    sink = _Hash()
    storage.read_into(key, sink)  # type: ignore[arg-type]
    return sink.digest.hexdigest()


def _mend(claims: Claims, findings: list[Finding]) -> None:
    orphans = [finding for finding in findings if finding.kind == "orphan"]
    for start in range(0, len(orphans), BATCH):
        batch = orphans[start : start + BATCH]
        storage.delete_many([finding.key for finding in batch])
        for finding in batch:
            finding.repaired = True
    if claims.recover:
        for finding in findings:
            if finding.kind != "orphan":
                finding.repaired = claims.recover(finding.key)
