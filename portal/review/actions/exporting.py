"""Exports of the queue: made in the background, taken away, and gone after a day."""

import logging
import tempfile
import uuid
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.accounts.queries import is_officer, postings_of
from portal.audit import actions as audit
from portal.documents import storage
from portal.documents.cleaning import discard_object
from portal.keyring.sealing import blind_index
from portal.review import exporting
from portal.review.models import Export
from portal.standards.digests import canonical_json, sha256
from portal.ui.sheets import begun

log = logging.getLogger(__name__)
State = Export.State
PREFIX = "exports/"
#: Longer than a portion of rows takes, storage included: after it somebody else takes the export up.
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(hours=24)
#: A task that was not taken up by then is lost; the sweeper makes the export itself.
LOST_AFTER = timedelta(minutes=1)


class Superseded(Exception):
    """Somebody else took the export up meanwhile, or it is gone: what was made here is thrown away."""


def make_export(*, export_id: str | uuid.UUID) -> bool:
    """Make one export; True when it lies ready now.

    Safe to call any number of times and from several processes: one holds it at a time, and what that one writes
    counts only while it does. After `MOST_ATTEMPTS` that came to nothing it has failed.
    """
    export = _claimed(export_id)
    if export is None:
        return False
    try:
        with tempfile.TemporaryFile() as file, translation.override(export.language):
            _write(export, file)
            file.seek(0)
            storage.put(export.key, file)
        _finish(export)
    except Superseded:
        discard_object(export.key)
        log.info("export %s was taken up by somebody else", export.pk)
        return False
    except Exception:
        log.exception("export %s failed, attempt %s", export.pk, export.attempts)
        _give_back(export)
        return False
    return True


def reach_of(officer: User) -> str:
    """Return what an officer's postings reach now, as eight digits that stand in the key of each export."""
    return sha256(canonical_json(sorted({one.unit for one in postings_of(officer)})))[:8]


def _free() -> Q:
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    return free & Q(state__in=[State.WAITING, State.RUNNING])


def _claimed(export_id: str | uuid.UUID) -> Export | None:
    """Take an export for a while; None when there is nothing to do or somebody else holds it."""
    export = Export.objects.select_related("officer").filter(_free(), pk=export_id).first()
    if export is None:
        return None
    same = Export.objects.filter(_free(), pk=export.pk, attempts=export.attempts)
    if export.attempts >= MOST_ATTEMPTS:
        same.update(state=State.FAILED, claimed_until=None)
        return None
    until = timezone.now() + LEASE
    key = f"{PREFIX}{reach_of(export.officer)}{uuid.uuid4().hex}"  # of this attempt alone: nothing is ever overwritten
    if not same.update(
        state=State.RUNNING, claimed_until=until, attempts=F("attempts") + 1, key=key, done=0, total=0
    ):
        return None
    if export.key:
        discard_object(export.key)  # what an attempt left that died after it had put its file
    return Export.objects.select_related("officer").filter(pk=export.pk, claimed_until=until).first()


def _held(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, state=State.RUNNING, claimed_until=export.claimed_until)


def _write(export: Export, file: IO[bytes]) -> None:
    """Write the table, and after each portion how far it is."""
    total = exporting.rows_of(export).count()
    _progress(export, 0, total)
    columns = exporting.columns_of(export)
    sheet = begun(export.format, file, exporting.title_of(export), len(columns))
    sheet.write([str(column.title) for column in columns])
    done = 0
    for lines in exporting.lines_of(export):
        for line in lines:
            sheet.write(line)
        done += len(lines)
        _progress(export, done, max(total, done))
    sheet.close()
    _progress(export, done, done)


def _progress(export: Export, done: int, total: int) -> None:
    """Save how far the export is and hold it for longer. Raises Superseded when it is not held any more."""
    until = timezone.now() + LEASE
    if not _held(export).update(done=done, total=total, claimed_until=until):
        raise Superseded
    export.claimed_until = until


def _finish(export: Export) -> None:
    expires = timezone.now() + KEPT_FOR
    if not _held(export).update(state=State.READY, claimed_until=None, expires_at=expires):
        raise Superseded


def _give_back(export: Export) -> None:
    """Let another worker try, a little later; or give it up."""
    over = export.attempts >= MOST_ATTEMPTS
    until = None if over else timezone.now() + LOST_AFTER
    _held(export).update(state=State.FAILED if over else State.WAITING, claimed_until=until)


@transaction.atomic
def record_download(*, export: Export, by: User) -> None:
    """Record that an officer takes a table away: how many cases, of which list.

    What was searched for may be a name: the record keeps a keyed hash of it.
    """
    tab, searched = QueryDict(export.query).get("tab", ""), exporting.search_of(export).text
    data = {"count": export.done, "format": export.format, "tab": tab}
    if searched:
        data["searched"] = blind_index("queue.search", searched)
    audit.record(actor=f"user:{by.pk}", action="queue:exported", subject=f"export:{export.pk}", data=data)


def can_take(export: Export, by: User) -> bool:
    """Return whether an officer can take a table away now: it is his or hers, ready, and not past its day.

    Nor when the postings are others than those under which it was made: it may hold cases of a unit since left.
    """
    mine = export.officer_id == by.pk and is_officer(by)
    return (
        mine
        and export.key.startswith(PREFIX + reach_of(by))
        and export.state == State.READY
        and bool(export.expires_at and export.expires_at > timezone.now())
    )


def sweep() -> int:
    """Delete exports whose day is over, and make those whose worker died or never began; return how many."""
    now = timezone.now()
    over = Q(expires_at__lt=now) | Q(state=State.FAILED, created_at__lt=now - KEPT_FOR)
    gone = list(Export.objects.filter(over)[:500])
    for export in gone:
        export.delete()
    lost = Export.objects.filter(_free(), created_at__lt=now - LOST_AFTER).order_by("created_at")
    made = [make_export(export_id=pk) for pk in list(lost.values_list("pk", flat=True)[:5])]
    return len(gone) + sum(made)
