"""What the desk announces when Django starts and tidies up by itself; which objects of it ought to be in storage."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone

from portal.documents import claims, storage
from portal.documents.claims import Claim, by_key
from portal.documents.cleaning import discard_object
from portal.notifications.models import Memo
from portal.review import memos
from portal.review.actions import exporting
from portal.review.models import Export
from portal.rulebook.queries import norms
from portal.work import sweeping
from portal.workdays.queries import today

MOST_AT_ONCE = 5000
#: Seconds between two rounds of what is due by the day.
HOUR = 3600


def register() -> None:
    """Declare the lines of the inbox, and register claims and sweepers. Called once when Django starts."""
    memos.declare()
    post_delete.connect(drop_object, sender=Export, dispatch_uid="portal.review")
    claims.register("exports/", stored)
    sweeping.register("exports of the queue", exporting.sweep)
    sweeping.register("lines of inboxes that were read", sweep_memos, HOUR)


def drop_object(sender: type[Export], instance: Export, **_: Any) -> None:
    """Delete the file of an export once the deletion of its row is committed."""
    if instance.key:
        transaction.on_commit(lambda: discard_object(instance.key))


def stored(key: str = "") -> Iterator[Claim]:
    """Yield the claims of exports that lie ready; their size is not kept, whatever lies there is right."""
    rows = by_key(Export.objects.filter(state=Export.State.READY).exclude(key=""), key)
    for pk, there in rows.values_list("pk", "key").iterator():
        try:
            size = storage.size(there)
        except FileNotFoundError:
            size = 0
        yield Claim(there, size, "", f"export {pk}")


def sweep_memos() -> int:
    """Delete lines of inboxes that were read longer ago than `inbox.read_days`; return how many."""
    before = timezone.now() - timedelta(days=int(norms(today()).value("inbox.read_days")))
    old = Memo.objects.filter(read_at__lt=before).order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return Memo.objects.filter(pk__in=list(old)).delete()[0]
