"""Review and decision. Four eyes are held by `applications.policies` and by the database."""

from django.utils import timezone, translation

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.states import State
from portal.review.acts import FILING_GROUNDS, LEAST_NOTE, RECOMMENDATIONS
from portal.review.policies import NotPossible, check_denial_ground, check_text


def propose(
    *, application: Application, by: User, version: int, recommendation: str, note: str
) -> Application:
    """Hand a reviewed case to the approver. recommendation: `for` or `against`; note: at least 10 characters.

    The note is internal. Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    if recommendation not in RECOMMENDATIONS:
        raise NotPossible(f"unknown recommendation {recommendation!r}")
    text = f"{recommendation}: {check_text(note, LEAST_NOTE)}"
    changes = {"reviewer": by}
    return move(
        application, State.PENDING_APPROVAL, by=by, note=text, public=False, version=version, changes=changes
    )


def approve(*, application: Application, by: User, version: int, note: str = "") -> Application:
    """Approve a reviewed case; the certificate follows by itself. note: internal.

    Raises Conflict, NotAllowed or FourEyes as `move`.
    """
    changes = {"approver": by, "decided_at": timezone.now()}
    return move(
        application, State.APPROVED, by=by, note=note.strip(), public=False, version=version, changes=changes
    )


def deny(*, application: Application, by: User, version: int, reason: str, ground: str = "") -> Application:
    """Deny a reviewed case.

    reason: facts, ground and evidence considered, at least 15 characters, public (A9).
    ground: a key of `FILING_GROUNDS`, for filings only: a filing has no discretionary refusal.
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    check_denial_ground(application, ground)
    note = check_text(reason)
    if application.declaration.nature == "filing":
        with translation.override(application.language):
            note = f"{FILING_GROUNDS[ground]}\n{note}"
    changes = {"approver": by, "decided_at": timezone.now()}
    return move(application, State.DENIED, by=by, note=note, version=version, changes=changes)


def return_to_review(*, application: Application, by: User, version: int, reason: str) -> Application:
    """Give a case back to the reviewer. reason: at least 15 characters, internal.

    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    return move(application, State.IN_REVIEW, by=by, note=check_text(reason), public=False, version=version)
