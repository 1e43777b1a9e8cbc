"""One-time codes: sent, and tried."""

import hmac

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.notifications.texting import NotSent
from portal.signing import delivery, wording
from portal.signing.actions.allowing import take_code
from portal.signing.actions.opening import locked, note
from portal.signing.content import OWN
from portal.signing.models import Signature
from portal.signing.policies import Refused, fits, is_open
from portal.signing.tokens import CODE_LIFE, TRIES, code_hash, new_code


def send_code(*, application: Application, key: str, by: User | None = None) -> str:
    """Send a one-time code to a signer and return it, for the demo only: nothing else may show it.

    by: the applicant, who asks for the own code; None when the co-signer of `key` asks. The code lives five
    minutes and takes the place of the one before (C4). Raises Refused when there have been too many, or when it
    could not be sent; NotAllowed for somebody else's application.
    """
    with transaction.atomic():
        signer, row = locked(application, key, by)
        if (key == OWN) != (by is not None) or fits(row, signer):
            raise Refused(wording.NOT_NOW)
        if by is None and not is_open(row, timezone.now()):
            raise Refused(wording.NOT_NOW)
        way = delivery.way_of(signer, by)
        take_code(delivery.address(way, signer, by))
        code = new_code()
        row.code_hash, row.code_sent_at, row.attempts = code_hash(row.pk, code), timezone.now(), 0
        row.channel = way
        row.sends += 1
        row.save()
        note(row, "code", by, channel=way)
    try:
        delivery.send_code(way, code, signer, by, application.language)
    except NotSent:
        raise Refused(wording.NOT_SENT) from None
    return code


def verify_code(*, signature: Signature, code: str) -> None:
    """Take the code that a co-signer typed; it cannot be used again. Raises Refused, and counts the try."""
    with transaction.atomic():
        _signer, row = locked(signature.application, signature.key)
        if not is_open(row, timezone.now()) or row.token_hash != signature.token_hash:
            raise Refused(wording.NOT_NOW)
        problem = tried(row, code, None)
    if problem:  # raised here, so that the count is kept
        raise Refused(problem)


def tried(row: Signature, code: str, by: User | None) -> str:
    """Compare a code with a locked signature's and return what is wrong in a sentence, "" when it is right.

    A right code is used up by it, a wrong one counts: after five tries not even the right one is taken.
    """
    sent = row.code_sent_at
    if not row.code_hash or sent is None or timezone.now() - sent > CODE_LIFE:
        return str(wording.CODE_EXPIRED)
    if row.attempts >= TRIES:
        return str(wording.CODE_USED_UP)
    if hmac.compare_digest(row.code_hash, code_hash(row.pk, code)):
        row.code_hash = ""
        row.save(update_fields=["code_hash"])
        return ""
    row.attempts += 1
    row.save(update_fields=["attempts"])
    note(row, "code-failed", by, attempts=row.attempts)
    return str(wording.CODE_WRONG if row.attempts < TRIES else wording.CODE_USED_UP)
