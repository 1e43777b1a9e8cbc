"""Write into the audit who opened which file, and how (PIPL, ASVS 16.3.2)."""

from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.documents.models import Document


def record_reading(*, document: Document, by: User) -> None:
    """Record that somebody on the applicant's side opened a file."""
    _record("document:read", document, by)


def record_viewing(*, document: Document, by: User) -> None:
    """Record that an officer opened a file in the viewer. Its pages are shown for half an hour after that."""
    _record("document:viewed", document, by)


def record_download(*, document: Document, by: User, stamped: bool) -> None:
    """Record that an officer took a file away. stamped: whether the copy names the reader on every page."""
    _record("document:downloaded", document, by, stamped=stamped)


def record_denied(*, document: Document, by: User) -> None:
    """Record that an officer tried to open a file of a case that is not his or hers."""
    _record("document:denied", document, by)


@transaction.atomic
def _record(action: str, document: Document, by: User, **more: Any) -> None:
    data: dict[str, Any] = {"application": str(document.application_id), "material": document.material, **more}
    if document.late:
        data["late"] = True
    audit.record(actor=f"user:{by.pk}", action=action, subject=f"document:{document.pk}", data=data)
