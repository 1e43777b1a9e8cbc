"""The clock stands still and goes on (许可法 45, C15). What a lawful stop needs stands in `applications.stops`."""

from datetime import date

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.states import State
from portal.review.policies import check_text


def suspend(
    *, application: Application, by: User, version: int, ground: str, planned_on: date, reason: str
) -> Application:
    """Stop the clock of a case under review on a lawful ground; the applicant is told in writing.

    ground: a code of the list `suspension_grounds` that officers may choose. planned_on: a working day after today,
    within the longest time of the ground. reason: at least 15 characters, public. The time that passes is given back
    when the case goes on. Raises NotPossible; Blocked, Conflict, NotAllowed or FourEyes as `move`.
    """
    note = check_text(reason, field="reason")
    grounds = {"ground": ground, "planned_on": planned_on.isoformat()}
    return move(application, State.SUSPENDED, by=by, note=note, version=version, grounds=grounds)


def resume(*, application: Application, by: User, version: int, reason: str = "") -> Application:
    """Go on with the review of a case whose clock stood still. reason: public, may be left out.

    Raises Conflict, NotAllowed or FourEyes as `move`.
    """
    return move(application, State.IN_REVIEW, by=by, note=reason.strip(), version=version)
