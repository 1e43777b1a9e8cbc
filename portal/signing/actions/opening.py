"""What every action begins with: the application locked, the signer as of now, the signature's row."""

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, acts_for
from portal.applications.states import EDITABLE
from portal.audit import actions as audit
from portal.catalog.declaration import Signer
from portal.signing import wording
from portal.signing.models import Signature
from portal.signing.policies import Refused
from portal.signing.queries import signers_of


def locked(application: Application, key: str, owner: User | None = None) -> tuple[Signer, Signature]:
    """Return the signer and the signature of a key; both stand still until the transaction ends.

    owner: who acts for the application; None when a co-signer acts. Raises NotAllowed for somebody else's
    application, Refused when it cannot be edited any more or nobody has to sign under this key now.
    """
    row = Application.objects.select_for_update().get(pk=application.pk)
    if owner is not None and not acts_for(owner, row):
        raise NotAllowed("only the applicant does this")
    if row.state not in EDITABLE:
        raise Refused(wording.CLOSED)
    signer = next((one for one in signers_of(row) if one.key == key), None)
    if signer is None:
        raise Refused(wording.NOT_NOW)
    Signature.objects.get_or_create(application=row, key=key)
    signature = Signature.objects.select_for_update().get(application=row, key=key)
    signature.application = row
    return signer, signature


def note(signature: Signature, action: str, by: User | None, **data: object) -> None:
    """Record what was done to a signature; nothing personal goes into it."""
    audit.record(
        actor=f"user:{by.pk}" if by else f"signer:{signature.pk}",
        action=f"sign:{action}",
        subject=f"application:{signature.application_id}",
        data={"key": signature.key, **data},
    )
