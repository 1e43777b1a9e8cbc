"""Authorities of the tests: folders with roots, a seal as PKCS#12 and lists of revoked certificates."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from portal.seals import demo

PASSWORD = "tests"


@dataclass
class Authority:
    """A root and the folder it publishes in."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    root: x509.Certificate

    def seal(self, name: str = "seal", known: bool = True, **days: datetime) -> "Seal":
        """Return a new seal. known: whether its certificate is published. days: begins, ends."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = demo.seal_certificate(self.key, self.root, key.public_key(), **days)
        if known:
            (self.folder / f"{name}.pem").write_bytes(made.public_bytes(Encoding.PEM))
        path = self.folder.parent / f"{name}-{self.folder.name}.p12"
        protection = BestAvailableEncryption(PASSWORD.encode())
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, made, [self.root], protection))
        return Seal(path, key, made)

    def under(self, name: str) -> "Authority":
        """Return another authority that this one certified, published in the same folder."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        made = (
            x509.CertificateBuilder(
                self.root.subject,
                x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
                key.public_key(),
                x509.random_serial_number(),
            )
            .not_valid_before(now - timedelta(days=100))
            .not_valid_after(now + timedelta(days=900))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        (self.folder / f"{name}.pem").write_bytes(made.public_bytes(Encoding.PEM))
        return Authority(self.folder, key, made)

    def revoke(self, folder: Path, *serials: int, at: datetime | None = None) -> None:
        """Publish a list of revoked certificates in a folder."""
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder(self.root.subject, now, now + timedelta(days=30))
        for serial in serials:
            revoked = x509.RevokedCertificateBuilder(serial, at or now).build()
            builder = builder.add_revoked_certificate(revoked)
        folder.mkdir(exist_ok=True)
        content = builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)
        (folder / f"list-{len(list(folder.iterdir()))}.crl").write_bytes(content)


@dataclass
class Seal:
    """A seal: its file, its key, its certificate."""

    path: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def authority(folder: Path) -> Authority:
    """Return a new authority that publishes in a folder."""
    folder.mkdir(parents=True)
    key, root = demo.authority()
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    return Authority(folder, key, root)


def use(settings: Any, authority: Authority, seal: Seal) -> None:
    """Have the portal of this test seal with a seal and believe an authority."""
    settings.SEAL, settings.SEAL_PASSWORD = str(seal.path), PASSWORD
    settings.SEAL_ROOTS, settings.SEAL_CRLS, settings.TSA = str(authority.folder), "", ""
