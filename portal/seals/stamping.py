"""The client of a time-stamp server (RFC 3161) that gives up soon."""

from typing import Any

import urllib3
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

#: Seconds to connect and to wait for an answer.
CONNECT, READ = 2.0, 5.0
MOST_BYTES = 100_000


class HttpStamper(TimeStamper):  # type: ignore[misc]
    """Asks a server over HTTP. Its failures are TimestampRequestError."""

    def __init__(self, url: str) -> None:
        """url: of the server."""
        super().__init__()
        self._url = url
        limit = urllib3.Timeout(connect=CONNECT, read=READ)
        self._pool = urllib3.PoolManager(timeout=limit, retries=False)

    async def async_request_tsa_response(self, req: Any) -> Any:
        """Return the server's answer to a request. Raises TimestampRequestError."""
        headers = {"Content-Type": "application/timestamp-query"}
        try:
            answer = self._pool.request(
                "POST", self._url, body=req.dump(), headers=headers, preload_content=False, redirect=False
            )
            content = answer.read(MOST_BYTES)
            answer.release_conn()
        except urllib3.exceptions.HTTPError as problem:
            raise TimestampRequestError(f"the time-stamp server does not answer: {problem}") from problem
        if answer.status != 200 or answer.headers.get("Content-Type") != "application/timestamp-reply":
            raise TimestampRequestError(f"the time-stamp server answered {answer.status}")
        try:
            found = tsp.TimeStampResp.load(content)
            found.native  # noqa: B018 -- parses the whole of it, here and not somewhere later
        except (ValueError, TypeError) as problem:
            raise TimestampRequestError(
                "the time-stamp server answered nothing that can be read"
            ) from problem
        return found
