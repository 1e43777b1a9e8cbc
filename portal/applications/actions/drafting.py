"""Start, keep and discard drafts."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed, acts_for, can_edit
from portal.applications.queries import overtaking_move
from portal.applications.representing import NotAuthorised, check_may_file
from portal.applications.states import EDITABLE, State
from portal.audit import actions as audit
from portal.catalog import registry
from portal.companies.models import Company


@transaction.atomic
def start(*, by: User, service: str, language: str, company: Company | None = None) -> Application:
    """Start a draft for a service.

    company: for which the person files; None for himself or herself. Raises KeyError for a service that is not
    offered, NotAuthorised when `by` may not file this service for that company.
    """
    declaration = registry.get(service)
    if company is not None:
        if not declaration.company:
            raise NotAuthorised("company")
        check_may_file(by, declaration, company)
    application = Application(service=declaration.code, owner=by, company=company, language=language)
    application.draft = {}
    application.save(force_insert=True)
    return application


@transaction.atomic
def save_draft(
    *, application: Application, by: User, change: Callable[[dict[str, Any]], None], quietly: bool = False
) -> Application:
    """Change the draft document under a lock and keep it; returns the application as kept.

    change: a function that edits the document in place. quietly: the portal writes, not the person, so that the
    draft counts as saved no later than before. Two tabs saving different fields do not undo each
    other, because each change is made to what the row holds now. Raises Conflict when the case is no longer
    open for editing (submitted meanwhile), NotAllowed when it is somebody else's.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not acts_for(by, locked):
        raise NotAllowed("only the applicant edits the answers")
    if locked.state not in EDITABLE:
        raise Conflict(overtaking_move(locked, application.version))
    document = locked.draft or {}
    change(document)
    locked.draft = document
    if not quietly:
        locked.draft_saved_at = timezone.now()
    locked.save(update_fields=["draft_sealed", "draft_saved_at"])
    return locked


def note_step(*, application: Application, step: str) -> None:
    """Note at which step a draft stands now, for the figures of where people stop. Nothing else is said by it."""
    Application.objects.filter(pk=application.pk).update(draft_step=step)
    application.draft_step = step


@transaction.atomic
def discard(*, application: Application, by: User) -> None:
    """Delete a draft for good. Raises NotAllowed for a case that was submitted or is somebody else's."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != State.DRAFT or not can_edit(locked, by):
        raise NotAllowed("only one's own drafts can be deleted")
    audit.record(actor=f"user:{by.pk}", action="draft:discard", subject=f"application:{locked.pk}")
    locked.delete()
