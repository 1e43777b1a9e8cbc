"""A file arrives in pieces: announced, kept piece by piece, and handed on to the inspection when it is whole."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.documents import storage
from portal.documents.cleaning import discard_object
from portal.documents.enclosures import ENCLOSURE
from portal.documents.limits import (
    CHUNK,
    MOST_BYTES_CASE,
    MOST_BYTES_UNDERWAY,
    MOST_FILES_CASE,
    MOST_PIECES,
    MOST_UNDERWAY,
)
from portal.documents.models import Chunk, Document, Upload
from portal.documents.naming import clean_name, kind_of
from portal.documents.policies import check_can_change, check_can_remove, material_of, may_bring
from portal.documents.sentences import Refused, sentence_of
from portal.documents.tasks import inspect_upload
from portal.inspection.verdict import MOST_BYTES
from portal.standards.digests import sha256 as digest_of
from portal.work.background import enqueue

State = Upload.State
UNDERWAY = (State.ARRIVING, State.CHECKING)


class WrongOffset(Exception):
    """A piece does not begin where the last one ended. `offset`: where the next has to begin, in bytes."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the next piece begins at {offset}")
        self.offset = offset


class Corrupted(Exception):
    """A piece is not what its digest says, or too large: it has to be sent again."""


@transaction.atomic
def begin(
    *,
    application: Application,
    material: str,
    name: str,
    size: int,
    by: User,
    modified: str = "",
    declared: str = "",
    replaces: Document | None = None,
    by_phone: bool = False,
) -> Upload:
    """Announce a file and return its upload; the same file announced again goes on where it stopped.

    name, declared, modified: as the browser gives them. size: in bytes. replaces: the file it takes the place of.
    Raises Refused with a sentence when such a file cannot be taken (type, size, room), NotAllowed when the files of
    this material cannot be changed now.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    check_can_change(locked, material, by)
    if replaces is not None:
        if (replaces.application_id, replaces.material) != (locked.pk, material):
            raise NotAllowed("the file that is replaced belongs elsewhere")
        check_can_remove(replaces, by)
    name, modified, declared = clean_name(name), _plain(modified, 40), _plain(declared, 100)
    same = Upload.objects.filter(
        application=locked,
        material=material,
        name=name,
        size=size,
        modified=modified,
        uploaded_by=by,
        by_phone=by_phone,  # who holds a link for the phone reaches nothing that was begun elsewhere
        state=State.ARRIVING,
    )
    if modified and (there := same.first()):
        return there
    check_announced(locked, material, name, size)
    check_room(locked, material, size, by, replaces)
    return Upload.objects.create(
        application=locked,
        material=material,
        name=name,
        size=size,
        modified=modified,
        declared=declared,
        replaces=replaces,
        uploaded_by=by,
        by_phone=by_phone,
    )


def _plain(said: str, most: int) -> str:
    """Return what a browser said, shortened, without what PostgreSQL does not keep (NUL)."""
    return said.replace("\0", "")[:most]


def check_announced(application: Application, material: str, name: str, size: int) -> None:
    """Raise Refused for a file of which name and size say already that it is not taken (C7)."""
    kind = kind_of(name)
    if size == 0:
        raise Refused(sentence_of("empty", {}))
    if size > MOST_BYTES:
        # Rounded up: a file one byte over is not told that it has the 10 MB it may have.
        megabytes = f"{(size * 10 // (1024 * 1024) + 1) / 10:.1f}"
        raise Refused(sentence_of("too_large", {"megabytes": megabytes}))
    if not kind:
        raise Refused(sentence_of("type", {}))
    if kind not in material_of(application, material).kinds:
        raise Refused(sentence_of("not_here", {}))


def check_room(
    application: Application, material: str, size: int, by: User, replaces: Document | None
) -> None:
    """Raise Refused when the case or the person has no room for so many bytes more; the case is locked.

    Papers and enclosures of messages have room of their own: letters never keep a paper out.
    """
    enclosed = Q(material=ENCLOSURE.code)
    kind = enclosed if material == ENCLOSURE.code else ~enclosed
    files = application.documents.filter(kind, removed_at=None)
    if replaces is not None:
        files = files.exclude(pk=replaces.pk)
    coming = Upload.objects.filter(state__in=UNDERWAY)
    of_case = coming.filter(kind, application=application)
    used = _bytes(files) + _bytes(of_case)
    if used + size > MOST_BYTES_CASE:
        raise Refused(
            _("All files of one application together may have up to 60 MB. Please remove or shrink one.")
        )
    if files.count() + of_case.count() >= MOST_FILES_CASE:
        raise Refused(
            _("An application may have up to %(most)s files. Please put pages of one paper into one PDF.")
            % {"most": MOST_FILES_CASE}
        )
    own = coming.filter(uploaded_by=by)
    if own.count() >= MOST_UNDERWAY or _bytes(own) + size > MOST_BYTES_UNDERWAY:
        raise Refused(
            _(
                "Too many files are on their way at once. Please wait until some have been checked, or cancel one."
            )
        )


def _bytes(rows: "QuerySet[Any]") -> int:
    return rows.aggregate(total=Sum("size"))["total"] or 0


def append(
    *, upload: Upload, offset: int, content: bytes, by: User, sha256: str = "", later: bool = False
) -> Upload:
    """Keep the next piece of a file and return the upload; when it is whole, its inspection begins.

    offset: where the piece begins, in bytes. sha256: of the piece, in hex, when the browser could make it. later: the
    caller inspects the whole file itself. The object
    is put first and the row written after, so a row never points to nothing. Raises WrongOffset, Corrupted,
    StorageUnavailable, and NotAllowed for anybody but who began it and may still act for the case, and for a file that
    comes in far more pieces than it needs.
    """
    if upload.uploaded_by_id != by.pk or not may_bring(by, upload):
        raise NotAllowed("somebody else's upload")
    if upload.state != State.ARRIVING or offset != upload.received:
        raise WrongOffset(upload.received)
    digest = digest_of(content)
    if not content or len(content) > min(CHUNK, upload.size - offset) or (sha256 and sha256 != digest):
        raise Corrupted(f"{len(content)} bytes at {offset}")
    key = f"quarantine/{uuid.uuid4().hex}"
    storage.put(key, content)
    try:
        return _keep(upload, offset, len(content), digest, key, later)
    except BaseException:
        discard_object(key)
        raise


@transaction.atomic
def _keep(upload: Upload, offset: int, size: int, digest: str, key: str, later: bool) -> Upload:
    received = offset + size
    state = State.CHECKING if received == upload.size else State.ARRIVING
    now = timezone.now()
    # What is asked and what is written is one statement: of two that send the same piece, the first one counts.
    there = Upload.objects.filter(pk=upload.pk, state=State.ARRIVING, received=offset)
    if not there.update(received=received, touched_at=now, state=state):
        row = Upload.objects.filter(pk=upload.pk).first()
        if row is None:
            raise NotAllowed("the upload was cancelled")
        raise WrongOffset(row.received)
    if upload.chunks.count() >= MOST_PIECES:
        raise NotAllowed("a file in crumbs")
    Chunk.objects.create(upload=upload, offset=offset, size=size, sha256=digest, key=key)
    if state == State.CHECKING and not later:
        enqueue(inspect_upload, str(upload.pk))
    upload.received, upload.touched_at, upload.state = received, now, state
    return upload


@transaction.atomic
def cancel(*, upload: Upload, by: User) -> None:
    """Take an upload away, on its way or refused, with all that has come of it.

    Raises NotAllowed for who may not act for the case, and for one that has become a document.
    """
    row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is None:
        return
    if not may_bring(by, row) or row.state == State.READY:
        raise NotAllowed("this upload cannot be cancelled")
    row.delete()
