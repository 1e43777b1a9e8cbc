"""The gate of consultations: what the writer of a case asks before it moves (`applications.gates`)."""

from django.utils.translation import gettext as _

from portal.applications.gates import Move
from portal.applications.policies import Blocked
from portal.applications.states import CLOSED
from portal.applications.states import State as CaseState
from portal.consultations import memos
from portal.consultations.actions.advancing import advance
from portal.consultations.models import Consultation
from portal.consultations.policies import agrees
from portal.consultations.states import OPEN, Actor, State
from portal.review.acts import LEAST_REASON

CODE = "consultations"
DECISIONS = frozenset({CaseState.APPROVED, CaseState.DENIED})
#: What a case in review or consultation does not do while a consultation is open.
HELD = frozenset({CaseState.PENDING_APPROVAL, CaseState.IN_REVIEW})


def gate(move: Move) -> None:
    """Hold a case back while it is consulted about, and ask who departs from a conclusion for reasons.

    No case enters CONSULTATION without an open consultation or leaves it for its review before the end; a decision
    other than concluded needs a note of at least 15 characters; the consultation is then marked as adopted or not,
    with that note. When the case ends, what is left of its consultations is archived. Raises Blocked.
    """
    if move.to is CaseState.CONSULTATION:
        if not _of(move, OPEN):
            raise Blocked(CODE, _("A case goes to consultation by a request for one."))
    elif move.to in HELD and move.case.state in {CaseState.IN_REVIEW, CaseState.CONSULTATION}:
        for row in _of(move, OPEN):
            said = _("The consultation %(number)s has not been concluded yet.")
            raise Blocked(CODE, said % {"number": row.number})
    elif move.to in DECISIONS:
        decided(move)
    elif move.to in CLOSED:
        for row in _of(move, (*OPEN, State.CONCLUDED)):
            advance(row, State.ARCHIVED, by=None, actor=Actor.CASE)


def decided(move: Move) -> None:
    """Mark what was concluded about a case as adopted or not. Raises Blocked for a departure without reasons."""
    rows, reason = _of(move, (State.CONCLUDED,)), move.note.strip()
    for row in rows:
        if not agrees(row.conclusion, move.to) and len(reason) < LEAST_REASON:
            said = _("The consultation %(number)s concluded: %(conclusion)s. Please give the reasons of your own "
                     "decision, at least %(least)s characters.")  # fmt: skip
            words = {"number": row.number, "conclusion": row.get_conclusion_display(), "least": LEAST_REASON}
            raise Blocked(CODE, said % words)
    for row in rows:
        to = State.ADOPTED if agrees(row.conclusion, move.to) else State.NOT_ADOPTED
        done = advance(row, to, by=move.by, actor=Actor.CASE, record={"adoption": reason})
        people = [person for person in (done.chair, done.requested_by) if person is not None]
        memos.tell(done, "consultation_decided", people, move.by)


def _of(move: Move, states: tuple[State, ...]) -> list[Consultation]:
    return list(Consultation.objects.filter(case=move.case, state__in=states).order_by("requested_at", "pk"))
