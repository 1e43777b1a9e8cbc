"""The start page of a service."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.catalog.queries import promise_text, ways_of
from portal.companies.models import Company
from portal.ui.errors import error_links
from portal.wizard import again, prefill
from portal.wizard.journey import CHECK, Journey, open_journey
from portal.wizard.representing import ForWhom


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Show what the service asks for and offer the open drafts first; a POST starts a draft.

    Where companies apply it is asked for whom, unless there is only one; who has no company is led to found its
    account. A draft in which nothing was saved yet is used again: pressing twice makes one.
    """
    try:
        declaration = registry.get(service.upper())
    except KeyError:
        raise Http404 from None
    whom = ForWhom(request, declaration)
    if request.method == "POST":
        if whom.nobody:
            return redirect(whom.founding_url)
        if whom.is_valid():
            return begin(request, declaration, whom.chosen)
    language = get_language() or "zh-hans"
    drafts = owned_by(request.user).filter(service=declaration.code, state=State.DRAFT)
    drafts = drafts.exclude(draft_saved_at=None).select_related("company", "owner").order_by("-created_at")
    context = {
        "service": declaration,
        "promise": promise_text(declaration, language),
        "drafts": drafts[:10],
        "check": CHECK,
        "last": again.last_of(request.user, declaration),
        "whom": whom,
        "errors": error_links(whom.form) if whom.form else [],
        "lines": [{"material": item, "ways": ways_of(declaration, item)} for item in declaration.materials],
    }
    return render(request, "wizard/start.html", context, status=422 if context["errors"] else 200)


def begin(request: HttpRequest, service: Service, company: Company | None) -> HttpResponse:
    """Open the draft that the person began for that company and never saved, or a new one, where it has to go on."""
    untouched = Application.objects.filter(
        owner=request.user,
        company=company,
        service=service.code,
        state=State.DRAFT,
        draft_saved_at=None,
    )
    application = untouched.order_by("-created_at").first()
    journey: Journey
    if application is not None:
        journey = open_journey(application, request.user)
    else:
        language = get_language() or "zh-hans"
        try:
            application = actions.start(
                by=request.user, service=service.code, language=language, company=company
            )
        except NotAllowed:  # the authorisation was ended at this very moment
            return redirect("wizard:start", service=service.code)
        journey = prefill.begin(application, request.user)
    return redirect("wizard:step", service=service.code, draft=application.pk, step=journey.first_incomplete)
