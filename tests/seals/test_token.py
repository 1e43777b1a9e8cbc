"""A seal whose key never leaves its token: PKCS#11 by SoftHSM2."""

import secrets
import subprocess
from pathlib import Path

import pytest

from portal.seals import current
from portal.seals.errors import SealUnavailable
from portal.seals.judging import judge

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
PIN, LABEL = "1234", "seal"


@pytest.fixture
def token(ours, settings, tmp_path, monkeypatch):
    """A token with the key and certificate of a known seal; the portal seals with it."""
    seal = ours.seal("token")
    settings.SEAL, settings.SEAL_PASSWORD = made(tmp_path, monkeypatch, seal.key, seal.certificate), PIN
    return seal


def made(tmp_path, monkeypatch, key, certificate) -> str:
    """Return the setting for a new token that holds a key and a certificate."""
    module = next((path for path in MODULES if Path(path).exists()), None)
    if module is None:
        pytest.skip("SoftHSM2 is not on this machine (Debian: softhsm2)")
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    folder, name = tmp_path / "tokens", f"portal {secrets.token_hex(4)}"
    folder.mkdir()
    settings_file = tmp_path / "softhsm2.conf"
    settings_file.write_text(
        f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings_file))
    make = ["softhsm2-util", "--init-token", "--free", "--label", name, "--so-pin", PIN, "--pin", PIN]
    subprocess.run(make, check=True, capture_output=True)
    pem = tmp_path / "key.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    put = [
        "softhsm2-util",
        "--import",
        str(pem),
        "--token",
        name,
        "--label",
        LABEL,
        "--id",
        "01",
        "--pin",
        PIN,
    ]
    subprocess.run(put, check=True, capture_output=True)
    store(module, name, x509.Certificate.load(certificate.public_bytes(Encoding.DER)))
    return f"pkcs11:{module}|{name}|{LABEL}"


def store(module, name, certificate) -> None:
    """Put a certificate into the token beside its key."""
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    library = pkcs11.lib(module)
    library.reinitialize()  # it was told of the folder of another test
    with library.get_token(token_label=name).open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: LABEL,
                Attribute.ID: b"\x01",
                Attribute.SUBJECT: certificate.subject.dump(),
                Attribute.ISSUER: certificate.issuer.dump(),
                Attribute.SERIAL_NUMBER: certificate["tbs_certificate"]["serial_number"].dump(),
                Attribute.VALUE: certificate.dump(),
            }
        )


def test_a_token_seals_as_a_file_does(token, drawn, settings):
    content = current.signer().sign(drawn, reason="r", place="p")
    assert judge(content).bottom_line
    current.check()
    wrong = settings.SEAL.rpartition("|")[0] + "|other"
    for settings.SEAL in (wrong, "pkcs11:nonsense"):
        with pytest.raises(SealUnavailable):
            current.signer()


def test_after_a_lost_session_the_next_signature_opens_the_token_anew(token, drawn):
    signer = current.signer()
    signer.sign(drawn, reason="r", place="p")
    signer._key.pkcs11_session.close()  # as a restart of the token does
    with pytest.raises(SealUnavailable):
        current.signer().sign(drawn, reason="r", place="p")
    assert judge(current.signer().sign(drawn, reason="r", place="p")).bottom_line


def test_a_key_that_does_not_fit_its_certificate_seals_nothing(ours, drawn, settings, tmp_path, monkeypatch):
    right, other = ours.seal("right"), ours.seal("other")
    settings.SEAL = made(tmp_path, monkeypatch, other.key, right.certificate)
    settings.SEAL_PASSWORD = PIN
    with pytest.raises(SealUnavailable, match="cannot be verified"):
        current.signer().sign(drawn, reason="r", place="p")
