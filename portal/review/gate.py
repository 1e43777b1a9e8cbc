"""What the desk wants to be sure of before a case moves, also when its forms and acts are gone around.

Registered with `applications.gates`: asked under the lock of the case. It asks nothing of the portal's own moves.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portal.applications.gates import Move
from portal.applications.outcomes import REMEDIES, Outcome
from portal.applications.policies import Blocked
from portal.applications.queries import was_granted
from portal.applications.states import State
from portal.review.acts import LEAST_NOTE, LEAST_REASON, split_recommendation
from portal.review.policies import (
    Item,
    NotPossible,
    check_filing_ground,
    check_intake_ground,
    check_items,
    check_may_refer,
    check_text,
)
from portal.review.reading import case_file

CODE = "decisions"


def hold(move: Move) -> None:
    """Raise Blocked unless a person's move carries what the law wants with it (许可法 32, 38, 69; A9, B10)."""
    rule = RULES.get(move.to)
    if rule is None or move.by is None:
        return
    try:
        rule(move)
    except NotPossible as problem:
        raise Blocked(CODE, str(problem)) from None


def _correction(move: Move) -> None:
    """Want the unanswered list of this round, with items that may be asked for now: once, with reasons (art. 32)."""
    asked = move.case.corrections.order_by("-round").prefetch_related("items").first()
    if asked is None or asked.answered_at:
        raise NotPossible(_("Nothing is selected. Please tick what has to be corrected and say why."))
    items = [
        Item(step=row.step, field=row.field, material=row.material, reason=row.reason)
        for row in asked.items.all()
    ]
    check_items(case_file(move.case), items)


def _refused_at_intake(move: Move) -> None:
    _public_reason(move)
    kept = move.grounds
    if move.case.declaration.nature == "filing":
        _closed_list(move)
    else:
        check_intake_ground(str(kept.get("intake_ground", "")), str(kept.get("where", "")))


def _referred(move: Move) -> None:
    check_may_refer(move.case.declaration)
    _public_reason(move)


def _proposed(move: Move) -> None:
    code, text = split_recommendation(move.note)
    if not code or move.changes.get("reviewer") != move.by:
        raise NotPossible(_("A decision is proposed by its reviewer, with a recommendation."))
    check_text(text, LEAST_NOTE)


def _approved(move: Move) -> None:
    if move.case.reviewer_id is None:
        raise NotPossible(_("Nobody has reviewed this case yet."))
    if move.case.declaration.nature == "licence":
        check_text(move.note, LEAST_NOTE)
        if move.outcome != Outcome.GRANTED:
            raise NotPossible(_("A licence is granted or refused on recorded grounds."))


def _denied(move: Move) -> None:
    _public_reason(move)
    nature = move.case.declaration.nature
    if nature == "filing":
        _closed_list(move)
    if nature == "licence":
        if move.outcome != Outcome.REFUSED:
            raise NotPossible(_("A licence is granted or refused on recorded grounds."))
        _legal_ground(move)


def _revoked(move: Move) -> None:
    _public_reason(move)
    _legal_ground(move)
    if not was_granted(move.case):
        raise NotPossible(_("Nothing was granted in this case, so nothing can be revoked."))


def _public_reason(move: Move) -> None:
    check_text(move.note, LEAST_REASON, "reason")
    if not move.public:
        raise NotPossible(_("The applicant has to read why."))


def _closed_list(move: Move) -> None:
    """Hold a filing to the closed list of its grounds: nobody refuses it on discretion (B10)."""
    kept = move.grounds
    check_filing_ground(
        move.case.declaration, move.outcome, str(kept.get("bar", "")), str(kept.get("where", ""))
    )


def _legal_ground(move: Move) -> None:
    check_text(str(move.grounds.get("legal_ground", "")), LEAST_REASON, "legal_ground")
    if not all(name in move.grounds for name in REMEDIES):
        raise NotPossible(_("The decision has to say how it can be contested."))


RULES: dict[State, Callable[[Move], None]] = {
    State.CORRECTION: _correction,
    State.REJECTED_INTAKE: _refused_at_intake,
    State.REFERRED: _referred,
    State.PENDING_APPROVAL: _proposed,
    State.APPROVED: _approved,
    State.DENIED: _denied,
    State.REVOKED: _revoked,
}
