"""The virus scanner: a file is sent to clamd, and only a clear answer counts (clamd(8), INSTREAM)."""

import re
import socket
import struct
import time
from datetime import UTC, datetime
from typing import BinaryIO

from portal.inspection.verdict import Unavailable

CONNECT_SECONDS, WHOLE_SECONDS = 2, 30
PIECE = 256 * 1024
MOST_ANSWER = 4096
FOUND = re.compile(r"stream: (.+) FOUND")
CLEAN = "stream: OK"
#: "ClamAV 1.4.6/27834/Mon Nov 24 08:30:12 2025"; without a database of the maker it ends after the first number
VERSION = re.compile(r"ClamAV [^/]+/[0-9]+/(.+)")


def scan(address: str, file: BinaryIO) -> str:
    """Return the name of what clamd finds in a file, "" for nothing. Reads from the beginning.

    address: "host:port", or the path of a Unix socket. Raises Unavailable for anything but a clear answer: no
    connection, silence (30 s for the whole), an error, half an answer.
    """
    file.seek(0)
    with _Call(address) as call:
        call.send(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            call.send(struct.pack(">I", len(piece)) + piece)
        call.send(struct.pack(">I", 0))
        answer = call.answer()
    if answer == CLEAN:
        return ""
    if found := FOUND.fullmatch(answer):
        return found.group(1)
    raise Unavailable(f"clamd answered {answer[:200]!r}")


def signatures_of(address: str) -> datetime:
    """Return the time of the scanner's signatures. Raises Unavailable, also when they have none.

    clamd writes it without a zone, in its own: it is run in UTC (deploy/clamav).
    """
    with _Call(address) as call:
        call.send(b"zVERSION\0")
        answer = call.answer()
    try:
        return datetime.strptime(VERSION.fullmatch(answer)[1], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)  # type: ignore[index]
    except (TypeError, ValueError) as failure:
        raise Unavailable(f"clamd says no day of its signatures: {answer[:200]!r}") from failure


class _Call:
    """One connection to clamd, with its time."""

    def __init__(self, address: str) -> None:
        self.until = time.monotonic() + WHOLE_SECONDS
        try:
            self.socket = _connected(address)
        except (OSError, ValueError) as failure:
            raise Unavailable(f"clamd cannot be reached: {failure}") from failure

    def __enter__(self) -> "_Call":
        return self

    def __exit__(self, *failure: object) -> None:
        self.socket.close()

    def send(self, message: bytes) -> None:
        """Send bytes; a scanner that hangs up has said why, so its answer is read first. Raises Unavailable."""
        try:
            self._wait()
            self.socket.sendall(message)
        except (BrokenPipeError, ConnectionResetError) as failure:
            raise Unavailable(f"clamd hung up: {self._last_words()!r}") from failure
        except OSError as failure:
            raise Unavailable(f"clamd does not take the file: {failure}") from failure

    def answer(self) -> str:
        """Return the answer without the NUL that ends it. Raises Unavailable when it does not come whole."""
        try:
            said = self._said()
        except OSError as failure:
            raise Unavailable(f"clamd does not answer: {failure}") from failure
        if not said.endswith(b"\0"):
            raise Unavailable(f"clamd broke off: {said[:200]!r}")
        return said[:-1].decode("utf-8", "replace")

    def _last_words(self) -> bytes:
        try:
            return self._said()[:200]
        except OSError:
            return b""

    def _said(self) -> bytes:
        said = b""
        while b"\0" not in said and len(said) < MOST_ANSWER:
            self._wait()
            piece = self.socket.recv(MOST_ANSWER)
            if not piece:
                break
            said += piece
        return said

    def _wait(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("clamd took too long")
        self.socket.settimeout(left)


def _connected(address: str) -> socket.socket:
    if "/" not in address:
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
