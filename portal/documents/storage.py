"""The object storage, behind functions that say plainly when it cannot be reached."""

import logging
import shutil
import tempfile
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


def check_there(key: str) -> None:
    """Return when something lies under a key. Raises StorageUnavailable, FileNotFoundError when nothing does."""
    with _reported("head", key):
        if not storage().exists(key):
            raise FileNotFoundError(key)


def opened(key: str) -> File[Any]:
    """Return what lies under a key, open to be read in pieces. Raises StorageUnavailable, FileNotFoundError."""
    with _reported("get", key):
        return storage().open(key)


def copied(key: str) -> IO[bytes]:
    """Return a file without a name that holds what lies under a key, at its beginning; closing it ends it.

    A child process can be handed it. Raises StorageUnavailable, FileNotFoundError.
    """
    copy = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    try:
        with _reported("get", key), storage().open(key) as file:
            shutil.copyfileobj(file, copy, 256 * 1024)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


def delete(key: str) -> None:
    """Delete what lies under a key, if anything does. Raises StorageUnavailable."""
    with _reported("delete", key):
        storage().delete(key)
