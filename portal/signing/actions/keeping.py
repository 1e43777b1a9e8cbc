"""Keep signatures in step with what is to be signed, and keep them with what was submitted."""

from django.db import transaction

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.queries import latest_submission
from portal.catalog.declaration import Signer
from portal.rulebook.queries import norms
from portal.signing.actions.opening import note
from portal.signing.content import OWN, person_of, signers_in
from portal.signing.models import Signature, SubmittedSignature
from portal.signing.policies import fits
from portal.workdays.queries import today

Status = Signature.Status


def sync(*, application: Application, signers: list[Signer], by: User | None = None) -> dict[str, Signature]:
    """Return the signatures by key, after those over something else are void and those of nobody are dropped.

    by: who changed what is signed; left out, the one who began the application. An invitation that went to
    somebody else (another name or number now) is closed. Nothing is locked or
    written when nothing has changed.
    """
    rows = list(Signature.objects.filter(application=application))
    wanted = {signer.key: signer for signer in signers}
    if any(_is_stale(row, wanted.get(row.key)) for row in rows):
        with transaction.atomic():
            locked = Application.objects.select_for_update().get(pk=application.pk)
            for row in locked.signatures.select_for_update():
                if _is_stale(row, wanted.get(row.key)):
                    _mend(row, wanted.get(row.key), by or locked.owner)
        rows = list(Signature.objects.filter(application=application))
    return {row.key: row for row in rows}


def _is_stale(row: Signature, signer: Signer | None) -> bool:
    if signer is None:
        return True
    if row.status == Status.SIGNED:
        return not fits(row, signer)
    return row.status == Status.INVITED and row.person != person_of(signer)


def _mend(row: Signature, signer: Signer | None, by: User) -> None:
    if signer is None:
        note(row, "dropped", by)
        row.delete()
        return
    row.status = Status.VOID if row.status == Status.SIGNED else Status.PENDING
    row.code_hash = ""
    row.save()
    note(row, "void", by, digest=row.digest)


def keep_with_submission(*, application: Application) -> None:
    """Keep the signatures with the round that was just submitted; doing it again changes nothing.

    Called in the transaction of the submission: what is kept there never changes. Only what was signed for these
    answers is kept, not what somebody signed who has nothing to sign any more.
    """
    rows = {row.key: row for row in Signature.objects.filter(application=application, status=Status.SIGNED)}
    submission = latest_submission(application) if rows else None
    if submission is None or submission.signatures.exists():
        return
    signers = signers_in(application.declaration, submission.content["answers"], norms(today()))
    # The applicant comes first in every list.
    for signer in sorted(signers, key=lambda signer: signer.key != OWN):
        row = rows.get(signer.key)
        if row is None or not fits(row, signer):
            continue
        kept = SubmittedSignature(
            submission=submission,
            key=row.key,
            digest=row.digest,
            signed_at=row.signed_at or submission.at,
            channel=row.channel,
            user=row.user,
        )
        kept.evidence = row.evidence
        kept.save()
