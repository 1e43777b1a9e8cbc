"""Every state of a case, who owns it, what it is called, and the moves between them.

Source: domain A-household §A8 and B-filings §B10. `docs/states.md` is drawn from these tables.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class State(TextChoices):
    """The states of a case. Labels are the public ones."""

    # the applicant's
    DRAFT = "DRAFT", _("Draft")
    CORRECTION = "CORRECTION", _("Waiting for your correction")
    # the desk's
    SUBMITTED = "SUBMITTED", _("Submitted")
    RECEIVED = "RECEIVED", _("Received")
    ACCEPTED = "ACCEPTED", _("Accepted")
    IN_REVIEW = "IN_REVIEW", _("Under review")
    CONSULTATION = "CONSULTATION", _("Under review (consultation)")
    SUSPENDED = "SUSPENDED", _("Suspended")
    PENDING_APPROVAL = "PENDING_APPROVAL", _("Awaiting the decision")
    APPROVED = "APPROVED", _("Approved")
    CERT_ISSUED = "CERT_ISSUED", _("Certificate issued")
    INSPECTION_PLANNED = "INSPECTION_PLANNED", _("Inspection planned")
    ORIGIN_RELEASED = "ORIGIN_RELEASED", _("Released by the place of origin")
    ORIGIN_REFUSED = "ORIGIN_REFUSED", _("Not released by the place of origin")
    CERT_EXPIRED = "CERT_EXPIRED", _("Permit expired")
    REGISTERED = "REGISTERED", _("Registered")
    DENIED = "DENIED", _("Not approved")
    DELIVERED = "DELIVERED", _("Delivered")
    # others'
    ORIGIN_PENDING = "ORIGIN_PENDING", _("Waiting for the place of origin")
    # nobody's: the end
    CONCLUDED = "CONCLUDED", _("Concluded")
    REJECTED_INTAKE = "REJECTED_INTAKE", _("Not accepted")
    REFERRED = "REFERRED", _("Referred elsewhere")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    CLOSED_NO_RESPONSE = "CLOSED_NO_RESPONSE", _("Closed without an answer")
    ARCHIVED = "ARCHIVED", _("Archived")
    REVOKED = "REVOKED", _("Revoked")


class Owner(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    OUTSIDE = "outside"
    NOBODY = "nobody"


class Actor(StrEnum):
    """Who may make a move. The desk's roles are those of `accounts.Role`."""

    APPLICANT = "applicant"
    INTAKE = "intake"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    SYSTEM = "system"


@dataclass(frozen=True)
class Face:
    """How a state looks: whose turn it is, what staff call it, and what happens next, told to the applicant."""

    owner: Owner
    staff: "_StrPromise | str"
    next: "_StrPromise | str"


FACES: dict[State, Face] = {
    State.DRAFT: Face(Owner.APPLICANT, _("Draft"), _("Fill in what is missing and submit it.")),
    State.CORRECTION: Face(
        Owner.APPLICANT,
        _("Correction asked"),
        _("Please correct the items listed and submit again. Everything else stays as it is."),
    ),
    State.SUBMITTED: Face(Owner.OFFICER, _("Submitted"), _("We are registering your application.")),
    State.RECEIVED: Face(
        Owner.OFFICER,
        _("Intake"),
        _("An officer checks whether anything is missing and tells you whether the case is accepted."),
    ),
    State.ACCEPTED: Face(Owner.OFFICER, _("Accepted"), _("The review is about to begin.")),
    State.IN_REVIEW: Face(Owner.OFFICER, _("Review"), _("An officer checks your answers and papers.")),
    State.CONSULTATION: Face(
        Owner.OFFICER,
        _("Consultation"),
        _("Several offices look at the case together. The time limit keeps running."),
    ),
    State.SUSPENDED: Face(
        Owner.OUTSIDE,
        _("Suspended"),
        _("The clock has stopped for the reason told to you. You need not do anything."),
    ),
    State.PENDING_APPROVAL: Face(
        Owner.OFFICER, _("Decision"), _("The review is finished. A second officer takes the decision.")
    ),
    State.APPROVED: Face(
        Owner.OFFICER,
        _("Approved, paper in production"),
        _("Your certificate is being made. We write when it is ready."),
    ),
    State.CERT_ISSUED: Face(
        Owner.OFFICER, _("Certificate issued"), _("You can download the certificate below.")
    ),
    State.INSPECTION_PLANNED: Face(
        Owner.OFFICER,
        _("Inspection planned"),
        _("Officers will visit the place and agree on a date with you first."),
    ),
    State.ORIGIN_PENDING: Face(
        Owner.OUTSIDE,
        _("Waiting for origin"),
        _("The police of your present place of registration has to release you."),
    ),
    State.ORIGIN_RELEASED: Face(
        Owner.OFFICER, _("Released by origin"), _("The police station enters you in the register.")
    ),
    State.ORIGIN_REFUSED: Face(
        Owner.OFFICER, _("Refused by origin"), _("We look into why the place of origin did not release you.")
    ),
    State.CERT_EXPIRED: Face(
        Owner.OFFICER, _("Permit expired"), _("The permit ran out before the move. We review the case again.")
    ),
    State.REGISTERED: Face(
        Owner.OFFICER, _("Registered"), _("You are registered. The papers are being delivered.")
    ),
    State.DENIED: Face(
        Owner.OFFICER, _("Denied"), _("You find the reasons and how to appeal in the decision below.")
    ),
    State.DELIVERED: Face(Owner.OFFICER, _("Delivered"), _("The papers have been delivered to you.")),
    State.CONCLUDED: Face(Owner.NOBODY, _("Concluded"), _("The case is finished.")),
    State.REJECTED_INTAKE: Face(
        Owner.NOBODY,
        _("Refused at intake"),
        _("The case was not accepted. You find the reason and where to go below."),
    ),
    State.REFERRED: Face(
        Owner.NOBODY, _("Referred"), _("Another way or office is right for you. See below.")
    ),
    State.WITHDRAWN: Face(
        Owner.NOBODY, _("Withdrawn"), _("You withdrew the application. You can apply again any time.")
    ),
    State.CLOSED_NO_RESPONSE: Face(
        Owner.NOBODY,
        _("Closed, no answer"),
        _("What we asked for did not arrive in time, so the case was closed. You can apply again any time."),
    ),
    State.ARCHIVED: Face(Owner.NOBODY, _("Archived"), _("The case is finished and archived.")),
    State.REVOKED: Face(
        Owner.NOBODY, _("Revoked"), _("The decision was revoked. You find the reasons below.")
    ),
}

