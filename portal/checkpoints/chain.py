"""How results are chained, and the one way in which they are written."""

from collections.abc import Sequence
from datetime import UTC

from django.db.models import QuerySet

from portal.applications.models import Application
from portal.checkpoints.models import Result
from portal.standards.digests import canonical_json, sha256

GENESIS = "0" * 64
PLAIN = (
    "checkpoint",
    "round",
    "stage",
    "result",
    "overridden",
    "method",
    "actor_id",
    "evidence",
    "note",
    "said",
    "evaluator_version",
    "rule_version",
    "place",
    "previous_hash",
)


def digest_of(row: Result) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of all fields of a result but the hash itself."""
    fields = {name: getattr(row, name) for name in PLAIN}
    moment = row.at.astimezone(UTC).isoformat()
    return sha256(canonical_json(fields | {"application": str(row.application_id), "at": moment}))


def append(application: Application, rows: Sequence[Result]) -> list[Result]:
    """Write results to the end of the chain of their case and return them. Call it under the lock of the case."""
    last = Result.objects.filter(application=application).order_by("-place").first()
    place, previous = (last.place, last.hash) if last else (0, GENESIS)
    for row in rows:
        place += 1
        row.application, row.place, row.previous_hash = application, place, previous
        row.hash = previous = digest_of(row)
    return list(QuerySet(Result).bulk_create(rows))
