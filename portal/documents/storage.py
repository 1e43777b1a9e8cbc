"""The object storage, behind three functions that say plainly when it cannot be reached."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

log = logging.getLogger(__name__)


class StorageUnavailable(Exception):
    """The object storage did not answer, or answered that it could not do it. Try again later."""


def storage() -> Storage:
    """Return the storage of documents and certificates."""
    return storages["documents"]


@contextmanager
def _reported(what: str, key: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except FileNotFoundError:  # an answer, not an outage: the caller knows what it means
        raise
    except (OSError, BotoCoreError, ClientError) as failure:
        log.error("object storage: %s %s failed: %s", what, key, failure)
        raise StorageUnavailable(str(failure)) from failure


def put(key: str, content: IO[bytes] | bytes) -> None:
    """Keep content under a key that is not in use yet. Raises StorageUnavailable."""
    file: File[Any] = ContentFile(content) if isinstance(content, bytes) else File(content)
    with _reported("put", key):
        stored = storage().save(key, file)
        if stored != key:  # never: keys are random; a storage that renames would lose the object
            storage().delete(stored)
            raise OSError(f"{key} is in use")


def read(key: str) -> bytes:
    """Return what lies under a key. Raises StorageUnavailable, FileNotFoundError when nothing does."""
    with _reported("get", key), storage().open(key) as file:
        return file.read()


def delete(key: str) -> None:
    """Delete what lies under a key, if anything does. Raises StorageUnavailable."""
    with _reported("delete", key):
        storage().delete(key)
