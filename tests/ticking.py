"""Officers of the tests tick as they act: real results, recorded by the real actions, before the gate is asked.

The gate stays on in every test. Whoever moves a case states, as himself or herself, what is still open of the manual
checkpoints; what a function finds wrong with an invented case (papers and registers that a test does not need) is
passed over by an approver with a reason, as at the desk. A test about the gate itself takes the fixture `unticked`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.accounts.models import Posting, Role, User
from portal.applications.gates import Move
from portal.applications.models import Application
from portal.checkpoints import actions
from portal.checkpoints.actions import Tick
from portal.checkpoints.looking import proposal_in
from portal.checkpoints.models import Result
from portal.checkpoints.policies import role_here
from portal.checkpoints.stages import TICKED_IN, Gate, Method, gate_of
from portal.checkpoints.standing import standing_of

CITY = "310000000000"
WHY = "测试案件，不影响本项结论。"


def tick_all(case: Application, by: User, to: str = "") -> Application:
    """State everything that is open for the officer in the present stage, and pass over what fails; return the case.

    to: the state that the case is about to move to; left out, the whole stage is ticked.
    """
    case = Application.objects.get(pk=case.pk)
    stages, _roles = TICKED_IN.get(case.state, ((), ()))
    gate = gate_of(case.state, to) if to else Gate(tuple(stages))
    if gate is None or not stages:
        return case
    if role_here(by, case) is not None:
        standing = standing_of(case)
        wanted = [
            one.code
            for one in standing.needed(gate)
            if one.stage in stages
            and Method.MANUAL in standing.asked(one)
            and not ((row := standing.result(one, Method.MANUAL, by)) and row.holds)
        ]
        actions.tick(application=case, by=by, ticks=[Tick(code) for code in wanted])
    pass_over(case, gate)
    return case


def pass_over(case: Application, gate: Gate) -> None:
    """Have an approver of the tests pass over what functions do not find in order."""
    actions.judge(case)
    standing = standing_of(case)
    for one in standing.needed(gate):
        row = standing.result(one, Method.AUTO) if Method.AUTO in standing.asked(one) else None
        if row is not None and not row.holds and one.stage not in gate.against:
            with passer() as approver:
                actions.override(application=case, by=approver, checkpoint=one.code, reason=WHY)


@contextmanager
def passer() -> Iterator[User]:
    """Give the approver who passes over failures; posted for that moment only, so that no case is given to him."""
    user, _new = User.objects.get_or_create(email="passes-over@officers.test")
    posting = Posting.objects.create(user=user, unit=CITY, role=Role.APPROVER)
    yield User.objects.get(pk=user.pk)
    posting.delete()


def as_they_act(move: Move) -> None:
    """Be a gate that is asked before the real one: whoever moves the case ticks what is open."""
    if move.by is None:
        return
    gate = gate_of(move.case.state, move.to, proposal_in(move.note))
    if gate is not None:
        tick_all(move.case, move.by, move.to)


def results(case: Application, checkpoint: str) -> list[Result]:
    """Return the results of a checkpoint, oldest first."""
    return list(case.checkpoint_results.filter(checkpoint=checkpoint).order_by("place"))
