"""How a PDF is sealed: a certification signature of PAdES (ETSI EN 319 142-1, baseline B-B; B-T with a time stamp).

`Signer` is all that the rest of the portal knows of it, so that a seal by the national algorithms (SM2, GB/T 38540) or
by a service outside takes the place of pyHanko's without a change elsewhere. Validation data for the years after the
authority has gone (B-LT) are not put into the file; what was sealed is known by the register's digest.
"""

import io
import threading
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from portal.seals.errors import SealUnavailable

FIELD = "Seal"
DIGEST = "sha256"
#: Bytes kept free in the file for a signature beside its certificates, and for a time stamp with those of its server.
#: Without a figure pyHanko signs once for trial to learn it, which takes as long as the signature.
ROOM, ROOM_OF_STAMP = 2048, 12288


class Signer(Protocol):
    """A seal. algorithm: its name for the operator; fingerprint: SHA-256 (hex) of its certificate (DER)."""

    algorithm: str
    fingerprint: str
    name: str
    not_before: datetime
    not_after: datetime

    def sign(self, content: bytes, *, reason: str, place: str) -> bytes:
        """Return a PDF under this seal; it begins with the bytes of `content`. Raises SealUnavailable."""
        ...


class PadesSigner:
    """A seal whose key pyHanko uses: of a PKCS#12 file, or in a PKCS#11 token.

    One signature at a time in a process: a token's session is not for several threads.
    """

    def __init__(self, key: Any, stamper: Any = None, lost: Callable[[], None] | None = None) -> None:
        """key: a signer of pyHanko. stamper: its client of a time-stamp server, None for none.

        lost: called when the token fails.
        """
        certificate = key.signing_cert
        self._key, self._stamper, self._lost = key, stamper, lost
        self._lock, self._proven = threading.Lock(), False
        self.fingerprint = sha256(certificate.dump()).hexdigest()
        self.name = str(certificate.subject.native.get("common_name", ""))
        self.not_before, self.not_after = certificate.not_valid_before, certificate.not_valid_after
        self.algorithm = f"{certificate.public_key.algorithm}-{DIGEST}"
        chain = sum(len(found.dump()) for found in {certificate, *key.cert_registry})
        self._reserved = 2 * (chain + ROOM + (ROOM_OF_STAMP if stamper else 0))

    def sign(self, content: bytes, *, reason: str, place: str) -> bytes:
        """Return a PDF under this seal, as an increment: it begins with the bytes of `content`.

        reason, place: kept in the signature, for readers that show them. The signature certifies the file and
        forbids every change (DocMDP 1). Raises SealUnavailable when the token or the time-stamp server fails.
        """
        from pkcs11 import PKCS11Error
        from pyhanko.sign import fields, signers

        from portal.seals.writing import ArchiveWriter

        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            subfilter=fields.SigSeedSubFilter.PADES,
            name=self.name,
            reason=reason,
            location=place,
        )
        writer = ArchiveWriter(io.BytesIO(content))
        with self._lock:
            try:
                signer = signers.PdfSigner(meta, self._key, timestamper=self._stamper)
                made = signer.sign_pdf(writer, bytes_reserved=self._reserved)
            except _failures() as problem:
                if isinstance(problem, PKCS11Error):
                    self._lose()
                raise SealUnavailable(f"The seal could not be set: {problem!r}") from problem
        return self._looked_at(bytes(made.getvalue()))

    def _looked_at(self, content: bytes) -> bytes:
        """Return a sealed file if it may go out. Raises SealUnavailable.

        The first of a process is judged: a key that does not fit its certificate signs without a complaint. With a
        time-stamp server each is: pyHanko takes whatever answers, and a stranger's stamp would spoil the paper.
        """
        from portal.seals.judging import judge

        if self._proven and self._stamper is None:
            return content
        found = judge(content)
        if not found.intact:
            raise SealUnavailable(f"What the seal signs cannot be verified: {found.problem}.")
        if self._stamper is not None and found.stamped_at is None:
            raise SealUnavailable("The time-stamp server gave a stamp that is not to be believed.")
        self._proven = True
        return content

    def _lose(self) -> None:
        """Say once that the token failed."""
        lost, self._lost = self._lost, None
        if lost is not None:
            lost()


def _failures() -> tuple[type[Exception], ...]:
    """Return what tokens and time-stamp servers fail with. A broken PDF is none of it."""
    import pkcs11
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    return SigningError, TimestampRequestError, pkcs11.PKCS11Error, OSError
