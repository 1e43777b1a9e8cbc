"""When a stage is due. Limits come from the rulebook; days are working days (workdays)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from portal.applications.models import Application
from portal.applications.states import CLOSED, State
from portal.catalog.declaration import Norms
from portal.workdays import queries as workdays
from portal.workdays.queries import Due

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
    if state is State.INSPECTION_PLANNED:
        return _visit(application, norms)
    if state in CLOSED or state is State.CERT_ISSUED:
        return {"due_at": None, "due_provisional": False}
    return {}


def _received(application: Application, norms: Norms, now: datetime) -> dict[str, Any]:
    limits = application.declaration.limits
    if limits.same_day:
        due = workdays.same_day_due(now)
        on = timezone.localtime(due.at).date()
        statutory = on if limits.statutory else None
        return {
            "due_at": due.at,
            "promised_on": on,
            "statutory_on": statutory,
            "due_provisional": due.provisional,
        }
    intake = _after(norms.on, limits.intake, norms) or Due(norms.on, False)
    decision = _after(intake.on, limits.decision, norms)
    stage = intake if limits.intake else decision
    return {
        "due_at": end_of(stage.on) if stage else None,
        "promised_on": _day(decision),
        "statutory_on": _day(_after(intake.on, limits.statutory, norms)),
        "due_provisional": intake.provisional or bool(decision and decision.provisional),
    }


def _accepted(application: Application, norms: Norms, now: datetime) -> dict[str, Any]:
    limits = application.declaration.limits
    if limits.same_day:
        return {}
    decision = _day(_after(norms.on, limits.decision, norms))
    days = [day for day in (decision, application.promised_on) if day]
    promised = min(days) if days else None
    return {
        "due_at": end_of(promised) if promised else None,
        "promised_on": promised,
        "statutory_on": _day(_after(norms.on, limits.statutory, norms)),
    }


def _after(day: date, key: str, norms: Norms) -> Due | None:
    """Return the day a limit of the rulebook (in working days) after a day ends; None for a limit that is not set."""
    return workdays.add_workdays(day, int(norms.value(key))) if key else None


def _day(due: Due | None) -> date | None:
    return due.on if due else None


def _visit(application: Application, norms: Norms) -> dict[str, Any]:
    """Return until when officers visit the place of a filing that has been made (B10), in calendar days."""
    days = int(norms.value(application.declaration.inspection))
    return {"due_at": end_of(norms.on + timedelta(days=days)), "due_provisional": False}


def _reviewed_again(application: Application, norms: Norms) -> dict[str, Any]:
    """Return a decision period of its own for a case that was decided before and is opened again."""
    decision = _after(norms.on, application.declaration.limits.decision, norms)
    if decision is None:
        return {"due_at": None, "promised_on": None, "due_provisional": False}
    return {
        "due_at": end_of(decision.on),
        "promised_on": decision.on,
        "due_provisional": decision.provisional,
    }


def _decision_due(application: Application) -> datetime | None:
    if application.declaration.limits.same_day and application.due_at:
        return application.due_at
    return end_of(application.promised_on) if application.promised_on else None
