"""The only writer of the state of a consultation, and the lock that every act holds."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.policies import Conflict
from portal.audit import actions as audit
from portal.consultations.models import Consultation
from portal.consultations.policies import check_move
from portal.consultations.queries import KIND, last_event
from portal.consultations.states import Actor, State


@transaction.atomic
def advance(
    consultation: Consultation,
    to: State,
    *,
    by: User | None,
    actor: Actor,
    version: int | None = None,
    changes: dict[str, Any] | None = None,
    record: dict[str, str] | None = None,
) -> Consultation:
    """Move a consultation to another state and return it; its case is told in its history, and the audit.

    by: who moves it, None for the portal. changes: other fields. record: texts added to its record.
    Raises Conflict when it is not in the state or version that the caller saw, NotAllowed when the move is not theirs.
    """
    locked = hold(consultation, version)
    if locked.state != consultation.state:
        raise Conflict(last_event(locked))
    check_move(locked, to, by, actor)
    before, locked.state = locked.state, to
    if record:
        locked.record = {**locked.record, **record}
    for name, value in (changes or {}).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=["state", "version", "record_sealed", *(changes or {})])
    note(locked, by, to.value.lower(), {"from": before})
    return locked


def hold(consultation: Consultation, version: int | None = None) -> Consultation:
    """Lock the case, then its consultation, and return the consultation as it is now.

    In this order, as the writer of the case does it. Raises Conflict when somebody changed it since `version`.
    """
    Application.objects.select_for_update().only("pk").get(pk=consultation.case_id)
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("case", "requested_by")
    locked = rows.get(pk=consultation.pk)
    if version is not None and locked.version != version:
        raise Conflict(last_event(locked))
    return locked


def note(consultation: Consultation, by: User | None, what: str, data: dict[str, Any] | None = None) -> None:
    """Write what happened into the history of the case, for officers only, and into the audit."""
    Event.objects.create(
        application=consultation.case,
        at=timezone.now(),
        kind=KIND,
        actor=by,
        grounds={"consultation": consultation.number, "what": what},
        public=False,
        version=consultation.case.version,
    )
    audit.record(
        actor=f"user:{by.pk}" if by else "system",
        action=f"consultation:{what}",
        subject=f"application:{consultation.case_id}",
        data={"consultation": consultation.number, **(data or {})},
    )
