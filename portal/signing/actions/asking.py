"""Ask somebody to sign, and take it back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.notifications import texting
from portal.rulebook.queries import norms
from portal.signing import delivery, wording
from portal.signing.actions.allowing import take_invitation
from portal.signing.actions.opening import locked, note
from portal.signing.content import OWN, evidence_of, person_of
from portal.signing.models import Signature
from portal.signing.policies import Refused, fits
from portal.signing.queries import answers_of
from portal.signing.tokens import new_token, token_hash
from portal.workdays.queries import today

Status = Signature.Status


def invite(*, application: Application, key: str, by: User) -> tuple[str, bool]:
    """Invite a co-signer; return the secret part of the link, and whether the link was texted to the person.

    A link made before stops working. It lives `sign.invitation_days`. Raises Refused when no code could be sent
    later (no sender of text messages), for too many invitations, when the person has signed already; NotAllowed
    for somebody else's application.
    """
    if not texting.can_send():
        raise Refused(wording.NO_TEXTING)
    with transaction.atomic():
        signer, row = locked(application, key, by)
        if key == OWN or fits(row, signer):
            raise Refused(wording.NOT_NOW)
        take_invitation(f"user:{by.pk}", signer.mobile)
        token, now = new_token(), timezone.now()
        if row.person != person_of(signer):
            row.signed_at = None  # somebody else signed before: this person has nothing to do anew
        row.status, row.digest, row.person = Status.INVITED, "", person_of(signer)
        row.token_hash, row.invited_at = token_hash(token), now
        row.expires_at = now + timedelta(days=norms(today()).value("sign.invitation_days"))
        row.reminded, row.reminded_at, row.code_hash, row.attempts = 0, None, "", 0
        # The role is kept for the notices: they must find it also while the draft is being changed.
        evidence = evidence_of(application.declaration, answers_of(row.application), norms(today()), key)
        row.user, row.evidence = None, {"role": evidence["role"]}
        row.save()
        note(row, "invite", by)
    return token, delivery.text_link(application, signer, token)


def withdraw(*, application: Application, key: str, by: User) -> None:
    """Withdraw an invitation: its link stops working. Raises Refused when there is none, NotAllowed."""
    with transaction.atomic():
        _signer, row = locked(application, key, by)
        if row.status != Status.INVITED:
            raise Refused(wording.NOT_NOW)
        row.status, row.code_hash = Status.PENDING, ""
        row.save()
        note(row, "withdraw", by)
