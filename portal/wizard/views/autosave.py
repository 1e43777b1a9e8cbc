"""Keep single fields while they are typed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import EDITABLE
from portal.catalog.declaration import Step
from portal.ui.templatetags.ui import local_time
from portal.wizard import draft as document_of
from portal.wizard import forms
from portal.wizard.journey import open_journey


@never_cache
@require_POST
def autosave(request: HttpRequest, service: str, draft: UUID, step: str) -> HttpResponse:
    """Keep the fields that the request carries, unjudged; answer when they were saved.

    401 when signed out, 404 for others' drafts, 409 when the case cannot be edited any more or the step is
    not to be answered yet. Names that are no fields of the step, and locked fields, are ignored.
    """
    if not request.user.is_authenticated:
        return problem(401, _("You are signed out."))
    application = get_object_or_404(owned_by(request.user), pk=draft, service=service)
    if application.state not in EDITABLE:
        return problem(409, _("This application has been submitted."))
    try:
        journey = open_journey(application, request.user)
        if step not in {item.slug for item in journey.service.steps}:
            raise Http404
        if not journey.may_open(step):
            return problem(409, _("Please answer the steps before this one first."))
        declaration = journey.service.step(step)
        locked = forms.locked_fields(journey, declaration) | forms.filled_fields(journey, declaration)
        journey.keep(request.user, merging(declaration, request.POST, locked))
    except Conflict:
        return problem(409, _("This application has been submitted."))
    except NotAllowed:  # the authorisation for the company was ended at this very moment
        raise Http404 from None
    return JsonResponse({"saved_at": local_time(journey.application.draft_saved_at)})


def merging(step: Step, sent: Any, locked: frozenset[str]) -> Any:
    """Return the change of the draft that puts the fields sent into what the row holds at that moment."""

    def change(document: document_of.Document) -> None:
        stored = document_of.typed(document, step.slug)
        merged = forms.form_class(step).merged(stored, sent, forms.prefix_of(step))
        document_of.keep_typed(document, step.slug, document_of.without_locked(stored, merged, locked))

    return change


def problem(status: int, sentence: str) -> JsonResponse:
    """Return an answer that says what went wrong."""
    return JsonResponse({"error": sentence}, status=status)
