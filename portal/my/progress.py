"""What an applicant reads about where a case stands: the service's own sentence, and the time that is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.applications.models import Application, Submission
from portal.applications.queries import latest_submission, open_correction
from portal.applications.states import CLOCK_RUNS, State
from portal.rulebook.queries import norms, office
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today, workdays_between

#: States in which a decision is still to come and the days until it are counted.
DECISION_AHEAD = CLOCK_RUNS - {State.APPROVED}


@dataclass(frozen=True)
class Standstill:
    """A stop of the clock that lasts. planned_on: None where none was kept."""

    ground: str
    began_at: datetime
    planned_on: date | None


def standstill(application: Application) -> Standstill | None:
    """Return the stop of a suspended case; None in every other state. One query, else none."""
    if application.state != State.SUSPENDED:
        return None
    move = application.events.filter(kind="move", after=State.SUSPENDED).order_by("-version").first()
    if move is None:
        return None
    english = (get_language() or "").startswith("en")
    ground = str(move.grounds.get("ground_name_en" if english else "ground_name", ""))
    planned = move.grounds.get("planned_on")
    return Standstill(ground, move.at, date.fromisoformat(planned) if planned else None)


def stopped(stop: Standstill, waits: bool) -> str:
    """Return that the clock stands still, why, and what the applicant does. waits: for something of the applicant."""
    if waits:
        return _("The time limit stands still. Please hand in what is missing; the review then goes on.")
    if not stop.ground:
        return _("The time limit stands still; you need not do anything.")
    words = _("The time limit stands still; you need not do anything. Ground: %(ground)s.")
    return words % {"ground": stop.ground}


def office_of(application: Application) -> dict[str, str]:
    """Return name and phone of the unit that handles a case, in the active language. One query."""
    return office(application.unit, get_language() or "zh-hans")


def sentence(
    application: Application, submission: Submission | None = None, unit: Mapping[str, str] | None = None
) -> str:
    """Return what the service declares about the present state, with its words put in; "" when it says nothing.

    submission, unit: the latest one and the office, when the caller has read them already.
    """
    service = application.declaration
    if application.state not in service.progress:
        return ""
    submission = submission or latest_submission(application)
    correction = open_correction(application)
    words = {
        "unit": (unit or office_of(application))["name"],
        "promised_on": local_date(application.promised_on),
        "due_on": local_date(application.due_at),
        "items": str(correction.items.count()) if correction else "",
    }
    words |= service.progress_words(submission.content["answers"] if submission else {}, norms(today()))
    return str(service.progress[application.state]) % words


def days_left(application: Application) -> int | None:
    """Return the working days until the promised day, negative when it has passed; None while none is waited for."""
    if application.state not in DECISION_AHEAD or application.promised_on is None:
        return None
    return workdays_between(today(), application.promised_on)


def time_left(application: Application) -> str:
    """Return the time until the promised day in words; "" while no clock runs."""
    left = days_left(application)
    if left is None:
        return ""
    if left < 0:
        return _("We are late by %(days)s working days and apologise.") % {"days": -left}
    if left == 0:
        return _("The decision is due today.")
    return _("%(days)s working days are left until the promised day.") % {"days": left}
