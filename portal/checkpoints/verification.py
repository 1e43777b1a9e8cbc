"""Walking the chains of the results: edited and missing rows are found, a lost end by the audit record.

Each writing is in the audit chain with the place and the hash of its last row; so whoever removes the newest results,
or writes a whole chain anew, would have to forge the audit record as well.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from portal.audit.models import Entry
from portal.checkpoints.chain import GENESIS, digest_of
from portal.checkpoints.models import Result

RECORDED = ("checkpoints:recorded", "checkpoint:overridden")
SUBJECT = "application:"


@dataclass(frozen=True)
class Break:
    """A chain that is broken. application: id of the case; detail: what is wrong, in words."""

    application: str
    detail: str


def broken_in(rows: Sequence[Result]) -> str:
    """Return what is wrong with the results of one case, all of them in order; "" when they are whole."""
    previous = GENESIS
    for place, row in enumerate(rows, start=1):
        if row.place != place:
            return _("Result %(place)s is missing.") % {"place": place}
        if row.previous_hash != previous or digest_of(row) != row.hash:
            return _("Result %(place)s is not what was recorded.") % {"place": place}
        previous = row.hash
    return ""


def anchors() -> dict[str, dict[int, str]]:
    """Return what the audit record says of each case: the hash that its chain had at a place, by id of the case."""
    found: dict[str, dict[int, str]] = {}
    entries = Entry.objects.filter(action__in=RECORDED).values_list("subject", "data_json")
    for subject, data_json in entries.iterator():
        data = json.loads(data_json)
        found.setdefault(subject.removeprefix(SUBJECT), {})[int(data["place"])] = str(data["head"])
    return found


def verify() -> tuple[int, list[Break]]:
    """Walk the chains of all cases; return how many results there are, and what is broken."""
    known, count, broken = anchors(), 0, list[Break]()
    rows: Iterable[Result] = Result.objects.order_by("application_id", "place").iterator()
    for application, chain in groupby(rows, key=lambda row: str(row.application_id)):
        results = list(chain)
        count += len(results)
        if detail := broken_in(results) or _differs(results, known.pop(application, {})):
            broken.append(Break(application, detail))
        known.pop(application, None)
    broken += [Break(application, _("All results are missing.")) for application in known]
    return count, broken


def _differs(rows: Sequence[Result], anchored: dict[int, str]) -> str:
    """Return what the audit record contradicts; "" when it agrees."""
    hashes = {row.place: row.hash for row in rows}
    for place, head in sorted(anchored.items()):
        if place not in hashes:
            return _("Result %(place)s is missing.") % {"place": place}
        if hashes[place] != head:
            return _("Result %(place)s is not what was recorded.") % {"place": place}
    if rows[-1].place not in anchored:
        return _("Result %(place)s is not in the audit record.") % {"place": rows[-1].place}
    return ""
