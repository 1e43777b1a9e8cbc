"""An authority of our own for demonstrations and tests: a root, a seal and a code key, made at first use."""

import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

ROOT, SEAL = "示范电子认证根（演示）", "示范政务服务平台电子印章（演示）"
ROOT_YEARS, SEAL_YEARS = 20, 3
#: The demo's days may be turned back, to show what happened before.
BEFORE = timedelta(days=400)
#: The demo's keys lie beside each other; the password only shows that one is asked for.
PASSWORD = b"demo"


def ensure(folder: Path) -> Path:
    """Make root, seal and code key under a folder unless they are there; return the folder.

    Several processes may come at once: each makes its own beside it, and the first to rename it wins.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".seals-", dir=folder.parent))
    root_key, root = authority()
    (made / "authority.key").write_bytes(
        root_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (made / "roots").mkdir()
    (made / "roots" / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    write_seal(made, root_key, root)
    write_code_key(made / "code-1.pem")
    try:
        made.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(made)
    return folder


def authority(name: str = ROOT) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return key and certificate of a new root."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = _usage(key_cert_sign=True, crl_sign=True)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + timedelta(days=365 * ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, made


def seal_certificate(
    root_key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    public: ec.EllipticCurvePublicKey,
    *,
    name: str = SEAL,
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> x509.Certificate:
    """Return a certificate of the root for the public key of a seal; from now for three years unless days are given."""
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        x509.CertificateBuilder(root.subject, subject, public, x509.random_serial_number())
        .not_valid_before(begins or now - BEFORE)
        .not_valid_after(ends or now + timedelta(days=365 * SEAL_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def write_seal(folder: Path, root_key: ec.EllipticCurvePrivateKey, root: x509.Certificate) -> None:
    """Write a new seal as PKCS#12 in place of the one there is, and its certificate beside those of former ones."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = seal_certificate(root_key, root, key.public_key())
    content = pkcs12.serialize_key_and_certificates(
        b"seal", key, made, [root], BestAvailableEncryption(PASSWORD)
    )
    _replace(folder / "roots" / f"seal-{made.serial_number:x}.pem", made.public_bytes(Encoding.PEM))
    _replace(folder / "seal.p12", content)


def write_code_key(path: Path) -> None:
    """Write a new key for codes."""
    key = ec.generate_private_key(ec.SECP256R1())
    _replace(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it meanwhile finds all of it or nothing."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def code_keys(folder: Path) -> list[Path]:
    """Return the files of the code keys, newest first."""
    return sorted(folder.glob("code-*.pem"), key=lambda path: -int(path.stem.partition("-")[2]))


def roll(folder: Path) -> None:
    """Make a new seal and a new code key; what the former ones signed stays verifiable."""
    root_key = load_pem_private_key((folder / "authority.key").read_bytes(), None)
    if not isinstance(root_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the demo's authority has a key of another kind")
    root = x509.load_pem_x509_certificate((folder / "roots" / "root.pem").read_bytes())
    write_seal(folder, root_key, root)
    write_code_key(folder / f"code-{len(code_keys(folder)) + 1}.pem")


def _usage(**used: bool) -> x509.KeyUsage:
    """Return the extension that says what a key is for."""
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in names})


def environment(folder: Path) -> dict[str, str]:
    """Return the variables that make a portal use the seal and code key of a folder; for tests and benches."""
    made = ensure(folder)
    return {
        "PORTAL_SEAL": str(made / "seal.p12"),
        "PORTAL_SEAL_PASSWORD": PASSWORD.decode(),
        "PORTAL_SEAL_ROOTS": str(made / "roots"),
        "PORTAL_CODE_KEYS": ",".join(str(path) for path in code_keys(made)),
    }
