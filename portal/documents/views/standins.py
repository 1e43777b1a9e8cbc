"""Sign a statement instead of a paper, promise to hand it in later, and take either back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.documents import actions
from portal.documents.views.files import back


@login_required
@require_POST
def commit(request: HttpRequest, application: UUID, material: str) -> HttpResponse:
    """Sign the statement, if its box was ticked, and go back to the page."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    ticked = request.POST.get("stated") == "yes"
    tag = f"material:{material}"
    try:
        actions.commit(application=row, material=material, by=request.user, ticked=ticked)
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags=tag)
    except NotAllowed:
        raise Http404 from None
    else:
        messages.success(request, _("Your statement is signed."), extra_tags=tag)
    return back(request)


@login_required
@require_POST
def promise(request: HttpRequest, application: UUID, material: str) -> HttpResponse:
    """Promise to hand the paper in later and go back to the page."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    try:
        actions.promise_later(application=row, material=material, by=request.user)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("Noted. You hand it in later."), extra_tags=f"material:{material}")
    return back(request)


@login_required
@require_POST
def take_back(request: HttpRequest, application: UUID, material: str) -> HttpResponse:
    """Take a statement or a promise back and go back to the page."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    try:
        actions.take_back(application=row, material=material, by=request.user)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("Taken back."), extra_tags=f"material:{material}")
    return back(request)
