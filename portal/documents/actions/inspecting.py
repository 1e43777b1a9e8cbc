"""A file that has arrived is inspected and made anew in a child process; only what comes out of it is kept.

Fail closed: whatever cannot be judged now waits in quarantine and is tried again, it is never taken as it is.
"""

import logging
import tempfile
import uuid
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.documents import storage
from portal.documents.actions.keeping import Found, keep
from portal.documents.cleaning import discard_chunks, discard_object
from portal.documents.models import Upload
from portal.documents.policies import material_of
from portal.inspection import antivirus, sandbox
from portal.inspection.verdict import Fault, Refusal, Unavailable, Wanted
from portal.standards.digests import Digests
from portal.work.background import enqueue

log = logging.getLogger(__name__)
State = Upload.State
#: Longer than an inspection can take, storage and scanner included: after it somebody else takes the file up.
LEASE = timedelta(seconds=60)
#: A file at which so many workers died is not tried by another, nor one at which our own code failed so often.
MOST_DEATHS = 3
MOST_FAILURES = 12
#: A file that again and again cannot be judged by the child process is given up after some hours.
MOST_TRIES = 60
#: What the scanner says of files that it could not read to their end (clamd.conf, Alert…), and what that is to us.
HEURISTICS = {"Heuristics.Limits": "heavy", "Heuristics.Encrypted": "encrypted", "Heuristics.OLE2": "active"}
LONGEST_WAIT = timedelta(minutes=5)
MOST_AT_ONCE = 200


class ScannerAway(Unavailable):
    """The virus scanner gave no clear answer."""


class Superseded(Exception):
    """Somebody else took the file up meanwhile, or it was cancelled: what was made here is thrown away."""


def inspect(*, upload_id: str | UUID) -> bool:
    """Inspect an upload that is whole; True when it has become a document.

    Safe to call any number of times and from several processes: one holds it at a time, and what that one writes
    counts only while it still does. A refused file is deleted at once; one that cannot be judged now (storage,
    scanner or child process away) waits, each time twice as long, and says so.
    """
    upload = _claimed(upload_id)
    if upload is None:
        return False
    try:
        _look(upload)
    except Refusal as refusal:
        _refuse(upload, refusal.code, refusal.data)
    except NotAllowed:  # handed in, withdrawn or discarded meanwhile
        _refuse(upload, "closed", {})
    except (storage.StorageUnavailable, FileNotFoundError) as problem:
        # A piece that is gone is as bad as a storage that is away; the audit of the storage tells them apart.
        _wait(upload, "storage", problem)
    except Unavailable as problem:
        _wait(upload, "scanner" if isinstance(problem, ScannerAway) else "sandbox", problem)
    except Superseded:
        log.info("upload %s was taken up by somebody else", upload.pk)
    return Upload.objects.filter(pk=upload.pk, state=State.READY).exists()


