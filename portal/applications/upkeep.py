"""What time does to cases, and how their sealed columns are sealed anew."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import stops
from portal.applications.actions.moving import move
from portal.applications.models import Application, Stop, Submission
from portal.applications.policies import Blocked, Conflict
from portal.applications.states import State
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.rulebook.queries import norms
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today

log = logging.getLogger(__name__)
#: Key of the rulebook: so many days after its end a case is archived.
ARCHIVE_DAYS = "case.archive_days"
#: So many cases are archived in a round, and looked at in a batch.
MOST, BATCH = 500, 100
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


def archive() -> int:
    """Archive the cases that were concluded as long ago as `case.archive_days` says; return how many.

    At most `MOST` in a round, the oldest first. A case that a gate holds back (a checkpoint of the archive fails) stays
    concluded and holds up no other; it is asked again in the next round.
    """
    before = timezone.now() - timedelta(days=int(norms(today()).value(ARCHIVE_DAYS)))
    archived, last = 0, None
    while archived < MOST:
        batch = _to_archive(before, last)
        if not batch:
            break
        archived += sum(_archive(case) for case in batch[: MOST - archived])
        last = batch[-1].concluded_at, batch[-1].pk
    return archived


def _to_archive(before: datetime, last: tuple[datetime | None, UUID] | None) -> list[Application]:
    """Return the next cases to archive. last: when the one before them was concluded, and its key."""
    rows = Application.objects.filter(state=State.CONCLUDED, concluded_at__lt=before).defer("draft_sealed")
    if last is not None:
        rows = rows.filter(Q(concluded_at__gt=last[0]) | Q(concluded_at=last[0], pk__gt=last[1]))
    return list(rows.order_by("concluded_at", "pk")[:BATCH])


def _archive(application: Application) -> bool:
    try:
        move(application, State.ARCHIVED, by=None)
    except Conflict:  # another process was faster, or the certificate was revoked at this very moment
        return False
    except Blocked as problem:
        log.warning("case %s is not archived: %s", application.number, problem)
        return False
    return True


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
