"""How a time limit is shown: colour, icon and words (D-supervision §D1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications.models import Application
from portal.applications.states import DESK_DUE, State
from portal.ui.templatetags.ui import local_date, local_time
from portal.workdays.queries import workdays_between

#: Working days, and the share of the term in per cent, from which on a limit is near.
NEAR_DAYS, NEAR_SHARE = 2, 30
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


def clock_of(application: Application, now: datetime | None = None) -> Clock:
    """Return how the limit of the present stage is shown.

    The share of the term left is counted from the day of submission, because a row does not keep when its
    stage began. No query but the calendar's, which is kept in the process.
    """
    now = now or timezone.now()
    due = application.due_at
    if application.state == State.SUSPENDED:
        return Clock("grey", "pause-circle", _("Clock stopped"))
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
    begun = _local(application.submitted_at or now)
    term = workdays_between(begun, _local(due))
    if left <= NEAR_DAYS or left * 100 <= term * NEAR_SHARE:
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
