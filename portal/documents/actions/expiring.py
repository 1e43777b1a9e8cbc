"""What time does to files: uploads nobody came back to, and files at the end of their retention (C11).

Erased is the object, and its row says when; the row and its digests stay. The object is deleted before that is
committed, so an erasure that the storage or the database could not carry out is tried again in the next round.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.applications.models import Application, Event
from portal.applications.states import CLOSED, State
from portal.catalog.registry import all_services
from portal.documents import storage
from portal.documents.actions.recording import record
from portal.documents.models import Document, Upload
from portal.rulebook.queries import NotInForce, norms
from portal.work.background import claim

log = logging.getLogger(__name__)
#: How long a file on its way is waited for, and the row of one that has come to its end is kept.
UPLOAD_KEPT = timedelta(days=2)
MOST_AT_ONCE = 500
#: Keys of the rulebook, in days.
WITHDRAWN_DAYS = "retention.withdrawn_days"
DRAFT_DAYS = "case.draft_days"


def drop_uploads() -> int:
    """Delete uploads of which nothing came for two days, with their pieces, and the rows of those at their end.

    Return how many. What was refused and what became a document needs its row no more. One that is being checked
    stays, however long the storage or the scanner is away.
    """
    old = Upload.objects.exclude(state=Upload.State.CHECKING).filter(
        touched_at__lt=timezone.now() - UPLOAD_KEPT
    )
    dropped = 0
    for pk in list(old.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        with transaction.atomic():
            if upload := claim(old, pk):  # a piece may have come at this very moment
                upload.delete()
                dropped += 1
    return dropped


def erase_withdrawn() -> int:
    """Erase the files of cases that were withdrawn as long ago as `retention.withdrawn_days` says; return how many."""
    before = _days_ago(WITHDRAWN_DAYS)
    if before is None:
        return 0
    return _erase_all(_ended(before).filter(application__state=State.WITHDRAWN), "withdrawn")


def erase_abandoned() -> int:
    """Erase the files of drafts that nobody touched for as long as a draft is kept; return how many.

    They count as removed as well: who takes the draft up again is asked for them anew.
    """
    before = _days_ago(DRAFT_DAYS)
    if before is None:
        return 0
    touched = Exists(
        Document.objects.filter(application=OuterRef("application"), created_at__gte=before)
    ) | Exists(Upload.objects.filter(application=OuterRef("application"), touched_at__gte=before))
    saved = Coalesce("application__draft_saved_at", "application__created_at")
    rows = Document.objects.filter(~touched, application__state=State.DRAFT, erased_at=None)
    return _erase_all(rows.alias(saved=saved).filter(saved__lt=before), "draft", removed=True)


def erase_identity() -> int:
    """Erase the identity papers of cases that ended as long ago as `Service.retention` says; return how many."""
    erased = 0
    for service in all_services():
        codes = [item.code for item in service.materials if item.identity]
        before = _days_ago(service.retention) if service.retention else None
        if before is None or not codes:
            continue
        rows = _ended(before).filter(application__service=service.code, application__state__in=CLOSED)
        erased += _erase_all(rows.filter(material__in=codes), "retention")
    return erased


def _days_ago(key: str) -> datetime | None:
    """Return the moment so many days ago as the rulebook says; None when it says nothing."""
    try:
        return timezone.now() - timedelta(days=int(norms().value(key)))
    except NotInForce:
        return None


def _ended(before: datetime) -> QuerySet[Document]:
    """Return the files with bytes whose cases came into their present state before a moment.

    To be archived is no end of its own: what ran since the case was concluded runs on.
    """
    came = Event.objects.filter(
        application=OuterRef("application"), kind="move", after=OuterRef("application__state")
    )
    entered = Subquery(came.order_by("-at").values("at")[:1])
    concluded = Coalesce("application__concluded_at", entered)
    ended = Case(When(application__state=State.ARCHIVED, then=concluded), default=entered)
    return Document.objects.filter(erased_at=None).annotate(ended=ended).filter(ended__lt=before)


def _erase_all(rows: QuerySet[Document], reason: str, *, removed: bool = False) -> int:
    """Erase files. While the storage is away the rest is left for the next round."""
    erased = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]):
        try:
            erased += _erase(rows, pk, reason, removed)
        except storage.StorageUnavailable:
            log.error("files that are to be erased wait for the storage")
            break
    return erased


@transaction.atomic
def _erase(rows: QuerySet[Document], pk: UUID, reason: str, removed: bool) -> bool:
    """Erase a file if it is still to be erased: its case is locked, so that nobody takes a draft up meanwhile."""
    case = Application.objects.select_for_update().filter(documents=pk).first()
    document = rows.filter(pk=pk).first() if case else None
    if document is None:
        return False
    now = timezone.now()
    storage.delete(document.key)
    document.erased_at = now
    if removed and document.removed_at is None:
        document.removed_at = now
    document.save(update_fields=["erased_at", "removed_at"])
    record("document:erased", document, "system", reason=reason)
    return True
