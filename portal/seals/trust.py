"""Whom a signature is believed from: the roots of the settings, the seals known, and what has been revoked."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import (
    Certificate,
    CertificateRevocationList,
    load_der_x509_certificate,
    load_der_x509_crl,
)

from portal.seals import configured
from portal.seals.errors import SealUnavailable

#: No authority stands under more others.
MOST_STEPS = 8


def certificates() -> list[x509.Certificate]:
    """Return every certificate of the folder of roots. Raises SealUnavailable when a file cannot be read."""
    return list(_certificates(*_state(configured.roots())))


def authorities() -> list[x509.Certificate]:
    """Return those that issue others: what a signature carries with it beside the seal's own."""
    return [found for found in certificates() if found.ca]


def roots() -> list[x509.Certificate]:
    """Return those that issue for themselves: what everything else is judged by."""
    return [found for found in certificates() if found.self_issued]


def seals() -> dict[str, x509.Certificate]:
    """Return the seals known, of today and former ones, by fingerprint.

    These are the certificates that issue nothing and are not for a special use, as those of time-stamp servers are.
    """
    found = [one for one in certificates() if not one.ca and one.extended_key_usage_value is None]
    return {sha256(one.dump()).hexdigest(): one for one in found}


def lists() -> list[CertificateRevocationList]:
    """Return the lists of revoked certificates. Raises SealUnavailable when a file cannot be read."""
    folder = configured.crls()
    return list(_lists(*_state(folder))) if folder else []


def revoked_at(fingerprint: str) -> datetime | None:
    """Return when a seal was revoked, or an authority above it: the earliest moment; None when none was.

    Only lists count that the issuer itself signed.
    """
    seal, published = seals().get(fingerprint), lists()
    if seal is None or not published:
        return None
    known = [load_der_x509_certificate(one.dump()) for one in authorities()]
    moments, one = [], load_der_x509_certificate(seal.dump())
    for _step in range(MOST_STEPS):
        issuer = next((above for above in known if _issued(one, above)), None)
        if issuer is None:
            break
        moments += [moment for found in published if (moment := _listed(found, one, issuer))]
        if issuer == one:
            break
        one = issuer
    return min(moments, default=None)


def check() -> None:
    """Look whether all can be read that signatures are judged by. Raises SealUnavailable."""
    certificates()
    lists()


def _issued(one: Certificate, above: Certificate) -> bool:
    """Return whether an authority signed a certificate; a name alone anybody can write."""
    try:
        one.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _listed(found: CertificateRevocationList, one: Certificate, issuer: Certificate) -> datetime | None:
    """Return since when a list of an issuer names a certificate as revoked, None when it does not."""
    if found.issuer != issuer.subject:
        return None
    entry = found.get_revoked_certificate_by_serial_number(one.serial_number)
    if entry is None or not found.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
        return None
    return entry.revocation_date_utc


def _state(folder: Path) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Return a folder with the files in it and when each was changed: what is kept of it is kept until one is."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        return str(folder), tuple((path.name, path.stat().st_mtime_ns) for path in files)
    except OSError as problem:
        raise SealUnavailable(f"The folder {folder.name} cannot be read: {problem.strerror}.") from problem


@lru_cache(maxsize=8)
def _certificates(folder: str, files: tuple[tuple[str, int], ...]) -> tuple[x509.Certificate, ...]:
    return tuple(
        one for name, _changed in files for one in _read(Path(folder, name), "CERTIFICATE", _certificate)
    )


@lru_cache(maxsize=8)
def _lists(folder: str, files: tuple[tuple[str, int], ...]) -> tuple[CertificateRevocationList, ...]:
    return tuple(
        one for name, _changed in files for one in _read(Path(folder, name), "X509 CRL", load_der_x509_crl)
    )


def _certificate(der: bytes) -> x509.Certificate:
    """Return a certificate. Raises ValueError when it is none, now and not when something of it is asked."""
    load_der_x509_certificate(der)
    return x509.Certificate.load(der)


def _read(path: Path, kind: str, load: Callable[[bytes], Any]) -> list[Any]:
    """Return what a file holds of a kind, PEM (one or several) or DER. Raises SealUnavailable when it is broken."""
    try:
        content = path.read_bytes()
        if not pem.detect(content):
            return [load(content)]
        return [load(der) for name, _headers, der in pem.unarmor(content, multiple=True) if name == kind]
    except (OSError, ValueError) as problem:
        raise SealUnavailable(f"{path.name} in the folder {path.parent.name} cannot be read.") from problem
