"""What time does to cases, and how their sealed columns are sealed anew."""

from collections.abc import Iterator

from django.db.models import Model

from portal.applications.actions.moving import move
from portal.applications.models import Application, Submission
from portal.applications.policies import Conflict
from portal.applications.states import State
from portal.workdays.queries import today


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


def sealed_drafts() -> Iterator[tuple[type[Model], str]]:
    yield Application, "draft"


def sealed_submissions() -> Iterator[tuple[type[Model], str]]:
    yield Submission, "content"
