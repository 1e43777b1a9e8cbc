"""The messages about a case, for the applicant."""

from uuid import UUID

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import CLOSED, State
from portal.correspondence import actions, pages
from portal.correspondence.models import Message
from portal.my.progress import office_of

SIDE = Message.Side.APPLICANT


@login_required
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show the messages and a form for one more, or send it; opening the page notes that they were read."""
    row = get_object_or_404(owned_by(request.user).exclude(state=State.DRAFT), pk=application)
    if request.method == "POST":
        try:
            message, form, waiting = pages.sent(request, row, SIDE)
        except NotAllowed:
            raise Http404 from None
        if message is not None:
            notes.success(
                request, _("Your message has been sent. The answer comes here, and a mail tells you.")
            )
            return redirect(reverse("my:messages", args=[row.pk]))
    else:
        actions.read(application=row, by=request.user, side=SIDE)
        form, waiting = pages.empty_form(row, request, SIDE)
    context = pages.shown(row, SIDE, None if row.state in CLOSED else form, waiting)
    context |= {"case": row, "office_name": office_of(row)["name"]}
    return render(request, "correspondence/my.html", context)
