"""What time does to cases, and how their sealed columns are sealed anew."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import stops
from portal.applications.actions.moving import move
from portal.applications.models import Application, Stop, Submission
from portal.applications.policies import Conflict
from portal.applications.states import State
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today

#: Kind of the memo about a stop whose planned end has passed.
STOP_ENDED = "stop_ended"


def close_unanswered() -> int:
    """Close the cases whose correction was due before today and never came (A8); return how many."""
    overdue = Application.objects.filter(
        state=State.CORRECTION, corrections__answered_at=None, corrections__answer_by__lt=today()
    ).distinct()
    closed = 0
    for application in overdue[:500]:
        try:
            move(application, State.CLOSED_NO_RESPONSE, by=None)
        except Conflict:  # answered at this very moment
            continue
        closed += 1
    return closed


def remind_of_stops() -> int:
    """Remind, once a stop, the officer who stopped the clock that its planned end has passed; return how many.

    Nothing goes on by itself: whether the hearing or the test is done, the officer knows.
    """
    told = 0
    for stop in stops.run_out(today())[:500]:
        subject = f"application:{stop.application_id}"
        with transaction.atomic():
            Stop.objects.select_for_update().get(pk=stop.pk)  # two rounds at once write one line
            if Memo.objects.filter(kind=STOP_ENDED, subject=subject, context__stop=stop.pk).exists():
                continue
            context = {"number": stop.application.number, "day": str(stop.planned_on), "stop": stop.pk}
            inbox.put(recipient=cast(User, stop.by), kind=STOP_ENDED, subject=subject, context=context)
            told += 1
    return told


def stop_ended(context: Mapping[str, Any]) -> str:
    """Say in the inbox that a stop has lasted longer than planned."""
    words = _("The clock of %(number)s was to stand still until %(day)s. Does the review go on?")
    return words % {"number": context["number"], "day": local_date(date.fromisoformat(context["day"]))}


def sealed_drafts() -> Iterator[tuple[type[Model], str]]:
    yield Application, "draft"


def sealed_submissions() -> Iterator[tuple[type[Model], str]]:
    yield Submission, "content"
