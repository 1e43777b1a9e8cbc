"""The only place that writes the state of a case."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications import deadlines, gates, places, stops
from portal.applications.models import Application, Event
from portal.applications.policies import Conflict, check_can_move, check_not_reviewed
from portal.applications.queries import overtaking_move
from portal.applications.signals import moved
from portal.applications.states import CLOSED, Actor, State, turn_of
from portal.audit import actions as audit
from portal.rulebook.queries import norms as norms_on
from portal.standards.digests import canonical_json, sha256
from portal.workdays.queries import today


@transaction.atomic
def move(
    application: Application,
    to: State,
    *,
    by: User | None,
    note: str = "",
    public: bool = True,
    version: int | None = None,
    changes: dict[str, Any] | None = None,
    outcome: str = "",
    grounds: dict[str, Any] | None = None,
) -> Application:
    """Move a case to another state and return it as it is now; use the returned object from here on.

    Locks the row; checks that it still is in the state (and, when given, the version) the caller saw; checks
    the move, the person and four eyes; writes state, deadlines and `changes` (other fields); writes the event
    and the audit entry; begins or ends a stop of the clock; takes or frees the places held; tells portal/flow.py. All
    of it is kept together or not at all.

    by: who moves it, None for the portal itself. note: shown on the timeline, to the applicant only if public.
    outcome, grounds: what the case comes to by this move, kept as codes and texts (see applications/outcomes.py); of a
    move to SUSPENDED ground and planned end (see applications/stops.py).
    Raises Conflict when somebody was faster, NotAllowed or FourEyes when the move is not this person's, Blocked when
    a gate (see applications/gates.py) holds it back.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != application.state or (version is not None and locked.version != version):
        raise Conflict(overtaking_move(locked, application.version if version is None else version))
    actor = _role(locked, to, by)
    now = timezone.now()
    asked = gates.Move(locked, State(to), by, actor, now, note, outcome, grounds or {}, changes or {}, public)
    kept = dict(stops.lawful(asked))
    gates.pass_all(asked)
    before = _digest(locked)
    event = Event(application=locked, at=now, before=locked.state, after=to, actor=by, role=actor.value)
    event.note, event.public = note, public
    event.outcome, event.grounds = outcome, kept
    updates = _updates(locked, State(to), changes or {}, now)
    stops.follow(locked, State(to), by=by, grounds=kept, now=now)
    for name, value in updates.items():
        setattr(locked, name, value)
    locked.state = to
    locked.version += 1
    locked.save(update_fields=["state", "version", *updates])
    event.version = locked.version
    event.save()
    places.follow(locked, to, now)
    _record(event, before)
    moved.send(sender=Application, application=locked, event=event)
    return Application.objects.get(pk=locked.pk)


def _role(case: Application, to: str, by: User | None) -> Actor:
    """Return in which role somebody moves a case; who reviewed it in an earlier turn is no approver of it."""
    actor = check_can_move(case, to, by)
    if by and actor is Actor.APPROVER:
        check_not_reviewed(case, by)
    return actor


def _record(event: Event, before: str) -> None:
    """Write the audit entry of a move. before: digest of the case as it was."""
    case, by = event.application, event.actor
    audit.record(
        actor=f"user:{by.pk}" if by else "system",
        action=f"move:{event.after}",
        subject=f"application:{case.pk}",
        data={"from": event.before, "role": event.role, "before": before, "after": _digest(case)}
        | ({"outcome": event.outcome} if event.outcome else {}),
    )


def _updates(case: Application, to: State, changes: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the fields that a move writes besides state and version."""
    updates = deadlines.on_entering(to, case, norms_on(today()), now)
    updates |= stops.given_back(case, to, now) | changes
    updates["turn"] = turn_of(to)
    if to in CLOSED and case.concluded_at is None:
        updates.setdefault("concluded_at", now)
    if to is State.IN_REVIEW and case.decided_at:  # opened again: the new round needs a decision of its own
        updates |= {"approver": None, "decided_at": None}
    return updates


def _digest(application: Application) -> str:
    """Return a digest of what a move may change, for the audit entry (no personal data leaves the row)."""
    fields = (
        "state",
        "version",
        "number",
        "unit",
        "acceptor_id",
        "reviewer_id",
        "approver_id",
        "promised_on",
    )
    return sha256(canonical_json({name: str(getattr(application, name)) for name in fields}))


def withdraw(*, application: Application, by: User, reason: str = "") -> Application:
    """Withdraw a submitted case. Raises NotAllowed after approval, Conflict when it moved meanwhile."""
    return move(application, State.WITHDRAWN, by=by, note=reason)
