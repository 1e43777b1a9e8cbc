"""The gate of the writer: no case leaves a stage with a checkpoint open, whichever way the move comes (domain D2)."""

from portal.applications.gates import Move
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.checkpoints.actions import note_written
from portal.checkpoints.judging import judge_and_keep
from portal.checkpoints.looking import proposal_in
from portal.checkpoints.stages import gate_of
from portal.checkpoints.standing import standing_of


def hold(move: Move) -> None:
    """Judge what functions judge once more, and raise Blocked while a checkpoint of the stage is open.

    The portal's own moves pass: nobody is there to answer, and what functions find is recorded as the case enters
    its next state. A proposal against the applicant is read from the note, as `review.actions.propose` writes it.
    """
    proposal = proposal_in(move.note) if move.to is State.PENDING_APPROVAL else ""
    needs = gate_of(move.case.state, move.to, proposal)
    if move.by is None or needs is None:
        return
    standing = standing_of(move.case)
    written = judge_and_keep(standing, standing.needed(needs), move)
    if sentences := [*standing.open(needs, move.by), *standing.own_work(needs, move.by, move.actor)]:
        raise Blocked("checkpoints", *sentences)
    note_written(move.case, written, by=None)
