"""Short signatures by ECDSA on P-256 (ES256, RFC 7518 §3.4), which any browser can check: codes and JSON answers.

Their key is another than the seal's: what signs a code at every issue and an answer at every question lies in each
process; the seal may lie in a token.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from portal.seals import configured
from portal.seals.errors import SealUnavailable
from portal.standards.digests import canonical_json

SIDE = 32
"""Bytes of a coordinate, and of each half of a signature."""
ES256 = ec.ECDSA(hashes.SHA256())
#: Crockford's base 32 in capitals, so that a code stays in the alphanumeric mode of a QR code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KID_LENGTH = 8


@dataclass(frozen=True)
class CodeKey:
    """A published key. kid: its name, from its own digest. jwk: as RFC 7517 has it."""

    kid: str
    jwk: dict[str, str]


def sign_code(message: bytes) -> tuple[str, bytes]:
    """Return the name of the key in use and its signature of a message, 64 bytes. Raises SealUnavailable."""
    kid, key = _signing()
    r, s = decode_dss_signature(key.sign(message, ES256))
    return kid, r.to_bytes(SIDE, "big") + s.to_bytes(SIDE, "big")


def code_is_right(kid: str, message: bytes, signature: bytes) -> bool:
    """Return whether a signature of a message is by the published key of that name, of today or a former one."""
    key = dict(_public()).get(kid)
    if key is None or len(signature) != 2 * SIDE:
        return False
    r, s = int.from_bytes(signature[:SIDE], "big"), int.from_bytes(signature[SIDE:], "big")
    try:
        key.verify(encode_dss_signature(r, s), message, ES256)
    except InvalidSignature:
        return False
    return True


def published_keys() -> list[CodeKey]:
    """Return the keys that anybody may check codes by, the newest first. Raises SealUnavailable."""
    return [CodeKey(kid, _jwk(kid, key)) for kid, key in _public()]


def jws(payload: Mapping[str, Any], typ: str) -> dict[str, str]:
    """Return a payload signed, as flattened JSON of RFC 7515: protected, payload, signature. Raises SealUnavailable.

    typ: what it is (§4.1.9), so that nothing that is signed can be shown as something else.
    """
    kid, _key = _signing()
    protected = _packed(canonical_json({"alg": "ES256", "kid": kid, "typ": typ}))
    packed = _packed(canonical_json(payload))
    _kid, signature = sign_code(f"{protected}.{packed}".encode())
    return {"protected": protected, "payload": packed, "signature": _packed(signature)}


def jws_payload(signed: Mapping[str, str], typ: str) -> dict[str, Any]:
    """Return what was signed. Raises ValueError when it is not signed by a key of ours, or is named another typ.

    What names none was signed before there were any.
    """
    try:
        head = json.loads(_unpacked(signed["protected"]))
        right = head["alg"] == "ES256" and head.get("typ", typ) == typ
        right = right and code_is_right(
            head["kid"], f"{signed['protected']}.{signed['payload']}".encode(), _unpacked(signed["signature"])
        )
        payload: dict[str, Any] = json.loads(_unpacked(signed["payload"])) if right else {}
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError("not a signed answer") from problem
    if not right:
        raise ValueError("the signature is not ours")
    return payload


def kid_of(key: ec.EllipticCurvePublicKey) -> str:
    """Return the name of a key: the first 40 bits of the SHA-256 of its SubjectPublicKeyInfo, in base 32."""
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    bits = int.from_bytes(sha256(info).digest()[:5], "big")
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -5, -5))


def _jwk(kid: str, key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    x, y = (_packed(value.to_bytes(SIDE, "big")) for value in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "alg": "ES256", "use": "sig"}


def _packed(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _signing() -> tuple[str, ec.EllipticCurvePrivateKey]:
    """Return name and private key of the newest. Raises SealUnavailable."""
    key = _keys()[0]
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealUnavailable("The first of PORTAL_CODE_KEYS must be a private key of P-256.")
    return kid_of(key.public_key()), key


def _public() -> tuple[tuple[str, ec.EllipticCurvePublicKey], ...]:
    publics = [key if isinstance(key, ec.EllipticCurvePublicKey) else key.public_key() for key in _keys()]
    return tuple((kid_of(key), key) for key in publics)


def _keys() -> tuple[Any, ...]:
    try:
        return _loaded(tuple((str(path), path.stat().st_mtime_ns) for path in configured.code_keys()))
    except (OSError, ValueError, TypeError) as problem:
        raise SealUnavailable(f"A key of PORTAL_CODE_KEYS cannot be read: {problem}") from problem


@lru_cache(maxsize=4)
def _loaded(files: tuple[tuple[str, int], ...]) -> tuple[Any, ...]:
    """Return the keys of files, private or public. Raises OSError, ValueError, TypeError."""
    found = []
    for path, _changed in files:
        content = Path(path).read_bytes()
        private = b"PRIVATE KEY" in content
        key: Any = load_pem_private_key(content, None) if private else load_pem_public_key(content)
        if not isinstance(getattr(key, "curve", None), ec.SECP256R1):
            raise ValueError(f"{Path(path).name} is no key of P-256")  # noqa: TRY004 -- of a file, not of a caller
        found.append(key)
    return tuple(found)
