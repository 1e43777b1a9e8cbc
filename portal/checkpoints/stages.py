"""The stages of the checkpoints, and which of them each move needs (domain D2)."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role
from portal.applications.states import State


class Stage(TextChoices):
    """The stages in the order of a case."""

    RECEIPT = "RECEIPT", _("On receipt")
    INTAKE = "INTAKE", _("Intake decision")
    REVIEW = "REVIEW", _("Examination")
    DECISION = "DECISION", _("Decision stage")
    CERTIFICATE = "CERTIFICATE", _("Certificate and delivery")
    AFTER = "AFTER", _("Afterwards")


class Method(TextChoices):
    """The two halves of a checkpoint: what a function finds, and what an officer states."""

    AUTO = "AUTO", _("automatic")
    MANUAL = "MANUAL", _("by an officer")


#: Judged by itself when a case enters a state.
JUDGED_IN: dict[State, tuple[Stage, ...]] = {
    State.RECEIVED: (Stage.RECEIPT, Stage.INTAKE),
    State.IN_REVIEW: (Stage.REVIEW,),
    State.PENDING_APPROVAL: (Stage.DECISION,),
    State.CERT_ISSUED: (Stage.CERTIFICATE,),
    State.CONCLUDED: (Stage.CERTIFICATE, Stage.AFTER),
}

#: What officers tick in a state, and in which role.
TICKED_IN: dict[State, tuple[tuple[Stage, ...], tuple[Role, ...]]] = {
    State.RECEIVED: ((Stage.RECEIPT, Stage.INTAKE), (Role.INTAKE,)),
    State.IN_REVIEW: ((Stage.REVIEW,), (Role.REVIEWER,)),
    State.CONSULTATION: ((Stage.REVIEW,), (Role.REVIEWER,)),
    State.PENDING_APPROVAL: ((Stage.DECISION,), (Role.APPROVER,)),
    State.CONCLUDED: ((Stage.CERTIFICATE, Stage.AFTER), (Role.INTAKE, Role.REVIEWER, Role.APPROVER)),
}

#: Of a correction alone (its criterion begins with "when a correction is issued").
CORRECTION_ONLY = frozenset({"CP10"})
#: A statement of the very person who acts: a colleague's is none of hers.
PERSONAL = frozenset({"CP11"})


@dataclass(frozen=True)
class Gate:
    """What a move needs. stages: all that apply of them; only: these and no others.

    against: the stages in which a failure is no obstacle to this move, because it may be its very ground; it has to be
    recorded all the same.
    """

    stages: tuple[Stage, ...]
    only: frozenset[str] = frozenset()
    against: tuple[Stage, ...] = ()


#: The moves that a checkpoint can hold back. A refusal at intake decides nothing about the papers, so it needs
#: what makes it a lawful act only: nobody partial, and a paper that says where to go.
GATES: dict[tuple[State, State], Gate] = {
    (State.RECEIVED, State.ACCEPTED): Gate((Stage.RECEIPT, Stage.INTAKE)),
    (State.RECEIVED, State.CORRECTION): Gate((Stage.INTAKE,), frozenset({"CP10", "CP11"})),
    (State.RECEIVED, State.REJECTED_INTAKE): Gate((Stage.INTAKE,), frozenset({"CP11", "CP12"})),
    (State.RECEIVED, State.REFERRED): Gate((Stage.INTAKE,), frozenset({"CP11", "CP12"})),
    (State.IN_REVIEW, State.PENDING_APPROVAL): Gate((Stage.REVIEW,)),
    (State.PENDING_APPROVAL, State.APPROVED): Gate((Stage.REVIEW, Stage.DECISION)),
    (State.PENDING_APPROVAL, State.DENIED): Gate((Stage.REVIEW, Stage.DECISION), against=(Stage.REVIEW,)),
}


def gate_of(state: str, to: str, proposal: str = "") -> Gate | None:
    """Return what a move needs; None when no checkpoint concerns it. proposal: "against" of a move to the approver."""
    found = GATES.get((State(state), State(to)))
    if found and to == State.PENDING_APPROVAL and proposal == "against":
        return Gate(found.stages, against=(Stage.REVIEW,))
    return found
