"""What may be signed, and when everything is signed. `check_…` raises."""

from datetime import datetime

from portal.applications.models import Application
from portal.applications.states import EDITABLE
from portal.catalog.declaration import Signer
from portal.signing.content import digest_of
from portal.signing.models import Signature

Status = Signature.Status


class Refused(Exception):
    """It cannot be done; the text says in words why, and what to do."""


class ContentChanged(Exception):
    """What is to be signed is not any more what the person has read."""


class SignaturesMissing(Exception):
    """Signatures are missing or void; `missing` lists the signers."""

    def __init__(self, missing: list[Signer]) -> None:
        super().__init__(", ".join(signer.key for signer in missing))
        self.missing = missing


def fits(signature: Signature | None, signer: Signer) -> bool:
    """Return whether a signature is there and made over exactly what the signer is to sign now (R-TH-15).

    And by that person: a number that is put in afterwards is not the one that the code went to.
    """
    if signature is None or signature.status != Status.SIGNED or signature.digest != digest_of(signer):
        return False
    evidence = signature.evidence
    return bool((evidence.get("name"), evidence.get("mobile")) == (signer.name, signer.mobile))


def check_signed(application: Application, signers: list[Signer]) -> None:
    """Raise SignaturesMissing unless every signer has signed what stands there now (A10 R-TH-15).

    signers: of the answers that are being submitted. Call it under the lock of the application.
    """
    if not signers:
        return
    there = {row.key: row for row in Signature.objects.filter(application=application)}
    if missing := [signer for signer in signers if not fits(there.get(signer.key), signer)]:
        raise SignaturesMissing(missing)


def is_open(signature: Signature, now: datetime) -> bool:
    """Return whether the link of an invitation leads to something that can be signed."""
    return (
        signature.status == Status.INVITED
        and signature.expires_at is not None
        and signature.expires_at > now
        and signature.application.state in EDITABLE
    )