#: Where the words differ for a filing: it is taken note of; nothing is granted or refused (B10).
FILING_LABELS: dict[State, "_StrPromise | str"] = {State.APPROVED: _("Filed"), State.DENIED: _("Not filed")}
FILING_FACES: dict[State, Face] = {
    State.APPROVED: Face(Owner.OFFICER, _("Filed, paper in production"), FACES[State.APPROVED].next),
    State.DENIED: Face(Owner.OFFICER, _("Not filed"), _("You find the ground below.")),
    State.REJECTED_INTAKE: Face(Owner.NOBODY, _("Not a filing matter"), FACES[State.REJECTED_INTAKE].next),
}


def face_of(state: str, nature: str) -> Face:
    """Return how a state looks in cases of a nature (of `catalog.declaration.Service`)."""
    faces = FILING_FACES if nature == "filing" else FACES
    return faces.get(State(state), FACES[State(state)])


def label_of(state: str, nature: str) -> "_StrPromise | str":
    """Return the public name of a state in cases of a nature."""
    labels = FILING_LABELS if nature == "filing" else {}
    return labels.get(State(state), State(state).label)


S, A = State, Actor
_WITHDRAW = {S.WITHDRAWN: A.APPLICANT}

#: MOVES[from][to] = who may make the move. Nothing else may ever happen to a case.
MOVES: dict[State, dict[State, Actor]] = {
    S.DRAFT: {S.SUBMITTED: A.APPLICANT},
    S.SUBMITTED: {S.RECEIVED: A.SYSTEM, **_WITHDRAW},
    S.RECEIVED: {
        S.ACCEPTED: A.INTAKE,
        S.CORRECTION: A.INTAKE,
        S.REJECTED_INTAKE: A.INTAKE,
        S.REFERRED: A.INTAKE,
        **_WITHDRAW,
    },
    S.CORRECTION: {S.RECEIVED: A.APPLICANT, S.CLOSED_NO_RESPONSE: A.SYSTEM, **_WITHDRAW},
    S.ACCEPTED: {S.IN_REVIEW: A.SYSTEM, **_WITHDRAW},
    S.IN_REVIEW: {
        S.PENDING_APPROVAL: A.REVIEWER,
        S.SUSPENDED: A.REVIEWER,
        S.CONSULTATION: A.REVIEWER,
        **_WITHDRAW,
    },
    S.SUSPENDED: {S.IN_REVIEW: A.REVIEWER, S.CLOSED_NO_RESPONSE: A.SYSTEM, **_WITHDRAW},
    S.CONSULTATION: {S.IN_REVIEW: A.REVIEWER, **_WITHDRAW},
    S.PENDING_APPROVAL: {S.APPROVED: A.APPROVER, S.DENIED: A.APPROVER, S.IN_REVIEW: A.APPROVER, **_WITHDRAW},
    S.APPROVED: {S.CERT_ISSUED: A.SYSTEM},
    S.CERT_ISSUED: {S.DELIVERED: A.SYSTEM, S.ORIGIN_PENDING: A.SYSTEM, S.INSPECTION_PLANNED: A.SYSTEM},
    S.INSPECTION_PLANNED: {S.DELIVERED: A.REVIEWER},
    S.ORIGIN_PENDING: {S.ORIGIN_RELEASED: A.INTAKE, S.ORIGIN_REFUSED: A.INTAKE, S.CERT_EXPIRED: A.SYSTEM},
    S.ORIGIN_RELEASED: {S.REGISTERED: A.INTAKE},
    S.ORIGIN_REFUSED: {S.IN_REVIEW: A.REVIEWER},
    S.CERT_EXPIRED: {S.IN_REVIEW: A.REVIEWER},
    S.REGISTERED: {S.DELIVERED: A.SYSTEM},
    S.DENIED: {S.DELIVERED: A.SYSTEM},
    S.DELIVERED: {S.CONCLUDED: A.SYSTEM},
    S.CONCLUDED: {S.ARCHIVED: A.SYSTEM, S.REVOKED: A.APPROVER},
    S.REJECTED_INTAKE: {},
    S.REFERRED: {},
    S.WITHDRAWN: {},
    S.CLOSED_NO_RESPONSE: {},
    S.ARCHIVED: {S.REVOKED: A.APPROVER},
    S.REVOKED: {},
}

