"""Review and decision. Four eyes are held by `applications.policies` and by the database.

A filing is filed, or not on one of the grounds of the law; a licence is granted or refused on recorded grounds.
"""

from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.outcomes import Outcome, remedies_on
from portal.applications.states import State
from portal.review.acts import LEAST_NOTE, RECOMMENDATIONS
from portal.review.policies import NotPossible, check_filing_ground, check_text
from portal.workdays.queries import today


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


def approve(
    *, application: Application, by: User, version: int, note: str = "", grounds: str = ""
) -> Application:
    """Approve a reviewed case; the certificate follows by itself. A filing is filed by it.

    note: internal. grounds: on which a licence is granted, at least 10 characters, public; for licences only.
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    nature = application.declaration.nature
    changes = {"approver": by, "decided_at": timezone.now()}
    if nature == "licence":
        note = check_text(grounds, LEAST_NOTE, "grounds")
    outcome = {"licence": Outcome.GRANTED, "filing": Outcome.FILED}.get(nature, "")
    return move(
        application,
        State.APPROVED,
        by=by,
        note=note.strip(),
        public=nature == "licence",
        version=version,
        changes=changes,
        outcome=outcome,
    )


def deny(
    *,
    application: Application,
    by: User,
    version: int,
    reason: str,
    ground: str = "",
    bar: str = "",
    where_to_go: str = "",
    legal_ground: str = "",
    statement: str = "",
) -> Application:
    """Deny a reviewed case; for a filing: record that it is not to be filed.

    reason: facts, ground and evidence considered, at least 15 characters, public (A9).
    ground, bar, where_to_go: of a filing, see `check_filing_ground`: it has no discretionary refusal.
    legal_ground: of a licence, at least 15 characters. statement: what the applicant said to it, "" for nothing; not
    of a filing. Of whatever is no filing the remedies are kept (许可法 38).
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    service = application.declaration
    outcome, grounds = "", dict[str, Any]()
    if service.nature == "filing":
        grounds = check_filing_ground(service, ground, bar, where_to_go)
        outcome = ground
    else:
        grounds = {**remedies_on(today()), **({"statement": statement.strip()} if statement.strip() else {})}
    note = check_text(reason, field="reason")
    if service.nature == "licence":
        outcome = Outcome.REFUSED
        grounds["legal_ground"] = check_text(legal_ground, field="legal_ground")
    return move(
        application,
        State.DENIED,
        by=by,
        note=note,
        version=version,
        changes={"approver": by, "decided_at": timezone.now()},
        outcome=outcome,
        grounds=grounds,
    )


def revoke(
    *, application: Application, by: User, version: int, reason: str, legal_ground: str
) -> Application:
    """Take back what was granted (许可法 69): its certificates end, and the applicant is told how to contest it.

    reason: the facts, at least 15 characters, public. legal_ground: the rule it rests on, at least 15 characters.
    By an approver who neither accepted nor reviewed nor granted the case. Raises NotPossible; Blocked when nothing
    was granted; Conflict, NotAllowed or FourEyes as `move`.
    """
    note = check_text(reason, field="reason")
    grounds = {"legal_ground": check_text(legal_ground, field="legal_ground"), **remedies_on(today())}
    return move(application, State.REVOKED, by=by, note=note, version=version, grounds=grounds)


def return_to_review(*, application: Application, by: User, version: int, reason: str) -> Application:
    """Give a case back to the reviewer. reason: at least 15 characters, internal.

    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    return move(application, State.IN_REVIEW, by=by, note=check_text(reason), public=False, version=version)
