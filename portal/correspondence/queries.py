"""The thread of a case, and what nobody has read yet."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
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


def with_counts(cases: "QuerySet[Application]") -> "QuerySet[Application]":
    """Return cases that bring along how many messages there are and how many are new to the office."""
    rows = Message.objects.filter(application=OuterRef("pk")).order_by()
    new = rows.filter(side=Message.Side.APPLICANT, read_at=None)
    return cases.annotate(messages_total=_counted(rows), messages_new=_counted(new))


def _counted(rows: "QuerySet[Message]") -> Coalesce:
    return Coalesce(Subquery(rows.values("application").annotate(n=Count("pk")).values("n")), 0)


def counts_of(application: Application, side: str) -> tuple[int, int]:
    """Return how many messages there are about a case and how many are new to a side. One query, or none.

    None for the office when the case was read `with_counts`.
    """
    total = getattr(application, "messages_total", None)
    if total is not None and side == Message.Side.OFFICE:
        return int(total), int(application.messages_new)  # type: ignore[attr-defined]
    rows = list(application.correspondence.values_list("side", "read_at"))
    return len(rows), sum(1 for other, read_at in rows if other != side and read_at is None)


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
