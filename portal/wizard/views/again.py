"""The button "File again like this one"."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.applications.queries import owned_by
from portal.applications.states import State
from portal.wizard import again as copies


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, service: str, case: UUID) -> HttpResponse:
    """Make a draft like one of one's own cases and lead to the first step that needs something.

    404 for others' cases, drafts, and services that do not offer it. GET, after a sign-in in between, leads back to
    the case: only the button makes a draft.
    """
    row = get_object_or_404(owned_by(request.user).exclude(state=State.DRAFT), pk=case, service=service)
    if not row.declaration.again:
        raise Http404
    if request.method == "GET":
        return redirect("my:case", row.pk)
    try:
        begun = copies.begin(case=row, by=request.user)
    except copies.NotHandled:
        messages.error(request, _("You do not act for this company any more, so you cannot file for it."))
        return redirect("my:case", row.pk)
    if begun.new:
        text = _("This draft is filled in like filing %(number)s. Please fill in what is new each time.")
    else:
        text = _("You have begun to file again like %(number)s. Here is that draft.")
    messages.success(request, text % {"number": row.number})
    if not begun.asked:
        messages.warning(
            request,
            _("The registers could not be asked any more today. You can go on; they are asked again later."),
        )
    return HttpResponseRedirect(begun.journey.url(begun.journey.first_incomplete))
