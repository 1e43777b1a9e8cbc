"""What is written into the audit about a file."""

from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.documents.models import Document


def record(action: str, document: Document, actor: str, **more: Any) -> None:
    """Write what was done with a file. actor: as the audit names people and the system; more: further data."""
    data: dict[str, Any] = {"application": str(document.application_id), "material": document.material}
    if document.late:
        data["late"] = True
    audit.record(actor=actor, action=action, subject=f"document:{document.pk}", data=data | more)


@transaction.atomic
def record_reading(*, document: Document, by: User) -> None:
    """Record that somebody on the applicant's side opened a file (PIPL, ASVS 16.3.2)."""
    record("document:read", document, f"user:{by.pk}")


@transaction.atomic
def record_viewing(*, document: Document, by: User) -> None:
    """Record that an officer opened a file in the viewer. Its pages are shown for half an hour after that."""
    record("document:viewed", document, f"user:{by.pk}")


@transaction.atomic
def record_download(*, document: Document, by: User, stamped: bool) -> None:
    """Record that an officer took a file away. stamped: whether the copy names the reader on every page."""
    record("document:downloaded", document, f"user:{by.pk}", stamped=stamped)


@transaction.atomic
def record_denied(*, document: Document, by: User) -> None:
    """Record that an officer tried to open a file of a case that is not his or hers."""
    record("document:denied", document, f"user:{by.pk}")
