"""Delete the object of a document whose row is gone, after that is certain."""

import logging
from typing import Any

from django.db import transaction

from portal.documents import storage
from portal.documents.models import Document

log = logging.getLogger(__name__)


def delete_object(sender: type[Document], instance: Document, **_: Any) -> None:
    """Delete the bytes once the deletion of the row is committed. Left-overs are found by an audit of the storage."""

    def delete() -> None:
        try:
            storage.delete(instance.key)
        except storage.StorageUnavailable:
            log.warning("object %s stays behind", instance.key)

    transaction.on_commit(delete)
