"""The seal that signs now, parsed once a process: parsing the key is most of the work of a signature."""

import os
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.seals import configured
from portal.seals.errors import SealUnavailable
from portal.seals.signer import PadesSigner, Signer
from portal.seals.trust import authorities, revoked_at

PKCS11 = "pkcs11:"


def signer() -> Signer:
    """Return the seal that signs now. Raises SealUnavailable when its key cannot be read."""
    where, password = configured.seal()
    if where.startswith(PKCS11):
        return _of_token(where, password, settings.TSA, os.getpid())
    try:
        changed = Path(where).stat().st_mtime_ns
    except OSError as problem:
        raise SealUnavailable(f"The file of the seal cannot be read: {problem.strerror}.") from problem
    return _of_file(where, password, settings.TSA, changed)


def check() -> None:
    """Look whether something can be sealed now; quick, and without the network.

    Raises SealUnavailable outside the days of the seal's certificate, or when it has been revoked.
    """
    found, now = signer(), datetime.now(UTC)
    if now < found.not_before:
        raise SealUnavailable(f"The certificate of the seal is not valid before {found.not_before:%Y-%m-%d}.")
    if now > found.not_after:
        raise SealUnavailable(f"The certificate of the seal ended on {found.not_after:%Y-%m-%d}.")
    if revoked_at(found.fingerprint) is not None:
        raise SealUnavailable("The certificate of the seal has been revoked.")


def days_left() -> int:
    """Return for how many whole days the certificate of the seal holds; negative when it has ended."""
    return (signer().not_after - datetime.now(UTC)).days


def _stamper(url: str) -> Any:
    from portal.seals.stamping import HttpStamper

    return HttpStamper(url) if url else None


@lru_cache(maxsize=4)
def _of_file(path: str, password: str, tsa: str, changed: int) -> Signer:
    """Return the seal of a PKCS#12 file. changed: when the file was; another file is parsed anew."""
    from pyhanko.sign import signers

    key = signers.SimpleSigner.load_pkcs12(path, passphrase=password.encode(), other_certs=authorities())
    if key is None:
        raise SealUnavailable("The seal cannot be opened. Is PORTAL_SEAL_PASSWORD its password?")
    return PadesSigner(key, _stamper(tsa))


@lru_cache(maxsize=4)
def _of_token(where: str, pin: str, tsa: str, process: int) -> Signer:
    """Return the seal of a token, "pkcs11:module|token|label". process: a session belongs to one process."""
    import pkcs11
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        module, token, label = where.removeprefix(PKCS11).split("|")
    except ValueError:
        raise SealUnavailable("PORTAL_SEAL must read pkcs11:path of the module|token|label.") from None
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
        key = PKCS11Signer(
            session, cert_label=label, key_label=label, other_certs_to_pull=(), use_raw_mechanism=True
        )
        key.signing_cert  # noqa: B018 -- fetched now, so that a wrong label is found now
    except (pkcs11.PKCS11Error, OSError, LookupError, RuntimeError) as problem:
        raise SealUnavailable(f"The token of the seal does not answer: {problem!r}") from problem
    for certificate in authorities():
        key.cert_registry.register(certificate)
    return PadesSigner(key, _stamper(tsa))
