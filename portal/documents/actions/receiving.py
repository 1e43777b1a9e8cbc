"""Take a file in one go: for pages without JavaScript, and for the demo."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from portal.accounts.models import User
from portal.applications.models import Application
from portal.documents import storage
from portal.documents.actions import inspecting
from portal.documents.actions.uploading import append, begin, cancel
from portal.documents.limits import CHUNK
from portal.documents.models import Document, Upload
from portal.documents.sentences import Refused, Waiting, not_stored, sentence_of


def receive(
    *,
    application: Application,
    material: str,
    file: "UploadedFile[Any]",
    by: User,
    replaces: Document | None = None,
    by_phone: bool = False,
) -> Document:
    """Take a whole file, inspect it and return its document. `replaces` is taken away in the same step.

    It goes the way of every upload (`begin`, `append`, `inspect`), only that the answer is waited for. Raises Refused
    with a sentence for the applicant (wrong type, damaged, case full, storage down), Waiting when the file is kept but
    cannot be checked now, NotAllowed when the files cannot be changed now.
    """
    upload = begin(
        application=application,
        material=material,
        name=file.name or "",
        size=file.size or 0,
        declared=file.content_type or "",
        by=by,
        replaces=replaces,
        by_phone=by_phone,
    )
    try:
        for piece in file.chunks(CHUNK):
            upload = append(upload=upload, offset=upload.received, content=piece, by=by, later=True)
    except storage.StorageUnavailable as failure:
        cancel(upload=upload, by=by)
        raise Refused(not_stored()) from failure
    inspecting.inspect(upload_id=upload.pk)
    row = Upload.objects.select_related("document").get(pk=upload.pk)
    if row.document:
        return row.document
    sentence = sentence_of(row.reason, row.data)
    if row.state == Upload.State.CHECKING:
        raise Waiting(sentence)
    cancel(upload=row, by=by)  # the sentence is told now; it need not stand on the page as well
    raise Refused(sentence)
