"""A piece of a file on its way is gone: the upload goes back to where it was whole, and the browser sends it again."""

from django.db import transaction
from django.utils import timezone

from portal.audit import actions as audit
from portal.documents.cleaning import discard_chunks
from portal.documents.models import Chunk, Upload

State = Upload.State


@transaction.atomic
def send_again(key: str) -> bool:
    """Let an upload go on from before the piece whose object is gone or not what was sent; True when it can.

    key: of the piece. Who inspects the upload at this moment loses it. One that has come to its end needs no pieces.
    """
    chunk = Chunk.objects.filter(key=key).first()
    upload = chunk and Upload.objects.select_for_update().filter(pk=chunk.upload_id).first()
    if not chunk or not upload:
        return True
    underway = upload.state in (State.ARRIVING, State.CHECKING)
    discard_chunks(upload, since=chunk.offset if underway else 0)
    if not underway:
        return True
    Upload.objects.filter(pk=upload.pk).update(
        state=State.ARRIVING,
        received=chunk.offset,
        reason="",
        data={},
        attempts=0,
        waits=0,
        next_at=None,
        claim=None,
        claimed_until=None,
        touched_at=timezone.now(),
    )
    audit.record(
        actor="system",
        action="upload:set_back",
        subject=f"upload:{upload.pk}",
        data={"application": str(upload.application_id), "material": upload.material, "offset": chunk.offset},
    )
    return True
