"""Make the document of a file that passed: the caller holds the lock of the case, the bytes lie in storage."""

from dataclasses import dataclass

from portal.applications.models import Application
from portal.applications.states import EDITABLE
from portal.documents.actions.promises import arrived
from portal.documents.actions.recording import record
from portal.documents.actions.removing import remove
from portal.documents.actions.standing_in import withdraw
from portal.documents.enclosures import ENCLOSURE
from portal.documents.models import Document, Upload
from portal.documents.policies import check_can_change
from portal.documents.queries import active_standin
from portal.standards.digests import Digests


@dataclass(frozen=True)
class Found:
    """What the inspection found: type and pages of the re-made file, and the digests of the one that was sent."""

    content_type: str
    pages: int
    sent: Digests


def keep(case: Application, upload: Upload, found: Found, key: str, size: int, digests: Digests) -> Document:
    """Return the document of an upload. size, digests: of the re-made file under `key`.

    An enclosure of a message is never late. A paper takes the place of the file it replaces, and of a statement or
    promise, before submission; in a running case it is marked late, keeps the promise, and lets the case go on that was
    suspended for it. Raises NotAllowed when the files of the case cannot be changed any more.
    """
    by = upload.uploaded_by
    check_can_change(case, upload.material, by)  # it may have been submitted while the file arrived
    is_paper = upload.material != ENCLOSURE.code
    if upload.replaces and upload.replaces.removed_at is None:
        remove(document=upload.replaces, by=by)
    document = Document.objects.create(
        application=case,
        material=upload.material,
        name=upload.name,
        content_type=found.content_type,
        pages=found.pages,
        size=size,
        sha256=digests.sha256,
        sm3=digests.sm3,
        sent_size=upload.size,
        sent_sha256=found.sent.sha256,
        sent_sm3=found.sent.sm3,
        key=key,
        late=is_paper and case.state not in EDITABLE,
        uploaded_by=by,
    )
    standin = active_standin(case, upload.material)
    if standin and not document.late and not standin.fulfilled_at:
        withdraw(standin, by)
    record("document:received", document, f"user:{by.pk}")
    if document.late:
        arrived(document)
    return document
