"""A reader of signed answers of its own: RFC 7515 and 7518 by hand, with nothing of the portal's."""

import json
from base64 import urlsafe_b64decode
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


def unpacked(text: str) -> bytes:
    """Return what base64url without padding holds."""
    assert "=" not in text
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_of(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    """Return the public key of a JWK."""
    assert (jwk["kty"], jwk["crv"]) == ("EC", "P-256")
    x, y = (int.from_bytes(unpacked(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def payload(signed: dict[str, str], keys: dict[str, Any]) -> dict[str, Any]:
    """Return what was signed, judged by a JWK Set. Raises InvalidSignature, StopIteration without the key."""
    head = json.loads(unpacked(signed["protected"]))
    assert head["alg"] == "ES256"
    jwk = next(key for key in keys["keys"] if key["kid"] == head["kid"])
    raw = unpacked(signed["signature"])
    if len(raw) != 64:
        raise InvalidSignature
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    message = f"{signed['protected']}.{signed['payload']}".encode("ascii")
    key_of(jwk).verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(unpacked(signed["payload"]))
    return found
