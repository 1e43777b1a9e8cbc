"""Sign, or decline to."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog.declaration import Answers, Signer
from portal.rulebook.queries import norms
from portal.signing import telling, wording
from portal.signing.actions.coding import tried
from portal.signing.actions.opening import locked, note
from portal.signing.content import OWN, digest_of, evidence_of, person_of, signers_in
from portal.signing.models import Signature
from portal.signing.policies import ContentChanged, Refused, is_open
from portal.signing.queries import answers_of
from portal.workdays.queries import today

Status = Signature.Status


def sign_own(*, application: Application, code: str, digest: str, by: User) -> None:
    """Sign as the applicant, with the code that was sent.

    digest: of what the page showed. Raises ContentChanged when that is not what would be signed now, Refused for
    a wrong code, NotAllowed for somebody else's application.
    """
    with transaction.atomic():
        signer, row = locked(application, OWN, by)
        if digest != digest_of(signer):
            raise ContentChanged
        problem = tried(row, code, by)
        if not problem:
            _write(row, signer, answers_of(row.application), by)
    if problem:  # raised here, so that the count of tries is kept
        raise Refused(problem)


@transaction.atomic
def sign(*, signature: Signature, digest: str, user: User | None = None) -> None:
    """Sign as the co-signer of a link whose code was right (the caller has seen to that).

    digest: of what the page showed. user: who is signed in on that browser, if anybody. The applicant is told
    when this was the last co-signature. Raises ContentChanged, and Refused for a link that is closed.
    """
    signer, row = locked(signature.application, signature.key)
    if not is_open(row, timezone.now()) or row.token_hash != signature.token_hash:
        raise Refused(wording.NOT_NOW)
    if row.person != person_of(signer) or digest != digest_of(signer):
        raise ContentChanged
    _write(row, signer, answers_of(row.application), user)
    telling.tell_if_complete(row.application)


@transaction.atomic
def decline(*, signature: Signature, reason: str, user: User | None = None) -> None:
    """Decline to sign, as the co-signer of a link whose code was right. The applicant is told.

    reason: what the person wrote about it, may be empty. Raises Refused for a link that is closed.
    """
    _signer, row = locked(signature.application, signature.key)
    if not is_open(row, timezone.now()) or row.token_hash != signature.token_hash:
        raise Refused(wording.NOT_NOW)
    row.status, row.user, row.evidence = Status.DECLINED, user, {**row.evidence, "reason": reason}
    row.save()
    note(row, "declined", user)
    telling.tell_owner(row.application, "sign_declined", row)


@transaction.atomic
def record_all(*, application: Application, answers: Answers, channel: str = "demo") -> None:
    """Record the signature of everybody at once, without codes: for the demo and for tests, called by no page."""
    rules = norms(today())
    for signer in signers_in(application.declaration, answers, rules):
        row, _new = Signature.objects.get_or_create(application=application, key=signer.key)
        row.channel = channel
        _write(row, signer, answers, application.owner if signer.key == OWN else None)


def _write(row: Signature, signer: Signer, answers: Answers, user: User | None) -> None:
    row.digest = digest_of(signer)
    row.evidence = evidence_of(row.application.declaration, answers, norms(today()), signer.key)
    row.status, row.signed_at, row.user, row.code_hash = Status.SIGNED, timezone.now(), user, ""
    row.save()
    note(row, "signed", user, digest=row.digest, channel=row.channel)
