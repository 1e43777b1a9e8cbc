"""Who may do what in a consultation, and what must be there. `check_…` raises, `can_…` answers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, can_move, covers, has_part
from portal.applications.states import State as CaseState
from portal.assignments.policies import barred
from portal.consultations.models import Consultation, Member
from portal.consultations.states import (
    LEAST_MEMBERS,
    MOVES,
    NEEDED,
    Actor,
    Declared,
    Stance,
    State,
)
from portal.review.policies import NotPossible


def can_request(user: User, case: Application) -> bool:
    """Return whether the user may ask for a consultation: a reviewer of the case, while it is under review."""
    return case.state == CaseState.IN_REVIEW and can_move(case, CaseState.CONSULTATION, user)


def can_chair(user: User, consultation: Consultation) -> bool:
    """Return whether the user may lead it: a supervisor over the case's unit (legal unit, D5) who did not ask for it.

    Nobody leads it who is on the applicant's side of its case, or stood back from it.
    """
    case = consultation.case
    if consultation.requested_by_id == user.pk or not covers(user, case, Role.SUPERVISOR):
        return False
    return not (has_part(user, case) or barred(user, case))


def check_move(consultation: Consultation, to: State, by: User | None, actor: Actor) -> None:
    """Raise NotAllowed unless the move is in the table, is that actor's, and `by` may lead where the chair moves."""
    owner = MOVES[State(consultation.state)].get(to)
    if owner is None or owner is not actor:
        raise NotAllowed(f"{consultation.state} -> {to} is no move of {actor}")
    if actor is Actor.CHAIR and (by is None or not can_chair(by, consultation)):
        raise NotAllowed("only a supervisor over the case leads its consultation")


def check_chair(user: User, consultation: Consultation, states: Iterable[State]) -> None:
    """Raise NotAllowed unless the user leads the consultation and it is in one of the states."""
    if consultation.state not in set(states) or not can_chair(user, consultation):
        raise NotAllowed("only the chair does this, and not in every state")


def check_may_be_member(user: User, consultation: Consultation) -> None:
    """Raise NotPossible unless the user is an active officer who has no part in any of the cases, nor stood back."""
    if not is_officer(user):
        raise NotPossible(_("Only officers with an active posting can be members."), "officer")
    for case in [consultation.case, *consultation.others.all()]:
        if has_part(user, case):
            raise NotPossible(_("This person has a part in the case and cannot be a member."), "officer")
        if barred(user, case):
            raise NotPossible(_("This officer stands back from the case and cannot be a member."), "officer")


def check_own_seat(user: User, member: Member) -> None:
    """Raise NotAllowed unless the seat is the user's, who is still an officer, and the members are being heard.

    Who came to have a part in one of the cases meanwhile, or stood back, is not heard any more.
    """
    consultation = member.consultation
    if member.officer_id != user.pk or not is_officer(user):
        raise NotAllowed("a member speaks for himself or herself")
    if consultation.state != State.CONVENED:
        raise NotAllowed("members are heard while the consultation is convened")
    cases = [consultation.case, *consultation.others.all()]
    if any(has_part(user, case) or barred(user, case) for case in cases):
        raise NotAllowed("who has a part in the case, or stands back from it, is not heard")


def check_may_opine(user: User, member: Member) -> None:
    """Raise NotAllowed unless `check_own_seat` passes, NotPossible unless the member declared to have no conflict."""
    check_own_seat(user, member)
    if member.declared == Declared.CONFLICT:
        raise NotPossible(_("You declared a conflict of interest, so you give no opinion."))
    if member.declared != Declared.NONE:
        raise NotPossible(_("Please say first whether you have a conflict of interest."), "declared")


def missing_members(members: Iterable[Member]) -> list[str]:
    """Return what keeps a consultation from being convened, as sentences; [] when enough can be heard (D5)."""
    able = [member for member in members if member.declared != Declared.CONFLICT]
    return _missing(able, _("At least %(least)s members without a conflict are needed; there are %(count)s."))


def missing_opinions(members: Iterable[Member]) -> list[str]:
    """Return what keeps a consultation from being concluded, as sentences; [] when enough have been heard (D5)."""
    heard = [member for member in members if member.stance]
    return _missing(heard, _("At least %(least)s members must have given an opinion; so far %(count)s have."))


def _missing(members: list[Member], sentence: str) -> list[str]:
    said = []
    if len(members) < LEAST_MEMBERS:
        said.append(sentence % {"least": LEAST_MEMBERS, "count": len(members)})
    present = {member.kind for member in members}
    if absent := [str(kind.label) for kind in NEEDED if kind not in present]:
        said.append(_("Not represented: %(kinds)s.") % {"kinds": " · ".join(absent)})
    return said


def agrees(conclusion: str, decision: str) -> bool:
    """Return whether a decision (state of the case) is the one that a conclusion advises.

    A conclusion that says something else is neither, so that the approver says why either way.
    """
    return (conclusion, decision) in {
        (Stance.FOR.value, CaseState.APPROVED.value),
        (Stance.AGAINST.value, CaseState.DENIED.value),
    }
