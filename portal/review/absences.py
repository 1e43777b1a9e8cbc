"""The pages on which officers enter when they are away, and which people and companies they must not handle."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.assignments import actions
from portal.assignments.policies import Refused
from portal.assignments.queries import absences_for, interests_of
from portal.review.assigning_forms import AbsenceForm, InterestForm
from portal.review.doors import officers_only


@officers_only
@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """List the absences that the officer sees, and enter one."""
    form = AbsenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.enter_absence(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            begun = _("Entered. The open cases have been given to others.")
            ahead = _("Entered. The open cases go to others on the first day.")
            messages.success(request, begun if row.begun_at else ahead)
            return redirect("review:absences")
    return render(request, "review/absences.html", {"rows": absences_for(request.user), "form": form})


@officers_only
@require_POST
def absence_end(request: HttpRequest) -> HttpResponse:
    """Take an absence back, or end it early."""
    row = get_object_or_404(absences_for(request.user), pk=_number(request, "absence"))
    try:
        actions.end_absence(absence=row, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The absence has ended. What was given to others stays with them."))
    return redirect("review:absences")


@officers_only
@require_http_methods(["GET", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """List what the officer recorded, masked, and record one more."""
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_interest(officer=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Recorded. Cases of that number do not come to you from now on."))
            return redirect("review:interests")
    return render(request, "review/interests.html", {"rows": interests_of(request.user), "form": form})


@officers_only
@require_POST
def interest_remove(request: HttpRequest) -> HttpResponse:
    """Take an own entry back."""
    row = get_object_or_404(interests_of(request.user), pk=_number(request, "interest"))
    actions.remove_interest(interest=row, by=request.user)
    messages.success(request, _("The entry has been taken back."))
    return redirect("review:interests")


def _number(request: HttpRequest, name: str) -> int:
    """Return a number that was sent; 0, which nothing has, for anything else."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
