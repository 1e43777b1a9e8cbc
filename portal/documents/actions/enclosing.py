"""Take away an enclosure that was not sent."""

from django.db import transaction

from portal.accounts.models import User
from portal.applications.policies import NotAllowed
from portal.documents.actions.recording import record
from portal.documents.enclosures import ENCLOSURE, is_sent
from portal.documents.models import Document


@transaction.atomic
def take_away(*, document: Document, by: User) -> None:
    """Delete an enclosure that was not sent. Raises NotAllowed for somebody else's, a sent one, or a paper."""
    row = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if row is None:
        return
    if row.material != ENCLOSURE.code or row.uploaded_by_id != by.pk or is_sent(row):
        raise NotAllowed("only one's own enclosures that were not sent can be taken away")
    record("document:removed", row, f"user:{by.pk}")
    row.delete()
