"""Who has to sign, and who has signed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from portal.applications.models import Application, Submission
from portal.applications.queries import latest_submission
from portal.catalog.answers import answers_that_count, is_whole
from portal.catalog.declaration import Answers, Signer
from portal.rulebook.queries import norms
from portal.signing.content import OWN, digest_of_evidence, signers_in
from portal.signing.models import Signature
from portal.signing.tokens import token_hash
from portal.standards import names
from portal.workdays.queries import today


@dataclass(frozen=True)
class Signed:
    """A signature of a submitted round, for the desk. name: masked. digest_ok: it is over what is kept of it.

    same_mobile: a co-signer's code went to the applicant's own number. own_account: it was given in a browser in
    which the applicant was signed in. Neither is forbidden (couples share telephones), both are to be looked at.
    """

    key: str
    role: str
    name: str
    signed_at: datetime
    channel: str
    digest_ok: bool
    same_mobile: bool = False
    own_account: bool = False


def answers_of(application: Application) -> Answers:
    """Return the answers of a draft or correction as they are kept now."""
    return answers_that_count(application.declaration, application.draft or {})


def signers_of(application: Application) -> list[Signer]:
    """Return who has to sign a draft or correction as it is kept now; nobody while a step is unanswered."""
    service, answers = application.declaration, answers_of(application)
    if not is_whole(service, answers):
        return []
    return signers_in(service, answers, norms(today()))


def by_token(token: str) -> Signature | None:
    """Return the signature that a link was made for, also one that is closed; None for any other text."""
    found = Signature.objects.select_related("application").filter(token_hash=token_hash(token))
    return found.first()


def signed_for(application: Application, submission: Submission | None = None) -> list[Signed]:
    """Return the signatures under the latest submission (or the one given), in the language of the page."""
    submission = submission or latest_submission(application)
    if submission is None:
        return []
    language = get_language() or "zh-hans"
    rows = list(submission.signatures.all())
    own = next((row.evidence.get("mobile") for row in rows if row.key == OWN), None)
    # Whoever began a company's application need not be the handler who signed it.
    applicants = {application.owner_id, *(row.user_id for row in rows if row.key == OWN and row.user_id)}
    found = []
    for row in rows:
        evidence, other = row.evidence, row.key != OWN
        found.append(
            Signed(
                key=row.key,
                role=evidence["role"].get(language) or next(iter(evidence["role"].values())),
                name=names.mask(evidence["name"]),
                signed_at=row.signed_at,
                channel=row.channel,
                digest_ok=digest_of_evidence(evidence) == row.digest,
                same_mobile=other and own is not None and evidence.get("mobile") == own,
                own_account=other and row.user_id in applicants,
            )
        )
    return found
