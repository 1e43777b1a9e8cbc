"""The pages about who works on a case: claim, release, hand over, stand back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.applications.models import Application
from portal.assignments import actions
from portal.assignments.policies import (
    Claimed,
    Refused,
    check_may_hand_over,
    claimed_sentence,
    recusal_sentence,
)
from portal.assignments.queries import candidates, claim_of, work_of
from portal.review import queries
from portal.review.assigning_forms import HandOverForm, StandBackForm
from portal.review.conflicts import conflict_sentence
from portal.review.doors import of_case, officers_only


@officers_only
@require_POST
@of_case
def claim(request: HttpRequest, row: Application) -> HttpResponse:
    """Claim a case; who comes second reads who was first."""
    try:
        actions.claim(application=row, by=request.user)
    except Claimed as refusal:
        messages.warning(request, str(refusal))
    except Refused as refusal:
        return refused(request, row, refusal)
    return redirect("review:case", row.pk)


@officers_only
@require_POST
@of_case
def release(request: HttpRequest, row: Application) -> HttpResponse:
    """Let go of a case that the officer has claimed."""
    if actions.release(application=row, by=request.user):
        messages.success(request, _("Released: others can claim the case now."))
    return redirect("review:case", row.pk)


@officers_only
@require_POST
@of_case
def alive(request: HttpRequest, row: Application) -> HttpResponse:
    """Renew the officer's claim while the page is open. 204, or a sentence when something has changed meanwhile."""
    work = work_of(row, request.user)
    if work.mine and work.claim is not None:
        actions.renew(claim=work.claim)
    sentence = changed(request, row) or (claimed_sentence(work.others) if work.others else "")
    if not sentence and request.POST.get("mine") == "1" and not work.mine:
        sentence = _("Your claim on this case has ended. You can go on while nobody else claims it.")
    return HttpResponse(sentence, status=200 if sentence else 204, content_type="text/plain; charset=utf-8")


def changed(request: HttpRequest, row: Application) -> str:
    """Return who moved the case since the page was opened; "" when nobody did."""
    if request.POST.get("version", "") == str(row.version):
        return ""
    return conflict_sentence(queries.last_act(row), row.declaration.nature)


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def hand_over(request: HttpRequest, row: Application) -> HttpResponse:
    """Ask to whom a case is handed over and why, and do it."""
    try:
        check_may_hand_over(request.user, row, claim_of(row))
    except Refused as refusal:
        return refused(request, row, refusal)
    officers = [user for user in candidates(row) if user.pk != row.assignee_id]
    form = HandOverForm(request.POST or None, officers=officers)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(application=row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            done = _("%(number)s has been handed over to %(who)s.")
            messages.success(request, done % {"number": row.number, "who": form.cleaned_data["to"]})
            return redirect("review:case", row.pk)
    return form_page(request, row, form, "review/hand_over.html", assignee=row.assignee)


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def stand_back(request: HttpRequest, row: Application) -> HttpResponse:
    """Ask why an officer stands back from a case, and keep it."""
    form = StandBackForm(request.POST or None)
    if kind := work_of(row, request.user).recusal:
        return refused(request, row, Refused(recusal_sentence(kind)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.stand_back(application=row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            done = _("You stood back from %(number)s. Somebody else handles it from now on.")
            messages.success(request, done % {"number": row.number})
            return redirect("review:queue")
    return form_page(request, row, form, "review/stand_back.html")


def form_page(
    request: HttpRequest, row: Application, form: forms.Form, template: str, **more: Any
) -> HttpResponse:
    """Draw the page of a form about a case."""
    return render(request, template, {"case": row, "state": row.face.staff, "form": form, **more})


def refused(request: HttpRequest, row: Application, refusal: Refused) -> HttpResponse:
    """Say why something is not possible. Status 403."""
    context = {"case": row, "state": row.face.staff, "reason": str(refusal)}
    return render(request, "review/refused.html", context, status=403)
