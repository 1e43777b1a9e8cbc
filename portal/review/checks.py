"""The page on which an officer records what a later check found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.applications.policies import Blocked, NotAllowed
from portal.review import actions
from portal.review.doors import case_of, officers_only
from portal.review.forms import FollowUpForm
from portal.review.policies import NotPossible, check_can_follow_up
from portal.review.registers import title_of


@officers_only
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, application: UUID, check: int) -> HttpResponse:
    """Show the form of a later check (without JavaScript, and with its errors), or record the result."""
    row = case_of(request, application)
    try:
        check_can_follow_up(request.user, row)
    except NotAllowed:
        actions.record_denied(application=row, by=request.user, act="follow-up")
        context = {"case": None, "reason": _("This check is not yours to record.")}
        return render(request, "review/refused.html", context, status=403)
    found = get_object_or_404(row.follow_ups, pk=check)
    form = FollowUpForm(
        request.POST if request.method == "POST" else None, auto_id=f"id_followup_{found.pk}_%s"
    )
    if form.is_valid():
        try:
            actions.record_follow_up(follow_up=found, by=request.user, **form.cleaned_data)
        except (NotPossible, Blocked) as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The result of the check has been recorded."))
        return redirect("review:case", row.pk)
    context = {"case": row, "state": row.face.staff, "title": title_of(row.declaration, found.source)}
    return render(request, "review/follow_up.html", context | {"form": form, "check": found})
