"""What may be done to a case, said as sentences. `check_…` raises, `can_…` answers."""

from portal.accounts import reach
from portal.accounts.models import Role, User
from portal.accounts.queries import postings_of
from portal.applications.models import Application, Event
from portal.applications.representing import NotAllowed, NotAuthorised, acts_for, has_part
from portal.applications.states import EDITABLE, Actor, State, allowed, also_by_system

__all__ = [
    "AlreadyHeld", "Blocked", "Conflict", "FourEyes", "NotAllowed", "NotAuthorised", "acts_for", "can_edit", "can_move",
    "can_withdraw", "check_can_move", "check_four_eyes", "check_not_reviewed", "covers", "has_part",
    "has_reviewed",
]  # fmt: skip


class FourEyes(NotAllowed):
    """The person already acted on this case in a role that excludes this one."""


class Blocked(NotAllowed):
    """A gate of the writer holds a move back: a checkpoint is open, a ground is missing, somebody else has claimed it.

    sentences: why, each a sentence for the officer in the active language. code: which gate ("checkpoints", …).
    """

    def __init__(self, code: str, *sentences: str) -> None:
        super().__init__("; ".join(sentences))
        self.code, self.sentences = code, sentences


class Conflict(Exception):
    """Somebody else moved the case first; `event` says who, when and where to."""

    def __init__(self, event: Event | None) -> None:
        super().__init__("the case has moved on")
        self.event = event


class AlreadyHeld(Exception):
    """Another open case holds what only one open case may hold; `key` is the key of the fact."""

    def __init__(self, key: str) -> None:
        super().__init__(f"another open case holds {key}")
        self.key = key


def covers(user: User, application: Application, role: str | None = None) -> bool:
    """Return whether a posting of the user covers the case's unit (municipal: all, district: its stations)."""
    return any(
        (role is None or posting.role == role)
        and reach.covers(posting.unit, application.unit, application.district)
        for posting in postings_of(user)
    )


def check_can_move(application: Application, to: str, user: User | None) -> Actor:
    """Return the role in which the user (None: the portal itself) may make this move now.

    Raises NotAllowed when the move does not exist or is not this person's, FourEyes when the same person
    acted before in a role that excludes it (A8, 许可法 art. 34).
    """
    actor = allowed(application.state, to)
    if actor is None:
        raise NotAllowed(f"{application.state} -> {to} does not exist")
    if actor is Actor.SYSTEM:
        if user is not None:
            raise NotAllowed(f"{to} is the portal's own move")
        return actor
    if user is None:
        if also_by_system(application.state, to):
            return Actor.SYSTEM
        raise NotAllowed(f"{to} needs a person")
    if actor is Actor.APPLICANT:
        if not acts_for(user, application):
            raise NotAllowed("only the applicant may do this")
        return actor
    if not covers(user, application, Role(actor.value)):
        raise NotAllowed(f"no posting as {actor} covers the case")
    check_four_eyes(application, user, actor)
    if to == State.REVOKED and user.pk == application.approver_id:
        raise FourEyes("who granted something does not revoke it")
    return actor


def check_four_eyes(application: Application, user: User, actor: Actor) -> None:
    """Raise FourEyes when the user may not act in this role because of who acted before, or is the applicant's."""
    if has_part(user, application):
        raise FourEyes("nobody handles his or her own case")
    if actor is Actor.APPROVER and user.pk in {application.acceptor_id, application.reviewer_id}:
        raise FourEyes("who accepted or reviewed a case may not decide it")
    if (
        actor is Actor.REVIEWER
        and application.declaration.officers == 3
        and user.pk == application.acceptor_id
    ):
        raise FourEyes("who accepted a case of this service may not review it")


def has_reviewed(application: Application, user: User) -> bool:
    """Return whether the user ever proposed a decision on the case. One query.

    The case names its last reviewer only: one that was returned may have had another before.
    """
    return application.events.filter(kind="move", after=State.PENDING_APPROVAL, actor=user).exists()


def check_not_reviewed(application: Application, user: User) -> None:
    """Raise FourEyes when the user ever proposed a decision on the case. One query."""
    if has_reviewed(application, user):
        raise FourEyes("who reviewed a case in an earlier turn may not decide it")


def can_move(application: Application, to: str, user: User | None) -> bool:
    """Return whether `check_can_move` would pass."""
    try:
        check_can_move(application, to, user)
    except NotAllowed:
        return False
    return True


def can_edit(application: Application, user: User) -> bool:
    """Return whether the user may edit the answers now: who acts for it, in a draft or a correction."""
    return application.state in EDITABLE and acts_for(user, application)


def can_withdraw(application: Application, user: User) -> bool:
    """Return whether the user may withdraw the case now."""
    return can_move(application, State.WITHDRAWN, user)
