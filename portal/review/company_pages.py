"""The pages of a company's record at the desk. Only for officers with a case of that company before them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.companies.queries import incidents_of
from portal.review import actions
from portal.review.clock import clock_of
from portal.review.company import cases_seen, may_record, record_of, uscc_of
from portal.review.company_forms import ClosingForm, IncidentForm
from portal.review.doors import of_case, officers_only
from portal.review.policies import NotPossible

MOST_CASES = 50


@officers_only
@require_GET
def record(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show the record of a company with the officer's own cases of it; each reading is recorded."""
    check_seen(request, uscc)
    actions.record_company(uscc=uscc, by=request.user, action="company:read")
    return page(request, uscc)


@officers_only
@require_GET
@of_case
def year(request: HttpRequest, row: Application) -> HttpResponse:
    """Return what the company of a case filed in the last 12 months, for the page of the case, which comes first."""
    uscc = uscc_of(row)
    if not uscc:
        return HttpResponse(status=204)
    return render(request, "review/_year.html", {"record": record_of(uscc, row)})


@officers_only
@require_POST
def add(request: HttpRequest, uscc: str) -> HttpResponse:
    """Write a penalty or a violation on the record."""
    check_seen(request, uscc)
    form = IncidentForm(request.POST, auto_id="id_record_%s")
    if not form.is_valid():
        return page(request, uscc, form=form)
    try:
        actions.record_incident(uscc=uscc, by=request.user, **form.cleaned_data)
    except NotAllowed:
        return refused(request, uscc)
    except NotPossible as problem:
        form.add_error(problem.field or None, str(problem))
        return page(request, uscc, form=form)
    messages.success(request, _("The entry stands on the record now."))
    return redirect("review:company", uscc)


@officers_only
@require_POST
def close(request: HttpRequest, uscc: str, incident: UUID) -> HttpResponse:
    """Close an entry of the record, with a note."""
    check_seen(request, uscc)
    row = get_object_or_404(incidents_of(uscc), pk=incident)
    form = ClosingForm(request.POST, auto_id=f"id_close_{row.pk}_%s")
    if not form.is_valid():
        return page(request, uscc, closing={row.pk: form})
    try:
        actions.close_incident(incident=row, by=request.user, **form.cleaned_data)
    except NotAllowed:
        return refused(request, uscc)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("The entry has been closed."))
    return redirect("review:company", uscc)


def check_seen(request: HttpRequest, uscc: str) -> None:
    """Raise Http404 unless the officer has a case of the company; an attempt at an existing one is recorded."""
    if cases_seen(request.user, uscc).exists():
        return
    if incidents_of(uscc).exists():
        actions.record_company(uscc=uscc, by=request.user, action="company:denied")
    raise Http404


def page(
    request: HttpRequest,
    uscc: str,
    form: forms.Form | None = None,
    closing: dict[UUID, forms.Form] | None = None,
) -> HttpResponse:
    """Draw the page; form, closing: what was typed and has errors."""
    cases = list(cases_seen(request.user, uscc).select_related("company")[:MOST_CASES])
    named = next((row for row in cases if row.company), cases[0])
    record = record_of(uscc, named)
    mine = may_record(request.user, uscc)
    context: dict[str, Any] = {
        "record": record,
        "cases": [{"case": row, "state": row.face.staff, "clock": clock_of(row)} for row in cases],
        "entries": [
            (row, (closing or {}).get(row.pk) or ClosingForm(auto_id=f"id_close_{row.pk}_%s"))
            for row in incidents_of(uscc).select_related("recorded_by", "closed_by")
        ],
        "may_record": mine,
        "form": form or IncidentForm(auto_id="id_record_%s"),
        "wrong": form or next(iter((closing or {}).values()), None),
    }
    return render(request, "review/company.html", context)


def refused(request: HttpRequest, uscc: str) -> HttpResponse:
    """Say that the officer only reads the record. Status 403, recorded."""
    actions.record_company(uscc=uscc, by=request.user, action="company:denied")
    reason = _("Only reviewers, approvers and supervisors write on the record of a company.")
    return render(request, "review/refused.html", {"case": None, "reason": reason}, status=403)
