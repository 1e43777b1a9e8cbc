"""Receive and remove files."""

import uuid
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import EDITABLE
from portal.audit import actions as audit
from portal.documents import storage
from portal.documents.actions.promises import arrived
from portal.documents.actions.standing_in import withdraw
from portal.documents.cleaning import discard_object
from portal.documents.inspection import MOST_BYTES_CASE, Refused, clean_name, content_type
from portal.documents.models import Document
from portal.documents.policies import check_can_change, check_can_remove
from portal.documents.queries import active_standin
from portal.standards.digests import Digests

__all__ = ["Refused", "receive", "remove"]


def receive(
    *,
    application: Application,
    material: str,
    file: "UploadedFile[Any]",
    by: User,
    replaces: Document | None = None,
) -> Document:
    """Check a file, keep it and return its row. `replaces` is taken away in the same step.

    Before submission it takes the place of a statement or promise; in a running case it is marked late, keeps the
    promise, and lets the case go on that was suspended for it.
    The object is put first and the row written after: a row never points to nothing. Raises Refused with a
    sentence for the applicant (wrong type, too large, case full, storage down), NotAllowed when the
    files cannot be changed now.
    """
    check_can_change(application, material, by)
    name = clean_name(file.name or "")
    size = file.size or 0
    head = file.read(2048)
    file.seek(0)
    kind = content_type(name, head, size)
    digests = digest_of(file)
    key = f"documents/{uuid.uuid4().hex}"
    try:
        storage.put(key, file)
    except storage.StorageUnavailable as failure:
        raise Refused(
            _(
                "The file could not be stored just now. Your answers are safe; please upload it again in a few minutes."
            )
        ) from failure
    try:
        return _keep(application, material, by, replaces, name, kind, size, digests, key)
    except BaseException:
        discard_object(key)
        raise


def digest_of(file: IO[bytes]) -> Digests:
    """Return SHA-256 and SM3 of a file read in pieces, and leave it at its beginning."""
    digests = Digests()
    for piece in iter(lambda: file.read(256 * 1024), b""):
        digests.update(piece)
    file.seek(0)
    return digests


@transaction.atomic
def _keep(
    application: Application,
    material: str,
    by: User,
    replaces: Document | None,
    name: str,
    kind: str,
    size: int,
    digests: Digests,
    key: str,
) -> Document:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    check_can_change(locked, material, by)  # it may have been submitted while the file arrived
    if replaces:
        remove(document=replaces, by=by)
    used = locked.documents.filter(removed_at=None).aggregate(total=Sum("size"))["total"] or 0
    if used + size > MOST_BYTES_CASE:
        raise Refused(
            _("All files of one application together may have up to 60 MB. Please remove or shrink one.")
        )
    document = Document.objects.create(
        application=locked,
        material=material,
        name=name,
        content_type=kind,
        size=size,
        sha256=digests.sha256,
        sm3=digests.sm3,
        key=key,
        late=locked.state not in EDITABLE,
        uploaded_by=by,
    )
    standin = active_standin(locked, material)
    if standin and not document.late and not standin.fulfilled_at:
        withdraw(standin, by)
    _record("document:received", document, by)
    if document.late:
        arrived(document)
    return document


@transaction.atomic
def remove(*, document: Document, by: User) -> None:
    """Take a file away. One that was submitted before stays with the earlier submission, marked removed.

    Raises NotAllowed when the files of the case cannot be changed now, and for one that came late.
    """
    document.application = Application.objects.select_for_update().get(pk=document.application_id)
    check_can_remove(document, by)
    _record("document:removed", document, by)
    submissions = document.application.submissions.all()
    submitted = {entry.get("id") for row in submissions for entry in row.materials}
    if document.late or str(document.pk) in submitted:
        Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=timezone.now())
    else:
        document.delete()


def _record(action: str, document: Document, by: User) -> None:
    data: dict[str, Any] = {"application": str(document.application_id), "material": document.material}
    if document.late:
        data["late"] = True
    audit.record(actor=f"user:{by.pk}", action=action, subject=f"document:{document.pk}", data=data)
