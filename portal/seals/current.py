"""The seal that signs now, parsed once a process: parsing the key is most of the work of a signature."""

import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.seals import configured
from portal.seals.errors import SealUnavailable
from portal.seals.signer import PadesSigner, Signer
from portal.seals.trust import authorities, revoked_at, seals

PKCS11 = "pkcs11:"
_opening = threading.Lock()


def signer() -> Signer:
    """Return the seal that signs now. Raises SealUnavailable when its key cannot be read."""
    where, password = configured.seal()
    if where.startswith(PKCS11):
        with _opening:  # a second login while the first lasts is refused
            return _of_token(where, password, settings.TSA, os.getpid())
    try:
        changed = Path(where).stat().st_mtime_ns
    except OSError as problem:
        raise SealUnavailable(f"The file of the seal cannot be read: {problem.strerror}.") from problem
    return _of_file(where, password, settings.TSA, changed)


def check() -> None:
    """Look whether something can be sealed now; quick, and without the network.

    Raises SealUnavailable outside the days of the seal's certificate, when it or an authority above it has been
    revoked, or when nobody would believe what it signs because it does not lie with the certificates published.
    """
    found, now = signer(), datetime.now(UTC)
    if now < found.not_before:
        raise SealUnavailable(f"The certificate of the seal is not valid before {found.not_before:%Y-%m-%d}.")
    if now > found.not_after:
        raise SealUnavailable(f"The certificate of the seal ended on {found.not_after:%Y-%m-%d}.")
    if found.fingerprint not in seals():
        raise SealUnavailable("The certificate of the seal is not in the folder of PORTAL_SEAL_ROOTS.")
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
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    found = SimpleSigner.load_pkcs12(path, passphrase=password.encode())
    if found is None:
        raise SealUnavailable("The seal cannot be opened. Is PORTAL_SEAL_PASSWORD its password?")
    published = SimpleCertificateStore()  # of the file's others nobody could say whether they are ours
    published.register_multiple(authorities())
    key = SimpleSigner(
        signing_cert=found.signing_cert, signing_key=found.signing_key, cert_registry=published
    )
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
    session = None
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
        key = PKCS11Signer(
            session, cert_label=label, key_label=label, other_certs_to_pull=(), use_raw_mechanism=True
        )
        key.signing_cert  # noqa: B018 -- fetched now, so that a wrong label is found now
    except (pkcs11.PKCS11Error, OSError, LookupError, RuntimeError) as problem:
        if session is not None:
            _close(session)
        raise SealUnavailable(f"The token of the seal does not answer: {problem!r}") from problem
    for certificate in authorities():
        key.cert_registry.register(certificate)
    return PadesSigner(key, _stamper(tsa), lost=lambda: _forget(session))


def _forget(session: Any) -> None:
    """Have the next signature open the token anew: a session does not survive its token's restart."""
    _of_token.cache_clear()
    _close(session)


def _close(session: Any) -> None:
    import pkcs11

    with suppress(pkcs11.PKCS11Error):  # the token has closed it already
        session.close()
