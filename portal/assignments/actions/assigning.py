"""Cases are given to officers: by unit, role and load."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from portal.accounts.models import Role, User
from portal.accounts.queries import posted_over
from portal.applications.models import Application, Event
from portal.applications.states import FACES, Owner, State, turn_of
from portal.assignments.actions.claiming import end_claim, keep_claim
from portal.assignments.actions.writing import write
from portal.assignments.matching import matches
from portal.assignments.models import Recusal
from portal.assignments.policies import can_take
from portal.assignments.queries import last_in_turn, posted
from portal.audit import actions as audit


@transaction.atomic
def pass_on(*, application: Application, event: Event) -> None:
    """See to it, after a move, that the case lies before the right officer. Call it under the lock of the case.

    A turn that passes to another role ends the claim and assigns the case anew; one that stays lets whoever acted
    go on, with a claim. When it is nobody's turn at the desk the assignee stays written: the case comes back.
    """
    before = turn_of(event.before) if event.before else ""
    if application.turn and application.turn == before:
        if event.actor is not None:
            keep_claim(application, event.actor)
        return
    end_claim(application)
    if application.turn:
        waited = bool(event.before) and FACES[State(event.before)].owner is not Owner.OFFICER
        assign(application=application, prefer=_earlier(application, waited))


def _earlier(application: Application, waited: bool) -> Iterator[User]:
    """Return who had the case before in this role; of one that waited for others also whom it is still assigned to."""
    if earlier := last_in_turn(application):
        yield earlier
    if waited and application.assignee is not None:
        yield application.assignee


@transaction.atomic
def assign(*, application: Application, prefer: Iterable[User] = ()) -> User | None:
    """Assign a case to the officer who is to go on with it, and return who that is; None when nobody can.

    Call it under the lock of the case. prefer: who gets it before all others if he or she can take it. Otherwise the
    officers of the unit come first, then those of its district, then the city's; of these who has the fewest
    cases waiting, and among equals who was given one longest ago. Absent ones, those with a part in the case, those
    whom four eyes bar, those who stood back or have an interest in it never get it. Audited; no line in the timeline.
    """
    record_matches(application)
    present = {user.pk: user for user in posted(application, application.turn)}
    first = [present[user.pk] for user in prefer if user.pk in present]
    chosen = next((user for user in [*first, *present.values()] if can_take(user, application)), None)
    write(application, chosen)
    return chosen


def record_matches(application: Application) -> None:
    """Write down which officers of the unit have recorded an interest that touches the case (arts 17-22)."""
    found = matches(application)
    if not found:
        return
    for officer in posted_over(application.unit, application.district, [*Role]):
        if officer.pk in found:
            record_match(application, officer)


def record_match(application: Application, officer: User) -> None:
    """Write down once that an interest of an officer touches a case."""
    _row, new = Recusal.objects.get_or_create(
        application=application, officer=officer, defaults={"kind": Recusal.Kind.MATCHED}
    )
    if new:
        audit.record(
            actor="system",
            action="recusal:matched",
            subject=f"application:{application.pk}",
            data={"officer": officer.pk},
        )
