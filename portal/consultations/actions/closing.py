"""What comes after a conclusion: things to do, and the archive."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.policies import NotAllowed
from portal.consultations.actions.advancing import advance, hold, note
from portal.consultations.models import Consultation, Task
from portal.consultations.policies import can_chair, check_chair
from portal.consultations.states import DECIDED, WITH_CONCLUSION, Actor, State
from portal.review.acts import LEAST_NOTE
from portal.review.policies import NotPossible, check_text
from portal.workdays.queries import today


@transaction.atomic
def add_task(*, consultation: Consultation, by: User, version: int, text: str, due_on: date) -> Task:
    """Note what follows from a conclusion, and by when. text: at least 10 characters.

    Raises NotPossible for a day that has passed, Conflict, NotAllowed for who is not the chair.
    """
    locked = hold(consultation, version)
    check_chair(by, locked, WITH_CONCLUSION)
    if due_on < today():
        raise NotPossible(_("This day has passed. Please check it."), "due_on")
    task = Task(consultation=locked, due_on=due_on)
    task.text = {"text": check_text(text, LEAST_NOTE, "text")}
    task.save(force_insert=True)
    note(locked, by, "task")
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User, version: int) -> Task:
    """Note that something has been done, by the chair or whoever asked for the consultation.

    Raises NotPossible when it was done before, Conflict, NotAllowed.
    """
    locked = hold(task.consultation, version)
    if locked.state not in WITH_CONCLUSION or not (locked.requested_by_id == by.pk or can_chair(by, locked)):
        raise NotAllowed("the chair or the requester notes what has been done")
    row = Task.objects.get(pk=task.pk)
    if row.done_at:
        raise NotPossible(_("This has been noted as done already."))
    row.done_by, row.done_at = by, timezone.now()
    row.save(update_fields=["done_by", "done_at"])
    note(locked, by, "task-done")
    return row


@transaction.atomic
def archive(*, consultation: Consultation, by: User, version: int) -> Consultation:
    """Close the file after the decision. Raises NotPossible while something is to be done, Conflict, NotAllowed."""
    locked = hold(consultation, version)
    check_chair(by, locked, DECIDED)
    if locked.tasks.filter(done_at=None).exists():
        raise NotPossible(_("Something that follows from the conclusion has not been done yet."))
    return advance(consultation, State.ARCHIVED, by=by, actor=Actor.CHAIR, version=version)
