"""What the desk tidies up by itself, and which of its objects ought to lie in storage."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.documents import storage
from portal.documents.claims import Claim, by_key
from portal.documents.cleaning import discard_object
from portal.notifications.models import Memo
from portal.review.models import Export
from portal.rulebook.queries import norms
from portal.workdays.queries import today

MOST_AT_ONCE = 5000


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
