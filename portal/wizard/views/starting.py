"""The start page of a service."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.applications import actions
from portal.applications.queries import owned_by
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.queries import promise_text, ways_of
from portal.wizard import again, prefill
from portal.wizard.journey import CHECK


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Show what the service asks for and offer the open drafts first; a POST starts a draft.

    A draft in which nothing was saved yet is used again: pressing twice makes one.
    """
    try:
        declaration = registry.get(service.upper())
    except KeyError:
        raise Http404 from None
    language = get_language() or "zh-hans"
    drafts = (
        owned_by(request.user).filter(service=declaration.code, state=State.DRAFT).order_by("-created_at")
    )
    if request.method == "POST":
        untouched = drafts.filter(draft_saved_at=None).first()
        application = untouched or actions.start(by=request.user, service=declaration.code, language=language)
        journey = prefill.begin(application, request.user)
        return redirect(journey.url(journey.first_incomplete))
    context = {
        "service": declaration,
        "promise": promise_text(declaration, language),
        "drafts": drafts.exclude(draft_saved_at=None)[:10],
        "check": CHECK,
        "last": again.last_of(request.user, declaration),
        "lines": [{"material": item, "ways": ways_of(declaration, item)} for item in declaration.materials],
    }
    return render(request, "wizard/start.html", context)
