"""Short signatures: by our keys alone, also after a change, and nothing private is ever published."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from portal.seals import codes, demo
from portal.seals.errors import SealUnavailable

MESSAGE = b"1GB31011620260001230"


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def packed(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def independent(jwk: dict[str, str], message: bytes, signature: bytes) -> bool:
    """Check a signature with nothing of ours: from the published key as RFC 7518 has it."""
    x, y = (int.from_bytes(unpacked(jwk[name]), "big") for name in ("x", "y"))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def test_anybody_checks_it_by_the_published_key():
    kid, signature = codes.sign_code(MESSAGE)
    (jwk,) = [key.jwk for key in codes.published_keys() if key.kid == kid]
    assert len(signature) == 64 and independent(jwk, MESSAGE, signature)
    assert not independent(jwk, MESSAGE + b"x", signature)
    assert (jwk["kty"], jwk["crv"], jwk["alg"]) == ("EC", "P-256", "ES256")


def test_a_wrong_message_signature_or_name_is_refused():
    kid, signature = codes.sign_code(MESSAGE)
    assert codes.code_is_right(kid, MESSAGE, signature)
    assert not codes.code_is_right(kid, MESSAGE + b"x", signature)
    assert not codes.code_is_right(kid, MESSAGE, signature[:-1])
    assert not codes.code_is_right(kid, MESSAGE, bytes(64))
    assert not codes.code_is_right(kid, MESSAGE, signature[32:] + signature[:32])
    assert not codes.code_is_right("00000000", MESSAGE, signature)


def test_after_a_change_of_keys_old_codes_stay_good(tmp_path, settings):
    folder = demo.ensure(tmp_path / "seals")
    settings.CODE_KEYS = [str(path) for path in demo.code_keys(folder)]
    kid, signature = codes.sign_code(MESSAGE)
    demo.roll(folder)
    settings.CODE_KEYS = [str(path) for path in demo.code_keys(folder)]
    assert len(settings.CODE_KEYS) == 2
    new, _signature = codes.sign_code(MESSAGE)
    assert new != kid
    assert codes.code_is_right(kid, MESSAGE, signature)
    assert [key.kid for key in codes.published_keys()] == [new, kid]


def test_of_a_former_key_the_public_half_is_enough(tmp_path, settings):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    former, now = ec.generate_private_key(ec.SECP256R1()), tmp_path / "now.pem"
    demo.write_code_key(now)
    public = former.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "former.pem").write_bytes(public)
    settings.CODE_KEYS = [str(now), str(tmp_path / "former.pem")]
    assert len(codes.published_keys()) == 2
    settings.CODE_KEYS = [str(tmp_path / "former.pem"), str(now)]
    with pytest.raises(SealUnavailable):
        codes.sign_code(MESSAGE)


def test_a_key_of_another_kind_is_refused(tmp_path, settings):
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    other = ec.generate_private_key(ec.SECP384R1())
    path = tmp_path / "other.pem"
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.CODE_KEYS = [str(path)]
    with pytest.raises(SealUnavailable):
        codes.published_keys()


def test_nothing_private_is_published():
    assert all(
        set(key.jwk) == {"kty", "crv", "x", "y", "kid", "alg", "use"} for key in codes.published_keys()
    )


def test_an_answer_is_signed_and_a_forged_one_refused():
    signed = codes.jws({"verdict": "VALID", "title": "准予迁入证明"}, "answer")
    assert codes.jws_payload(signed, "answer") == {"verdict": "VALID", "title": "准予迁入证明"}
    head = json.loads(unpacked(signed["protected"]))
    assert (head["alg"], head["typ"]) == ("ES256", "answer")
    changed = packed(json.dumps({"verdict": "VALID", "title": "x"}).encode())
    none = packed(json.dumps({"alg": "none", "kid": head["kid"]}).encode())
    stranger = packed(json.dumps({"alg": "ES256", "kid": "00000000"}).encode())
    for forged in (
        {**signed, "payload": changed},
        {**signed, "protected": none},
        {**signed, "protected": none, "signature": ""},
        {**signed, "protected": stranger},
        {**signed, "signature": packed(bytes(64))},
        {"payload": signed["payload"]},
        {**signed, "protected": "!"},
    ):
        with pytest.raises(ValueError):
            codes.jws_payload(forged, "answer")


def test_what_is_signed_as_one_thing_is_not_taken_for_another():
    with pytest.raises(ValueError):
        codes.jws_payload(codes.jws({"day": "2026-11-29"}, "list"), "answer")


def test_what_was_signed_before_there_were_names_is_still_right():
    head = packed(json.dumps({"alg": "ES256", "kid": codes.published_keys()[0].kid}).encode())
    body = packed(b'{"day":"2026-11-28"}')
    _kid, signature = codes.sign_code(f"{head}.{body}".encode())
    signed = {"protected": head, "payload": body, "signature": packed(signature)}
    assert codes.jws_payload(signed, "list") == {"day": "2026-11-28"}
