"""Who may tick what, and who may pass over a failure."""

from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, check_four_eyes, covers, has_part
from portal.applications.states import Actor, State
from portal.checkpoints.catalogue import Checkpoint
from portal.checkpoints.models import Result
from portal.checkpoints.stages import TICKED_IN, Method
from portal.checkpoints.standing import Standing
from portal.rulebook.queries import norms
from portal.workdays.queries import today


class NotTickable(Exception):
    """A result cannot be recorded so. The text is a sentence for the officer; checkpoint: which one it is about."""

    def __init__(self, sentence: str, checkpoint: str = "") -> None:
        super().__init__(sentence)
        self.checkpoint = checkpoint


def role_here(user: User, application: Application) -> Role | None:
    """Return the role in which an officer ticks checkpoints in the present state; None when that is not theirs."""
    _stages, roles = TICKED_IN.get(State(application.state), ((), ()))
    if has_part(user, application):
        return None
    for role in roles:
        if covers(user, application, role):
            try:
                check_four_eyes(application, user, Actor(role.value))
            except NotAllowed:
                continue
            return role
    return None


def check_may_tick(user: User, application: Application) -> Role:
    """Return the role in which an officer ticks now.

    Raises NotAllowed when nothing is ticked in this state, no posting of that role covers the case, four eyes exclude
    the officer, or it is his or her own case.
    """
    role = role_here(user, application)
    if role is None:
        raise NotAllowed("no checkpoint of this case is this officer's to tick now")
    return role


def check_tickable(standing: Standing, code: str) -> Checkpoint:
    """Return a checkpoint that officers tick in the present state. Raises NotTickable for any other."""
    one = standing.checkpoints.get(code)
    stages, _roles = TICKED_IN.get(State(standing.application.state), ((), ()))
    if one is None or one.stage not in stages or Method.MANUAL not in standing.halves(one):
        raise NotTickable(_("This checkpoint is not to be ticked now."), code)
    return one


def check_result(result: str, note: str, code: str) -> str:
    """Return the note without blanks around it. Raises NotTickable for an unknown result, or one without its reason.

    Only "in order" needs no words (domain D2).
    """
    note = note.strip()
    if result not in Result.Outcome.values:
        raise NotTickable(_("Please choose one of the results."), code)
    if result != Result.Outcome.PASS and not note:
        raise NotTickable(_("Please say why."), code)
    return note


def may_override(user: User, application: Application) -> bool:
    """Return whether an officer may pass over a failed checkpoint of this case: as its approver, with four eyes."""
    if not covers(user, application, Role.APPROVER):
        return False
    try:
        check_four_eyes(application, user, Actor.APPROVER)
    except NotAllowed:
        return False
    return True


def least_reason() -> int:
    """Return how many characters the reason for passing over a failure has at least."""
    return int(norms(today()).value("checkpoints.override_characters"))
