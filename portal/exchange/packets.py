"""The envelope of a packet: head and body, written and read (domain A9, exchange head)."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from portal.standards.digests import canonical_json

OK = "00"
MOST_NUMBER = 100


class Malformed(ValueError):
    """A file of the inbox is no packet of the exchange."""


@dataclass(frozen=True)
class Envelope:
    """A packet that came in, as far as the platform reads it."""

    type: str
    ywlsh: str
    zqzbh: str
    packet: dict[str, Any]


def packet(kind: str, ywlsh: str, zqzbh: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a packet to be sent."""
    head = {
        "sjblx": kind,
        "ywlsh": ywlsh,
        "zqzbh": zqzbh,
        "qyzbh": "",
        "license": uuid.uuid4().hex,
        "code": OK,
        "msg": "",
    }
    return {"head": head, "body": body}


def written(content: dict[str, Any]) -> bytes:
    """Return a packet as bytes: the same every time."""
    return canonical_json(content)


def opened(content: bytes, kind: str, most: int) -> Envelope:
    """Return a packet of that type from the bytes of a file. Raises Malformed, which says what is wrong."""
    if len(content) > most:
        raise Malformed("it is too large")
    try:
        found = json.loads(content)
        plain = canonical_json(found)  # also refuses what could not be kept: halves of characters, NaN
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"it is not JSON ({type(problem).__name__})") from None
    if rb"\u0000" in plain:
        raise Malformed("it holds a zero character")
    head = found.get("head") if isinstance(found, dict) else None
    if not isinstance(head, dict) or not isinstance(found.get("body"), dict):
        raise Malformed("it has no head and body")
    if head.get("sjblx") != kind:
        raise Malformed("it is of another type")
    ywlsh, zqzbh = head.get("ywlsh", ""), head.get("zqzbh")
    if not (isinstance(zqzbh, str) and isinstance(ywlsh, str)):
        raise Malformed("its numbers are not texts")
    if not 0 < len(zqzbh) <= MOST_NUMBER or len(ywlsh) > 50:
        raise Malformed("it has no number of a permit")
    return Envelope(kind, ywlsh, zqzbh, found)
