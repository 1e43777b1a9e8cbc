"""Delete the objects of documents and of files on their way whose rows are gone, after that is certain."""

import logging
from collections.abc import Collection
from typing import Any

from django.db import transaction

from portal.documents import storage
from portal.documents.models import Document, Upload

log = logging.getLogger(__name__)


def delete_object(sender: type[Document], instance: Document, **_: Any) -> None:
    """Delete the bytes once the deletion of the row is committed."""
    transaction.on_commit(lambda: discard_object(instance.key))


def delete_chunks(sender: type[Upload], instance: Upload, **_: Any) -> None:
    """Drop the pieces of an upload that is about to be deleted."""
    discard_chunks(instance)


def discard_chunks(upload: Upload, since: int = 0) -> None:
    """Delete the pieces of an upload from an offset (in bytes) on; their objects once that is committed, together."""
    rows = upload.chunks.filter(offset__gte=since)
    if keys := list(rows.values_list("key", flat=True)):
        rows.delete()
        transaction.on_commit(lambda: discard_objects(keys))


def discard_object(key: str) -> None:
    """Delete an object that no row points to. If the store is down it stays behind, for an audit of the storage."""
    try:
        storage.delete(key)
    except storage.StorageUnavailable:
        log.warning("object %s stays behind", key)


def discard_objects(keys: Collection[str]) -> None:
    """Delete objects that no row points to, in one request. What stays behind is for an audit of the storage."""
    try:
        storage.delete_many(keys)
    except storage.StorageUnavailable:
        log.warning("%d objects stay behind, the first %s", len(keys), next(iter(keys), ""))
