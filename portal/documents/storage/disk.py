"""Objects as files below a folder: what the demo and the tests run on."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from portal.documents.storage.objects import Stored

#: what the names of files begin with that are still being written
UNFINISHED = ".writing-"


class DiskObjects(FileSystemStorage):
    """Files that are there whole or not at all, readable by the portal's own user only, never overwritten."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name as it is: `_save` refuses one that is in use."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        """Write to a name of its own, then link it: a process that is killed leaves no half object under a key."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.parent / f"{UNFINISHED}{uuid4().hex}"
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            os.link(unfinished, path)  # unlike a renaming it fails when the key is in use
        finally:
            unfinished.unlink(missing_ok=True)
        _sync(path.parent)
        return name

    def keys(self, prefix: str) -> Iterator[Stored]:
        """Yield the objects below a prefix that ends with a slash, in the order of their keys.

        What a killed process left unfinished is among them: nothing points to it.
        """
        yield from self._below(Path(self.path(prefix)), prefix)

    def _below(self, folder: Path, prefix: str) -> Iterator[Stored]:
        try:
            entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in os.scandir(folder)]
        except FileNotFoundError:
            return
        for name, is_folder in sorted(entries, key=lambda entry: entry[0] + "/" * entry[1]):
            if is_folder:
                yield from self._below(folder / name, f"{prefix}{name}/")
                continue
            with suppress(FileNotFoundError):  # deleted since it was listed
                found = (folder / name).stat()
                yield Stored(f"{prefix}{name}", found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def delete_many(self, wanted: Collection[str]) -> None:
        """Delete the objects under these keys; those that are not there are no mistake."""
        for key in wanted:
            self.delete(key)

    def check(self) -> None:
        """Raise OSError when nothing can be written."""
        root = Path(self.base_location)
        root.mkdir(parents=True, exist_ok=True)
        if not os.access(root, os.W_OK | os.X_OK):
            raise PermissionError(f"{root} cannot be written")


def _sync(folder: Path) -> None:
    """Make sure that the name of a new file outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
