"""The client of a time-stamp server (RFC 3161) that gives up soon."""

import socket
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

#: Seconds to connect and between two pieces of an answer, and for all of it: a server may also drip.
SILENT, ALL = 3.0, 6.0
MOST_BYTES = 100_000
ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"


class HttpStamper(TimeStamper):  # type: ignore[misc]
    """Asks a server over HTTP, a connection for each stamp. Its failures are TimestampRequestError."""

    def __init__(self, url: str) -> None:
        """url: of the server, https:// or http:// (a stamp is signed, and says of which digest it is)."""
        super().__init__()
        self._url = urlsplit(url)

    async def async_request_tsa_response(self, req: Any) -> Any:
        """Return the server's answer to a request. Raises TimestampRequestError."""
        try:
            status, kind, content = _answer(self._url, req.dump())
        except (OSError, HTTPException, ValueError) as problem:
            raise TimestampRequestError(f"the time-stamp server does not answer: {problem!r}") from problem
        if status != 200 or kind != ANSWERED:
            raise TimestampRequestError(f"the time-stamp server answered {status} {kind}")
        try:
            found = tsp.TimeStampResp.load(content)
            found.native  # noqa: B018 -- parses the whole of it, here and not somewhere later
        except (ValueError, TypeError) as problem:
            raise TimestampRequestError(
                "the time-stamp server answered nothing that can be read"
            ) from problem
        return found


def _answer(url: SplitResult, body: bytes) -> tuple[int, str, bytes]:
    """Return status, type and content of a server's answer. Raises OSError, HTTPException, ValueError."""
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    link = kind(url.hostname or "", url.port, timeout=SILENT)
    link.connect()
    watch = threading.Timer(ALL, _cut, [link.sock])
    watch.start()
    try:
        path = url._replace(scheme="", netloc="", fragment="").geturl() or "/"
        link.request("POST", path, body, {"Content-Type": ASKED})
        answer: HTTPResponse = link.getresponse()
        content = answer.read(MOST_BYTES)
        return answer.status, answer.headers.get_content_type(), content
    finally:
        watch.cancel()
        link.close()


def _cut(wire: socket.socket) -> None:
    """End a connection on which somebody else waits."""
    with suppress(OSError):  # it has just ended by itself
        wire.shutdown(socket.SHUT_RDWR)