#: Moves that the portal may make by itself as well: what an answer from outside brings about, a promised paper
#: that did not come, or came after all (A7), and the end of a consultation (D5).
ALSO_BY_SYSTEM: frozenset[tuple[State, State]] = frozenset(
    {
        (S.ORIGIN_PENDING, S.ORIGIN_RELEASED),
        (S.ORIGIN_PENDING, S.ORIGIN_REFUSED),
        (S.IN_REVIEW, S.SUSPENDED),
        (S.SUSPENDED, S.IN_REVIEW),
        (S.CONSULTATION, S.IN_REVIEW),
    }
)

#: What follows CERT_ISSUED for a service, by its `after` (catalog.declaration.Service).
AFTER_CERTIFICATE: dict[str, State] = {
    "deliver": S.DELIVERED,
    "origin": S.ORIGIN_PENDING,
    "inspect": S.INSPECTION_PLANNED,
}

#: States in which the applicant's answers may be edited.
EDITABLE = frozenset({S.DRAFT, S.CORRECTION})
#: States in which an approver has decided in favour.
DECIDED_FOR = frozenset(
    {S.APPROVED, S.CERT_ISSUED, S.INSPECTION_PLANNED, S.ORIGIN_PENDING, S.ORIGIN_RELEASED, S.REGISTERED}
)
#: States that end a case.
CLOSED = frozenset(state for state, face in FACES.items() if face.owner is Owner.NOBODY)
#: States in which the desk's clock runs.
CLOCK_RUNS = frozenset(
    {S.SUBMITTED, S.RECEIVED, S.ACCEPTED, S.IN_REVIEW, S.CONSULTATION, S.PENDING_APPROVAL, S.APPROVED}
)
#: States in which the desk can be late: its clock runs, or a visit is to be paid by a day.
DESK_DUE = CLOCK_RUNS | {S.INSPECTION_PLANNED}


#: The roles of the desk, in the order of a case.
DESK = (Actor.INTAKE, Actor.REVIEWER, Actor.APPROVER)


def turn_of(state: str) -> str:
    """Return the role whose turn it is at the desk in a state (`Application.turn`); "" when it is nobody's there."""
    found = State(state)
    if FACES[found].owner is not Owner.OFFICER:
        return ""
    movers_here = set(MOVES[found].values())
    return next((role.value for role in DESK if role in movers_here), "")


def allowed(state: str, to: str) -> Actor | None:
    """Return who may move a case from one state to the other; None when nobody may."""
    return MOVES[State(state)].get(State(to))


@cache
def with_certificate(after: str) -> frozenset[State]:
    """Return the states of cases for which a certificate may have been issued, for a service with that `after`."""
    found, ahead = {State.CERT_ISSUED}, [AFTER_CERTIFICATE[after]]
    while ahead:
        state = ahead.pop()
        if state not in found:
            found.add(state)
            ahead += MOVES[state]
    return frozenset(found)


def also_by_system(state: str, to: str) -> bool:
    """Return whether the portal may make a move that is a person's otherwise."""
    return (State(state), State(to)) in ALSO_BY_SYSTEM


def movers(state: State, to: State) -> str:
    """Return in words who may make a move, for the diagram."""
    actor = MOVES[state][to].value
    return f"{actor} or system" if also_by_system(state, to) else actor


def mermaid() -> str:
    """Return the state diagram in Mermaid, grouped by nothing: one arrow a move, labelled with who makes it."""
    lines = ["stateDiagram-v2", "    [*] --> DRAFT"]
    for state, moves in MOVES.items():
        lines += [f"    {state.value} --> {to.value}: {movers(state, to)}" for to in moves]
        if not moves:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join(lines) + "\n"
