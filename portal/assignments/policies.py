"""Who may take, claim and hand over a case, and who enters absences. `check_…` raises."""

from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import postings_of
from portal.accounts.reach import beginning
from portal.applications.models import Application
from portal.applications.policies import FourEyes, NotAllowed, check_four_eyes, check_not_reviewed, covers
from portal.applications.states import Actor
from portal.assignments.matching import matches
from portal.assignments.models import Claim, Recusal
from portal.ui.templatetags.ui import local_time

#: Characters of the reason of a hand-over and of a recusal.
LEAST_REASON = 10
#: Roles that give out the work of others.
LEADING = (Role.SUPERVISOR, Role.APPROVER)


class Refused(NotAllowed):
    """What was asked for is not possible; the text is a sentence for the officer. field: what it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Claimed(Refused):
    """Another officer has the case before him or her; `claim` says who and since when."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claimed_sentence(claim))
        self.claim = claim


def claimed_sentence(claim: Claim) -> str:
    """Return who has claimed a case since when, as a sentence."""
    return _(
        "%(who)s has been working on this case since %(time)s. It is free again once released or left idle."
    ) % {
        "who": claim.officer,
        "time": local_time(claim.since),
    }


def recusal_sentence(kind: str) -> str:
    """Return why an officer has nothing to do with a case any more; "" for kind ""."""
    if not kind:
        return ""
    if kind == Recusal.Kind.MATCHED:
        return _("An interest that you recorded touches this case, so somebody else handles it.")
    return _("You stood back from this case, so somebody else handles it.")


def barred(user: User, application: Application) -> str:
    """Return the kind of recusal that keeps an officer from a case; "" when none does.

    Looks at statements and former matches, then compares recorded interests with the facts as they are now.
    """
    row = Recusal.objects.filter(application=application, officer=user).first()
    if row is not None:
        return row.kind
    return Recusal.Kind.MATCHED.value if user.pk in matches(application, user) else ""


def check_not_barred(user: User, application: Application) -> None:
    """Raise Refused when the officer stood back, or an interest that he or she recorded touches the case."""
    if kind := barred(user, application):
        raise Refused(recusal_sentence(kind))


def check_can_take(user: User, application: Application) -> None:
    """Raise Refused unless the officer may do what is to be done on the case next.

    That needs: it is the desk's turn, a posting of that role covers the unit, four eyes allow it, no recusal.
    """
    if not application.turn:
        raise Refused(_("Nothing is to be done on this case at the desk now."))
    if not covers(user, application, application.turn):
        raise Refused(_("It is not your role's turn on this case now."))
    try:
        check_four_eyes(application, user, Actor(application.turn))
        if application.turn == Actor.APPROVER:
            check_not_reviewed(application, user)
    except FourEyes:
        raise Refused(_("You acted on this case before, or are part of it; somebody else goes on.")) from None
    check_not_barred(user, application)


def can_take(user: User, application: Application) -> bool:
    """Return whether `check_can_take` would pass."""
    try:
        check_can_take(user, application)
    except Refused:
        return False
    return True


def leads(user: User, application: Application) -> bool:
    """Return whether the user is supervisor or approver of the unit of the case."""
    return any(covers(user, application, role) for role in LEADING)


def check_may_hand_over(user: User, application: Application, claim: Claim | None) -> None:
    """Raise Refused unless the officer may give the case to somebody else now.

    Who is assigned to it or has claimed it may, while a posting covers it; supervisors and approvers of the unit
    may always, the others not while somebody else has claimed it; nobody who stood back. Raises Claimed, Refused.
    """
    if not application.turn:
        raise Refused(_("Nothing is to be done on this case at the desk now."))
    check_not_barred(user, application)
    if leads(user, application):
        return
    alive = claim if claim is not None and claim.alive() else None
    holds = user.pk in {application.assignee_id, alive.officer_id if alive else None}
    if not (holds and covers(user, application, application.turn)):
        raise Refused(_("Only who works on a case, or a supervisor or approver of the unit, hands it over."))
    if alive and alive.officer_id != user.pk:
        raise Claimed(alive)


def check_reason(reason: str) -> str:
    """Return a reason without blanks around it. Raises Refused (about "reason") below 10 characters."""
    reason = reason.strip()
    if len(reason) < LEAST_REASON:
        raise Refused(
            _("Please write at least %(least)s characters; there are %(count)s now.")
            % {"least": LEAST_REASON, "count": len(reason)},
            "reason",
        )
    return reason


def leads_units(user: User) -> list[str]:
    """Return the units over which the user enters absences, as beginnings of codes; "" is all."""
    return [beginning(posting.unit) for posting in postings_of(user) if posting.role in LEADING]


def may_enter_for(user: User, officer: User) -> bool:
    """Return whether the user may enter an absence of that officer: one's own, or an officer of one's units."""
    if user.pk == officer.pk:
        return True
    own = leads_units(user)
    return any(posting.unit.startswith(unit) for posting in postings_of(officer) for unit in own)