def _claimed(upload_id: str | UUID) -> Upload | None:
    """Take an upload for a while; None when there is nothing to do or somebody else holds it."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    mine = uuid.uuid4()
    found = Upload.objects.filter(free, pk=upload_id, state=State.CHECKING)
    if not found.update(claim=mine, claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Upload.objects.select_related("application", "replaces", "uploaded_by").filter(claim=mine).first()


def _look(upload: Upload) -> None:
    if upload.attempts - upload.waits > MOST_DEATHS:
        raise Refusal("failed")
    item = material_of(upload.application, upload.material)
    wanted = Wanted(upload.name, upload.declared, item.kinds, item.least_px)
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as made:
        digests = _put_together(upload, sent)
        remade = sandbox.remake(sent, made, wanted)  # first: its reasons say more than the scanner's
        _scan(sent)
        _store(upload, Found(remade.content_type, remade.pages, digests), made)


def _put_together(upload: Upload, target: BinaryIO) -> Digests:
    """Write the pieces of an upload into a file and return the digests of the whole. Raises Refusal for a gap."""
    digests = Digests()
    for chunk in upload.chunks.all():
        piece = storage.read(chunk.key)
        digests.update(piece)
        target.write(piece)
    if target.tell() != upload.size:
        log.error("upload %s has %d of %d bytes", upload.pk, target.tell(), upload.size)
        raise Refusal("failed")
    target.flush()
    return digests


def _scan(file: BinaryIO) -> None:
    """Let the virus scanner read the file, where one is configured. Raises Refusal and ScannerAway."""
    if not settings.CLAMAV_ADDRESS:
        return
    file.seek(0)
    try:
        _check_age(settings.CLAMAV_ADDRESS)
        found = antivirus.scan(settings.CLAMAV_ADDRESS, file)
    except Unavailable as problem:
        raise ScannerAway(str(problem)) from problem
    if found:
        log.warning("virus scanner: %s", found)
        raise Refusal(next((code for name, code in HEURISTICS.items() if found.startswith(name)), "virus"))


def _check_age(address: str) -> None:
    """Raise Unavailable when the signatures are too old to find anything new (fail closed)."""
    most = timedelta(hours=settings.CLAMAV_MOST_AGE)
    if most and timezone.now() - (made := antivirus.signatures_of(address)) > most:
        raise Unavailable(f"its signatures are of {made:%Y-%m-%d %H:%M}")


def _store(upload: Upload, found: Found, made: BinaryIO) -> None:
    made.seek(0)
    digests = Digests()
    size = 0
    for piece in iter(lambda: made.read(1024 * 1024), b""):
        digests.update(piece)
        size += len(piece)
    made.seek(0)
    key = f"documents/{uuid.uuid4().hex}"
    storage.put(key, made)
    try:
        _finish(upload, found, key, size, digests)
    except BaseException:
        discard_object(key)
        raise


@transaction.atomic
def _finish(upload: Upload, found: Found, key: str, size: int, digests: Digests) -> None:
    case = Application.objects.select_for_update().get(pk=upload.application_id)
    document = keep(case, upload, found, key, size, digests)
    _end(upload, State.READY, document=document, reason="", data={})


def _end(upload: Upload, state: str, **fields: object) -> None:
    """Write the outcome, if the upload is still ours, and drop the pieces. Raises Superseded when it is not."""
    held = Upload.objects.filter(pk=upload.pk, state=State.CHECKING, claim=upload.claim)
    if not held.update(state=state, claim=None, claimed_until=None, touched_at=timezone.now(), **fields):
        raise Superseded
    discard_chunks(upload)


def _refuse(upload: Upload, code: str, data: dict[str, object]) -> None:
    try:
        with transaction.atomic():
            _end(upload, State.REFUSED, reason=code, data=data)
            audit.record(
                actor="system",
                action="upload:refused",
                subject=f"upload:{upload.pk}",
                data={"application": str(upload.application_id), "material": upload.material, "reason": code},
            )
    except Superseded:
        log.info("upload %s was taken up by somebody else", upload.pk)


def _wait(upload: Upload, code: str, problem: Exception) -> None:
    """Let an upload be tried again later, each time twice as long, and say in the log that somebody should look.

    Storage and scanner are waited for however long they are away; the child process is not: a fault of our own code
    will happen again, and what hangs there hangs at this file.
    """
    log.error("upload %s waits for the %s: %s", upload.pk, code, problem)
    if code == "sandbox" and upload.waits >= (MOST_FAILURES if isinstance(problem, Fault) else MOST_TRIES):
        _refuse(upload, "failed", {})
        return
    pause = min(timedelta(seconds=2 ** min(upload.waits + 1, 10)), LONGEST_WAIT)
    Upload.objects.filter(pk=upload.pk, state=State.CHECKING, claim=upload.claim).update(
        reason=code, waits=F("waits") + 1, next_at=timezone.now() + pause, claim=None, claimed_until=None
    )


def sweep() -> int:
    """Take up uploads that wait or whose worker died; return how many."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Q(next_at__lte=now) | Q(next_at=None, touched_at__lt=now - timedelta(seconds=5))
    rows = Upload.objects.filter(free & due, state=State.CHECKING).order_by("touched_at")
    found = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    for pk in found:
        from portal.documents.tasks import inspect_upload

        enqueue(inspect_upload, str(pk))
    return len(found)
