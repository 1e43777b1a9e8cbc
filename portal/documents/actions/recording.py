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
    """Write that somebody opened a file."""
    record("document:read", document, f"user:{by.pk}")
