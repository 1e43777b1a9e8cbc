"""Canonical JSON and digests (C-standards §C10)."""

import hashlib
import json
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from cryptography.hazmat.primitives import hashes


def canonical_json(value: object) -> bytes:
    """Return the one UTF-8 form of a JSON value: keys sorted, no blanks, characters not escaped.

    Dates and times become ISO 8601, Decimal and UUID their text. Raises TypeError for anything else JSON
    does not know, ValueError for NaN and infinity.
    """
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
    ).encode()


class Digests:
    """SHA-256 and SM3 (GB/T 32905-2016) of data that arrives in pieces."""

    def __init__(self, data: bytes = b"") -> None:
        """Begin, with the first piece if there is one."""
        # SM3 not from hashlib: whether that knows it depends on how the machine's OpenSSL was built.
        self._sha256, self._sm3 = hashlib.sha256(data), hashes.Hash(hashes.SM3())
        self._sm3.update(data)

    def update(self, piece: bytes) -> None:
        """Take in the next piece."""
        self._sha256.update(piece)
        self._sm3.update(piece)

    @property
    def sha256(self) -> str:
        """The SHA-256 so far, in hex."""
        return self._sha256.hexdigest()

    @property
    def sm3(self) -> str:
        """The SM3 so far, in hex."""
        return self._sm3.copy().finalize().hex()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str:
    """Return the SM3 of some bytes in hex."""
    return Digests(data).sm3


def _plain(value: object) -> str:
    """Return a value that JSON does not know as text. Raises TypeError for unknown types."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
