"""Take a file away before the case is handed in."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.documents.actions.recording import record
from portal.documents.models import Document
from portal.documents.policies import check_can_remove


@transaction.atomic
def remove(*, document: Document, by: User) -> None:
    """Take a file away. One that was submitted before stays with the earlier submission, marked removed.

    Raises NotAllowed when the files of the case cannot be changed now, and for one that came late.
    """
    document.application = Application.objects.select_for_update().get(pk=document.application_id)
    check_can_remove(document, by)
    record("document:removed", document, f"user:{by.pk}")
    submissions = document.application.submissions.all()
    submitted = {entry.get("id") for row in submissions for entry in row.materials}
    if document.late or str(document.pk) in submitted:
        Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=timezone.now())
    else:
        document.delete()
