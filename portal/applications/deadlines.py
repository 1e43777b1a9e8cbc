"""When a stage is due. Limits come from the rulebook; days are working days (workdays)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from portal.applications.models import Application
from portal.applications.states import CLOSED, State
from portal.catalog.declaration import Norms
from portal.workdays import queries as workdays

END_OF_DAY = time(23, 59, 59)


def end_of(day: date) -> datetime:
    """Return the last second of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, END_OF_DAY), timezone.get_default_timezone())


def on_entering(state: State, application: Application, norms: Norms, now: datetime) -> dict[str, Any]:
    """Return the deadline fields that change when a case enters a state; empty when none does.

    The promise made at submission is never moved to a later day by acceptance; a correction restarts the
    intake clock and with it the promise (C15: the correction before acceptance restarts it).
    """
    if state is State.RECEIVED:
        return _received(application, norms, now)
    if state is State.ACCEPTED:
        return _accepted(application, norms, now)
    if state is State.CORRECTION:
        answer_by = norms.on + timedelta(days=norms.value("case.correction_days"))
        return {"due_at": end_of(answer_by), "due_provisional": False}
    if state is State.IN_REVIEW:
        return (
            _reviewed_again(application, norms)
            if application.decided_at
            else {"due_at": _decision_due(application)}
        )
    if state in CLOSED or state is State.CERT_ISSUED:
        return {"due_at": None, "due_provisional": False}
    return {}


def _received(application: Application, norms: Norms, now: datetime) -> dict[str, Any]:
    limits = application.declaration.limits
    if limits.same_day:
        due = workdays.same_day_due(now)
        on = timezone.localtime(due.at).date()
        return {"due_at": due.at, "promised_on": on, "statutory_on": on, "due_provisional": due.provisional}
    intake = workdays.add_workdays(norms.on, norms.value(limits.intake))
    decision = workdays.add_workdays(intake.on, norms.value(limits.decision))
    statutory = workdays.add_workdays(intake.on, norms.value(limits.statutory))
    return {
        "due_at": end_of(intake.on),
        "promised_on": decision.on,
        "statutory_on": statutory.on,
        "due_provisional": intake.provisional or decision.provisional,
    }


def _accepted(application: Application, norms: Norms, now: datetime) -> dict[str, Any]:
    limits = application.declaration.limits
    if limits.same_day:
        return {}
    decision = workdays.add_workdays(norms.on, norms.value(limits.decision))
    statutory = workdays.add_workdays(norms.on, norms.value(limits.statutory))
    promised = min(decision.on, application.promised_on or decision.on)
    return {"due_at": end_of(promised), "promised_on": promised, "statutory_on": statutory.on}


def _reviewed_again(application: Application, norms: Norms) -> dict[str, Any]:
    """Return a decision period of its own for a case that was decided before and is opened again."""
    decision = workdays.add_workdays(norms.on, norms.value(application.declaration.limits.decision))
    return {
        "due_at": end_of(decision.on),
        "promised_on": decision.on,
        "due_provisional": decision.provisional,
    }


def _decision_due(application: Application) -> datetime:
    if application.declaration.limits.same_day and application.due_at:
        return application.due_at
    return end_of(application.promised_on or timezone.localdate())
