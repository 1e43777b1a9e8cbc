"""Sealing: AES-256-GCM bound to a context, and the blind index.

A sealed blob is version(1) + key id(4) + nonce(12) + ciphertext with tag. The context is authenticated along:
a blob copied to another row or column does not open there.
"""

import hashlib
import hmac
import json
import os
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.standards.digests import canonical_json

VERSION = b"\x01"
KEY_ID, NONCE = slice(1, 5), slice(5, 17)
BODY = 17
PURPOSE = b"portal field sealing, version 1"


class CannotOpen(Exception):
    """The blob is not one of ours, was altered, or belongs to another context."""


class UnknownKey(CannotOpen):
    """The blob was sealed with a key that the ring no longer holds."""


class Key(NamedTuple):
    """A key of the ring: its id in blobs and its cipher."""

    id: bytes
    cipher: AESGCM


@lru_cache(maxsize=32)
def _derive(secret: str) -> Key:
    """Return the key derived from one string of FIELD_KEYS (HKDF-SHA-256)."""
    raw = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Key(hashlib.sha256(raw).digest()[:4], AESGCM(raw))


def seal(data: bytes, context: str) -> bytes:
    """Return data sealed with the newest key for a context such as "application:<uuid>:answers"."""
    key = _derive(settings.FIELD_KEYS[0])
    nonce = os.urandom(12)
    return VERSION + key.id + nonce + key.cipher.encrypt(nonce, data, context.encode())


def open_sealed(blob: bytes, context: str) -> bytes:
    """Return what was sealed for this context. Raises UnknownKey, CannotOpen."""
    blob = bytes(blob)
    if blob[:1] != VERSION or len(blob) < BODY + 16:
        raise CannotOpen("this is not a sealed value")
    # Two keys may share an id by chance; the tag tells which one it is.
    keys = [key for key in map(_derive, settings.FIELD_KEYS) if key.id == blob[KEY_ID]]
    if not keys:
        raise UnknownKey(f"sealed with key {key_id(blob)}, which PORTAL_FIELD_KEYS does not hold")
    for key in keys:
        try:
            return key.cipher.decrypt(blob[NONCE], blob[BODY:], context.encode())
        except InvalidTag:
            continue
    raise CannotOpen(f"altered, or not sealed for {context}")


def seal_json(value: object, context: str) -> bytes:
    """Return a JSON value sealed for a context; dates, Decimal and UUID become text."""
    return seal(canonical_json(value), context)


def open_json(blob: bytes, context: str) -> Any:
    """Return the JSON value that was sealed for this context. Raises UnknownKey, CannotOpen."""
    return json.loads(open_sealed(blob, context))


def key_id(blob: bytes) -> str:
    """Return the id (8 hex digits) of the key with which a blob was sealed."""
    return bytes(blob)[KEY_ID].hex()


def newest_key_id() -> str:
    """Return the id of the key that seals now."""
    return _derive(settings.FIELD_KEYS[0]).id.hex()


def blind_index(kind: str, text: str) -> str:
    """Return the keyed hash (64 hex digits) by which a sensitive text is found without being stored.

    Case, width and blanks do not count; the same text under another kind gives another hash. The hash is
    keyed with INDEX_KEY, which is not rotated with the field keys: a change needs every index made anew.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hmac.new(settings.INDEX_KEY.encode(), f"{kind}\x00{folded}".encode(), hashlib.sha256).hexdigest()
