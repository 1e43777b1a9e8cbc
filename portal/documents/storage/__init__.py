"""The object storage, behind a few functions that say plainly when it cannot be reached.

In: bytes under random keys. Out: bytes, sizes, keys. `disk.DiskObjects` and `s3.S3Objects` are the two storages that
there are; neither ever overwrites, so a key belongs to one object. Not here: which objects there ought to be (claims),
who may read them (policies).
"""

from portal.documents.storage.objects import (
    PIECE,
    StorageUnavailable,
    Stored,
    check,
    copied,
    delete,
    delete_many,
    keys,
    opened,
    put,
    put_new,
    read,
    read_into,
    size,
    storage,
)

__all__ = [
    "PIECE",
    "StorageUnavailable",
    "Stored",
    "check",
    "copied",
    "delete",
    "delete_many",
    "keys",
    "opened",
    "put",
    "put_new",
    "read",
    "read_into",
    "size",
    "storage",
]
