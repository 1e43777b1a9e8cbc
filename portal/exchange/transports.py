"""How packets travel: which transport a setting chooses, and the one that uses a folder."""

import logging
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)
NAME = re.compile(r"[0-9A-Za-z-]{1,50}")
MOST_BYTES = 2 * 1024 * 1024


class TransportDown(Exception):
    """The transport does not work now; later it may."""


class Transport(Protocol):
    """A way to the exchange and back."""

    def send(self, name: str, content: bytes) -> None:
        """Hand over a packet under its business serial. Sent again, the same. Raises TransportDown."""

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield (name, content) of the packets that came in. Raises TransportDown."""

    def taken(self, name: str) -> None:
        """Put a packet aside that has been dealt with. Nothing happens when somebody else did."""

    def refused(self, name: str) -> None:
        """Put a packet aside that is none."""


def transport() -> Transport | None:
    """Return the transport that `settings.EXCHANGE` names; None when no exchange is connected (the built-in).

    The setting is a dotted path, or a dotted path and an argument with "|" between.
    """
    if not settings.EXCHANGE:
        return None
    path, _, argument = settings.EXCHANGE.partition("|")
    chosen: Transport = import_string(path)(argument) if argument else import_string(path)()
    return chosen


class FileTransport:
    """An exchange that is a folder: `outbox/` to be fetched from, `inbox/` to be laid into.

    What was taken from the inbox lies in `done/`, what is no packet in `failed/`. For the demo, for tests, and for
    a front machine that copies folders. Files appear whole: they are written beside and renamed.
    """

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def place(self, name: str) -> Path:
        """Return one of the four folders, made when it is missing; only this account reads it."""
        path = self.folder / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def send(self, name: str, content: bytes) -> None:
        """Write `outbox/<name>.json`. Raises TransportDown, ValueError for a name that is no serial."""
        if not NAME.fullmatch(name):
            raise ValueError(f"not a business serial: {name!r}")
        try:
            write_whole(self.place("outbox") / f"{name}.json", content)
        except OSError as problem:
            raise TransportDown(f"{type(problem).__name__}: {problem.strerror}") from problem

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield what lies in the inbox, by name. Links, and files that vanish meanwhile, are left out."""
        try:
            names = sorted(path.name for path in self.place("inbox").glob("*.json"))
        except OSError as problem:
            raise TransportDown(f"{type(problem).__name__}: {problem.strerror}") from problem
        for name in names:
            path = self.folder / "inbox" / name
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            try:
                # Asked once more while opening: what was a file a moment ago may be a link or a pipe now.
                with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                    yield name, file.read(MOST_BYTES + 1)
            except OSError as problem:  # another ticker took it at this very moment, or it cannot be read
                log.info("inbox: %s cannot be read: %s", shown(name), type(problem).__name__)

    def taken(self, name: str) -> None:
        """Move a file of the inbox to `done/`."""
        self._aside(name, "done")

    def refused(self, name: str) -> None:
        """Move a file of the inbox to `failed/`."""
        self._aside(name, "failed")

    def _aside(self, name: str, where: str) -> None:
        target = free_name(self.place(where) / name)
        try:
            (self.folder / "inbox" / name).rename(target)
        except FileNotFoundError:
            log.info("inbox: %s was put aside by another ticker", shown(name))


def shown(name: str) -> str:
    """Return the name of a file as it may stand in a log: one that would write lines of its own is spelt out."""
    return name if name.isprintable() else ascii(name)


def free_name(path: Path) -> Path:
    """Return the path, or the first one beside it that is not taken: nothing put aside is overwritten."""
    count = 1
    found = path
    while found.exists():
        count += 1
        found = path.with_name(f"{path.stem}.{count}{path.suffix}")
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears under its name only when it is complete, readable to this account."""
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
