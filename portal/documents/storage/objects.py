"""Keep, read, list and delete objects; each failure is logged as an error, which is the alarm."""

import logging
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, NamedTuple

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

log = logging.getLogger("portal.documents.storage")  # the name that operators watch

#: bytes that are read at once from what is streamed
PIECE = 256 * 1024


class StorageUnavailable(Exception):
    """The object storage did not answer, or answered that it could not do it. Try again later."""


class Stored(NamedTuple):
    """An object as the storage lists it; size in bytes."""

    key: str
    size: int
    modified: datetime


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
    """Keep content under a key that is not in use yet. Raises StorageUnavailable, also when it is in use."""
    file: File[Any] = ContentFile(content) if isinstance(content, bytes) else File(content)
    with _reported("put", key):
        stored = storage().save(key, file)
        if stored != key:  # a storage that renames would lose the object: keys are kept before
            storage().delete(stored)
            raise OSError(f"{key} is in use")


def put_new(key: str, content: bytes) -> bool:
    """Keep content under a key; False when something lies there already. Raises StorageUnavailable."""
    with _reported("put", key):
        try:
            stored = storage().save(key, ContentFile(content))
        except FileExistsError:
            return False
        if stored != key:
            storage().delete(stored)
        return stored == key


def read(key: str) -> bytes:
    """Return what lies under a key. Raises StorageUnavailable, FileNotFoundError when nothing does."""
    with _reported("get", key), storage().open(key) as file:
        return file.read()


def read_into(key: str, target: IO[bytes]) -> int:
    """Write what lies under a key into a file, piece by piece, and return its size in bytes.

    Raises StorageUnavailable, FileNotFoundError when nothing lies there; the target may hold a part of it then.
    """
    size = 0
    with _reported("get", key), storage().open(key) as source:
        while piece := source.read(PIECE):
            size += len(piece)
            target.write(piece)
    return size


def opened(key: str) -> "File[Any]":
    """Return what lies under a key, open to be read in pieces. Raises StorageUnavailable, FileNotFoundError."""
    with _reported("get", key):
        return storage().open(key)


def copied(key: str) -> IO[bytes]:
    """Return a file without a name that holds what lies under a key, at its beginning; closing it ends it.

    A child process can be handed it. Raises StorageUnavailable, FileNotFoundError.
    """
    copy = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    try:
        read_into(key, copy)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


def size(key: str) -> int:
    """Return the bytes that lie under a key. Raises StorageUnavailable, FileNotFoundError when nothing does."""
    with _reported("head", key):
        return storage().size(key)


def keys(prefix: str) -> Iterator[Stored]:
    """Yield the objects below a prefix that ends with a slash, page by page. Raises StorageUnavailable.

    In the order of their keys; but servers differ where names of files and of folders begin alike (a-, a/b).
    """
    with _reported("list", prefix):
        yield from storage().keys(prefix)  # type: ignore[attr-defined]


def delete(key: str) -> None:
    """Delete what lies under a key, if anything does. Raises StorageUnavailable."""
    with _reported("delete", key):
        storage().delete(key)


def delete_many(wanted: Collection[str]) -> None:
    """Delete what lies under these keys, if anything does, in as few requests as there may be.

    Raises StorageUnavailable; some may be gone then.
    """
    if wanted:
        with _reported("delete", f"{len(wanted)} objects, the first {next(iter(wanted))},"):
            storage().delete_many(wanted)  # type: ignore[attr-defined]


def check() -> None:
    """Ask the storage whether it answers. Raises StorageUnavailable. Looks for one object and reads none."""
    with _reported("check", "documents/"):
        storage().check()  # type: ignore[attr-defined]
