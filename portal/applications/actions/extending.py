"""A decision takes longer: extended once, by the approver, with the reason told (许可法 42, C15)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import Role, User
from portal.applications import gates, signals, stops
from portal.applications.models import Application, Event
from portal.applications.policies import (
    Blocked,
    Conflict,
    NotAllowed,
    check_four_eyes,
    check_not_reviewed,
    covers,
)
from portal.applications.queries import EXTENSION, addressees, overtaking_move
from portal.applications.states import Actor, State
from portal.audit import actions as audit
from portal.notifications.telling import tell
from portal.rulebook.queries import norms
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today

#: States in which a decision is still to come. Not while the clock stands still: then it goes on first.
EXTENDABLE = frozenset({State.ACCEPTED, State.IN_REVIEW, State.CONSULTATION, State.PENDING_APPROVAL})


def check_can_extend(application: Application, user: User) -> None:
    """Raise NotAllowed unless the user may extend this case: an approver of the unit, before the promised day ends.

    Only services with a statutory limit in days have it, not those decided on the same day. Raises FourEyes when
    the user accepted or reviewed the case, or is on the applicant's side.
    """
    limits = application.declaration.limits
    if application.state not in EXTENDABLE:
        raise NotAllowed(f"nothing is extended in {application.state}")
    if not limits.statutory or limits.same_day or application.promised_on is None:
        raise NotAllowed(f"{application.service} has no limit that may be extended")
    if application.promised_on < today():
        raise NotAllowed("the limit has passed")
    if not covers(user, application, Role.APPROVER):
        raise NotAllowed("no posting as approver covers the case")
    check_four_eyes(application, user, Actor.APPROVER)


def extended(application: Application) -> bool:
    """Return whether the time limit of a case was extended already. One query."""
    return application.events.filter(kind=EXTENSION).exists()


@transaction.atomic
def extend(*, application: Application, by: User, version: int, reason: str) -> Application:
    """Extend the time limit of a case by the days of the rulebook and return the case; the applicant is told why.

    reason: at least 15 characters, public. Raises Conflict when somebody was faster, NotAllowed or FourEyes as
    `check_can_extend`, Blocked for a second extension, a reason that is too short or who stood back from the case.
    """
    case = Application.objects.select_for_update().get(pk=application.pk)
    if case.state != application.state or case.version != version:
        raise Conflict(overtaking_move(case, version))
    check_can_extend(case, by)
    check_not_reviewed(case, by)
    gates.check_not_barred(case, by)
    if extended(case):
        raise Blocked(
            "extension", _("The time limit of this case was extended before. It can be extended once.")
        )
    if len(reason.strip()) < stops.LEAST_REASON:
        words = _("Please tell the applicant in at least %(least)s characters why it takes longer.")
        raise Blocked("extension", words % {"least": stops.LEAST_REASON})
    days = int(norms(today()).value("case.extension_days"))
    before = {name: str(getattr(case, name)) for name in ("promised_on", "statutory_on")}
    updates = stops.later(case, days)
    for name, value in updates.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=["version", *updates])
    event = _record(case, by, reason.strip(), days, before)
    _tell(case, event, days)
    signals.extended.send(sender=Application, application=case, event=event)
    return Application.objects.get(pk=case.pk)


def _record(case: Application, by: User, reason: str, days: int, before: dict[str, str]) -> Event:
    promised_on = str(case.promised_on)
    event = Event.objects.create(
        application=case,
        at=timezone.now(),
        kind=EXTENSION,
        actor=by,
        role=Actor.APPROVER.value,
        note=reason,
        grounds={"days": days, "promised_on": promised_on, "promised_before": before["promised_on"]},
        version=case.version,
    )
    data: dict[str, Any] = {"days": days, "before": before, "promised_on": promised_on}
    data["statutory_on"] = str(case.statutory_on)
    audit.record(actor=f"user:{by.pk}", action="case:extended", subject=f"application:{case.pk}", data=data)
    return event


def _tell(case: Application, event: Event, days: int) -> None:
    with override(case.language):
        context = {
            "number": case.number,
            "service": str(case.declaration.title),
            "application": str(case.pk),
            "days": days,
            "promised_on": local_date(case.promised_on),
            "note": event.note,
        }
    for person in addressees(case):
        tell(
            recipient=person,
            kind="extended",
            language=case.language,
            subject=f"application:{case.pk}",
            context=context,
        )
