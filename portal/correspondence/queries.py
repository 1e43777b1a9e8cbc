"""The thread of a case, and what nobody has read yet."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.correspondence.models import Enclosure, Message
from portal.documents.enclosures import ENCLOSURE, unsent
from portal.documents.models import Document

OTHER = {Message.Side.APPLICANT: Message.Side.OFFICE, Message.Side.OFFICE: Message.Side.APPLICANT}


def thread(application: Application) -> list[Message]:
    """Return the messages about a case, oldest first, with authors and enclosures. Two queries."""
    rows = application.correspondence.select_related("author", "read_by")
    return list(rows.prefetch_related("enclosures__document"))


def unread(application: Application, side: str) -> "QuerySet[Message]":
    """Return the messages about a case that nobody of that side has read."""
    return application.correspondence.filter(side=OTHER[Message.Side(side)], read_at=None)


def waiting_files(application: Application, user: User) -> list[Document]:
    """Return the enclosures that somebody has handed in about a case and not sent yet, oldest first. One query."""
    return list(unsent(application, user).filter(enclosure=None))


def was_sent(document: UUID) -> bool:
    """Return whether the message of an enclosure has been sent."""
    return Enclosure.objects.filter(document=document).exists()


def forgotten() -> "QuerySet[Document]":
    """Return the enclosures that were handed in two days ago and never sent."""
    before = timezone.now() - timedelta(days=2)
    return Document.objects.filter(material=ENCLOSURE.code, enclosure=None, created_at__lt=before)
