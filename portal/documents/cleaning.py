"""Delete the object of a document or a piece of one whose row is gone, after that is certain."""

import logging
from typing import Any

from django.db import transaction

from portal.documents import storage
from portal.documents.models import Chunk, Document

log = logging.getLogger(__name__)


def delete_object(sender: type[Document | Chunk], instance: Document | Chunk, **_: Any) -> None:
    """Delete the bytes once the deletion of the row is committed."""
    transaction.on_commit(lambda: discard_object(instance.key))


def discard_object(key: str) -> None:
    """Delete an object that no row points to. If the store is down it stays behind, for an audit of the storage."""
    try:
        storage.delete(key)
    except storage.StorageUnavailable:
        log.warning("object %s stays behind", key)
