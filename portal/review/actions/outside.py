"""What happens after the permit, when the place of origin acts first (A8, stages 5 and 6)."""

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.states import State
from portal.review.acts import LEAST_NOTE
from portal.review.policies import check_text


def record_release(*, application: Application, by: User, version: int, note: str) -> Application:
    """Record that the place of origin released the person. note: number and day of its paper, public.

    Raises NotPossible when the note is shorter than 10 characters; Conflict or NotAllowed as `move`.
    """
    return move(application, State.ORIGIN_RELEASED, by=by, note=check_text(note, LEAST_NOTE), version=version)


def record_refusal(*, application: Application, by: User, version: int, reason: str) -> Application:
    """Record that the place of origin does not release the person, and why (at least 15 characters, public).

    Raises NotPossible; Conflict or NotAllowed as `move`.
    """
    return move(application, State.ORIGIN_REFUSED, by=by, note=check_text(reason), version=version)


def register(*, application: Application, by: User, version: int, note: str) -> Application:
    """Record that the person has been entered in the register. note: household number and day, public.

    Raises NotPossible when the note is shorter than 10 characters; Conflict or NotAllowed as `move`.
    """
    return move(application, State.REGISTERED, by=by, note=check_text(note, LEAST_NOTE), version=version)


def reopen(*, application: Application, by: User, version: int, reason: str) -> Application:
    """Review a case again whose permit expired or whose origin refused.

    reason: at least 15 characters, internal.
    The earlier decision stands in the timeline; the case is decided anew, so it has no approver until then.
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    note = check_text(reason)
    changes = {"approver": None, "decided_at": None}
    return move(
        application, State.IN_REVIEW, by=by, note=note, public=False, version=version, changes=changes
    )
