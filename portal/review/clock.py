"""How a time limit is shown: colour, icon and words (D-supervision §D1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.applications.states import DESK_DUE, State
from portal.ui.templatetags.ui import local_date, local_time
from portal.workdays.queries import workdays_between

#: Working days, and the share of the term in per cent, from which on a limit is near.
NEAR_DAYS, NEAR_SHARE = 2, 30
#: Terms up to so many working days (acceptance and decision of the shortest licence) are near by their share alone.
SHORT_TERM = NEAR_DAYS + 1
#: Same-day matters: hours left from which on a limit is near, and the last hour.
NEAR_HOURS, LAST_HOURS = 4, 1


@dataclass(frozen=True)
class Clock:
    """What is shown of a limit.

    level: none, green, yellow, orange, red, dark or grey. icon: name of a heroicon.
    """

    level: str
    icon: str
    text: str


NONE = Clock("none", "", "")


@dataclass(frozen=True)
class Stopped:
    """One stop of the clock as shown. ended_at: None while it lasts. days: working days it has taken so far."""

    ground: str
    by: str
    began_at: datetime
    planned_on: date | None
    ended_at: datetime | None
    days: int


def stops_of(application: Application, events: Sequence[Event]) -> list[Stopped]:
    """Return the stops of a case, newest first. One query, none when the timeline (`events`) tells of no stop."""
    told = {event.at: event for event in events if event.after == State.SUSPENDED}
    if not told:
        return []
    rows, english = [], (get_language() or "").startswith("en")
    for stop in application.stops.select_related("by").order_by("-began_at"):
        event, until = told.get(stop.began_at), stop.ended_at or timezone.now()
        name = event.grounds.get("ground_name_en" if english else "ground_name") if event else None
        by = str(stop.by) if stop.by else _("The portal")
        days = workdays_between(_local(stop.began_at), _local(until))
        rows.append(Stopped(name or stop.ground, by, stop.began_at, stop.planned_on, stop.ended_at, days))
    return rows


def open_stop(stops: Sequence[Stopped]) -> Stopped | None:
    """Return the stop that lasts."""
    return next((stop for stop in stops if stop.ended_at is None), None)


def clock_of(application: Application, now: datetime | None = None, stop: Stopped | None = None) -> Clock:
    """Return how the limit of the present stage is shown. stop: the one that lasts, where it has been read.

    A row does not keep when its stage began, so the term is counted from the last time the applicant acted: the
    day of submission, or the day the draft was saved last before it was handed in again. Of a term as short as a
    transport licence's (`SHORT_TERM`) only the share left makes it near: it would be near from its first minute
    otherwise. No query but the calendar's, which is kept in the process.
    """
    now = now or timezone.now()
    due = application.due_at
    if application.state == State.SUSPENDED:
        return _stopped(stop, now)
    if due is None:
        return NONE
    if application.state == State.CORRECTION:
        return Clock("grey", "pause-circle", _("Answer by %(day)s") % {"day": local_date(due)})
    if application.state not in DESK_DUE:
        return NONE
    if application.state == State.INSPECTION_PLANNED:
        return _visit(application, due, now)
    if application.statutory_on and _local(now) > application.statutory_on:
        return Clock("dark", "shield-exclamation", _statutory(application.statutory_on, _local(now)))
    if due < now:
        text = _overdue(_local(due), _local(now)) or _("Overdue since %(time)s") % {"time": local_time(due)}
        return Clock("red", "no-symbol", text)
    if application.declaration.limits.same_day:
        return _same_day(due, now)
    return _in_days(application, due, now)


def _stopped(stop: Stopped | None, now: datetime) -> Clock:
    """Return how a stopped clock is shown: grey, with ground and planned end; a mark when that has passed."""
    if stop is None or stop.planned_on is None:
        return Clock("grey", "pause-circle", _("Clock stopped"))
    day = local_date(stop.planned_on)
    if stop.planned_on < _local(now):
        text = _("Clock stopped, was planned until %(day)s. %(ground)s") % {"day": day, "ground": stop.ground}
        return Clock("grey", "exclamation-triangle", text)
    text = _("Clock stopped until %(day)s. %(ground)s") % {"day": day, "ground": stop.ground}
    return Clock("grey", "pause-circle", text)


def _visit(application: Application, due: datetime, now: datetime) -> Clock:
    """Return how the day is shown by which officers visit the place: the limits of the decision are past then."""
    if due < now:
        text = _overdue(_local(due), _local(now)) or _("Overdue since %(time)s") % {"time": local_time(due)}
        return Clock("red", "no-symbol", text)
    return _in_days(application, due, now)


def _same_day(due: datetime, now: datetime) -> Clock:
    left = due - now
    when = _("Today %(time)s") % {"time": local_time(due)}
    if _local(due) != _local(now):
        when = f"{local_date(due)} {local_time(due)}"
    if left <= timedelta(hours=LAST_HOURS):
        minutes = max(1, int(left.total_seconds() // 60))
        return Clock(
            "orange",
            "bell-alert",
            _("%(when)s, %(minutes)s minutes left") % {"when": when, "minutes": minutes},
        )
    if left <= timedelta(hours=NEAR_HOURS):
        return Clock("yellow", "clock", when)
    return Clock("green", "calendar", when)


def _in_days(application: Application, due: datetime, now: datetime) -> Clock:
    left = workdays_between(_local(now), _local(due))
    if left == 0:
        return Clock("orange", "bell-alert", _("Due today"))
    acted = [moment for moment in (application.submitted_at, application.draft_saved_at) if moment]
    term = workdays_between(_local(max(acted, default=now)), _local(due))
    if (left <= NEAR_DAYS and term > SHORT_TERM) or left * 100 <= term * NEAR_SHARE:
        text = _("1 working day left") if left == 1 else _("%(days)s working days left") % {"days": left}
        return Clock("yellow", "clock", text)
    return Clock("green", "calendar", local_date(due))


def _overdue(last: date, day: date) -> str:
    """Return in words how long a last day has passed; empty when no working day lies between."""
    days = workdays_between(last, day)
    if days < 1:
        return ""
    return (
        _("Overdue by 1 working day") if days == 1 else _("Overdue by %(days)s working days") % {"days": days}
    )


def _statutory(last: date, day: date) -> str:
    days = workdays_between(last, day)
    if days < 1:
        return _("Past the statutory limit")
    if days == 1:
        return _("Past the statutory limit by 1 working day")
    return _("Past the statutory limit by %(days)s working days") % {"days": days}


def _local(moment: datetime) -> date:
    return timezone.localtime(moment).date()
