"""Whom a signature is believed from: the roots of the settings, the seals known, and what has been revoked."""

from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

from portal.seals import configured


def certificates() -> list[x509.Certificate]:
    """Return every certificate of the folder of roots."""
    return list(_certificates(*_state(configured.roots())))


def authorities() -> list[x509.Certificate]:
    """Return those that issue others: what a signature carries with it beside the seal's own."""
    return [found for found in certificates() if found.ca]


def roots() -> list[x509.Certificate]:
    """Return those that issue for themselves: what everything else is judged by."""
    return [found for found in certificates() if found.self_issued]


def seals() -> dict[str, x509.Certificate]:
    """Return the seals known, of today and former ones, by fingerprint: the certificates that issue nothing."""
    return {sha256(found.dump()).hexdigest(): found for found in certificates() if not found.ca}


def lists() -> list[crl.CertificateList]:
    """Return the lists of revoked certificates."""
    folder = configured.crls()
    return list(_lists(*_state(folder))) if folder else []


def revoked_at(fingerprint: str) -> datetime | None:
    """Return when a seal was revoked by one of the lists of its own issuer, None when by none."""
    seal = seals().get(fingerprint)
    if seal is None:
        return None
    for found in lists():
        if not issued_by(found, seal.issuer):
            continue
        for entry in found["tbs_cert_list"]["revoked_certificates"]:
            if entry["user_certificate"].native == seal.serial_number:
                moment: datetime = entry["revocation_date"].native
                return moment
    return None


def issued_by(revoked: crl.CertificateList, name: x509.Name) -> bool:
    """Return whether a list is signed by an authority of ours of that name; a name alone anybody can write."""
    if revoked.issuer != name:
        return False
    found = load_der_x509_crl(revoked.dump())
    keys = [
        load_der_x509_certificate(one.dump()).public_key() for one in authorities() if one.subject == name
    ]
    return any(found.is_signature_valid(key) for key in keys)  # type: ignore[arg-type]


def _state(folder: Path) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Return a folder with the files in it and when each was changed: what is kept of it is kept until one is."""
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return str(folder), tuple((path.name, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=8)
def _certificates(folder: str, files: tuple[tuple[str, int], ...]) -> tuple[x509.Certificate, ...]:
    return tuple(
        x509.Certificate.load(der)
        for name, _changed in files
        for der in _ders(Path(folder) / name, "CERTIFICATE")
    )


@lru_cache(maxsize=8)
def _lists(folder: str, files: tuple[tuple[str, int], ...]) -> tuple[crl.CertificateList, ...]:
    return tuple(
        crl.CertificateList.load(der)
        for name, _changed in files
        for der in _ders(Path(folder) / name, "X509 CRL")
    )


def _ders(path: Path, kind: str) -> list[Any]:
    """Return what a file holds of a kind, PEM (one or several) or DER."""
    content = path.read_bytes()
    if not pem.detect(content):
        return [content]
    return [der for name, _headers, der in pem.unarmor(content, multiple=True) if name == kind]
