"""The pages of consultations at the desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.models import Role
from portal.accounts.queries import roles_of
from portal.applications.models import Event
from portal.applications.policies import Blocked, Conflict, NotAllowed
from portal.consultations import actions, queries
from portal.consultations.doors import consultation_of
from portal.consultations.forms import FORMS, ConsultationForm, RequestForm
from portal.consultations.masking import cover_for, staff_of
from portal.consultations.models import Consultation
from portal.consultations.page import TONES, Seen, anonymous_text, context_of
from portal.consultations.policies import can_request
from portal.consultations.states import WITH_CONCLUSION, State
from portal.consultations.terms import term_of
from portal.review.doors import case_of, officers_only
from portal.review.policies import NotPossible
from portal.rulebook.queries import unit_names
from portal.ui.templatetags.ui import local_moment

PAGE_ROWS = 30
#: The search is for a name; no more than this is looked for.
LONGEST_QUERY = 60


@officers_only
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """List the consultations of a tab, one page of rows."""
    chairs = Role.SUPERVISOR in roles_of(request.user)
    tabs = {"convene": _("To convene"), "mine": _("Mine"), "open": _("Open"), "concluded": _("Concluded")}
    if not chairs:
        del tabs["convene"]
    shown = request.GET.get("tab", "")
    shown = shown if shown in tabs else next(iter(tabs))
    page = Paginator(queries.listed(request.user, shown), PAGE_ROWS).get_page(request.GET.get("page"))
    names = unit_names(get_language() or "zh-hans")
    context = {
        "tabs": tabs.items(),
        "shown": shown,
        "rows": [
            {
                "row": row,
                "term": term_of(row),
                "tone": TONES[State(row.state)],
                "unit": names.get(row.case.unit, ""),
            }
            for row in page
        ],
        "newer_url": f"?tab={shown}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?tab={shown}&page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "consultations/list.html", context)


@officers_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show the form of a request about a case under review, or ask for the consultation."""
    case = case_of(request, application)
    if not can_request(request.user, case):
        reason = _("A consultation is asked for by a reviewer of the case, while it is under review.")
        return render(request, "review/refused.html", {"case": None, "reason": reason}, status=403)
    form = RequestForm(request.POST if request.method == "POST" else None, row=case)
    if form.is_valid():
        try:
            made = form.run(request.user)
        except (NotPossible, Blocked, Conflict) as refusal:
            say(form, refusal)
        else:
            messages.success(request, str(form.done))
            return redirect("desk_consultations:page", made.pk)
    return render(request, "consultations/new.html", {"case": case, "state": case.face.staff, "form": form})


@officers_only
@require_GET
def page(request: HttpRequest, consultation: UUID) -> HttpResponse:
    """Show a consultation; the reading is recorded."""
    row = consultation_of(request, consultation)
    seen = Seen(row, request.user, query=request.GET.get("q", "")[:LONGEST_QUERY])
    actions.record_reading(consultation=row, by=request.user, masked=not seen.inside)
    return render(request, "consultations/page.html", context_of(seen))


@officers_only
@require_POST
def act(request: HttpRequest, consultation: UUID, act: str) -> HttpResponse:
    """Carry out an act that was sent; with errors the page comes back with what was typed."""
    row = consultation_of(request, consultation)
    if act not in FORMS:
        raise Http404
    form = FORMS[act](request.POST, row=row)
    if form.is_valid():
        try:
            form.run(request.user)
        except Conflict as refusal:
            return conflict(request, row.pk, form, refusal.event)
        except NotPossible as refusal:
            say(form, refusal)
        except NotAllowed:
            return refused(request)
        else:
            messages.success(request, str(form.done))
            return redirect(f"{reverse('desk_consultations:page', args=[row.pk])}{back_to(request)}")
    seen = Seen(row, request.user, {act: form})
    return render(request, "consultations/page.html", context_of(seen) | {"wrong": form})


def back_to(request: HttpRequest) -> str:
    """Return where on the page to go on: naming members goes on with the next search."""
    return "#members" if request.POST.get("officer") else ""


def say(form: ConsultationForm, refusal: Exception) -> None:
    """Put a refusal beside its field, or on top of the form."""
    if isinstance(refusal, Conflict):
        form.add_error(None, overtaken(refusal.event))
        return
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))


def overtaken(event: Event | None) -> str:
    """Return who was faster, in words."""
    if event is None:
        return _("This has changed since you opened it. Please look at it once more.")
    words = {"who": event.actor or _("The portal"), "when": local_moment(event.at)}
    return _("%(who)s changed this at %(when)s, after you opened it.") % words


def conflict(request: HttpRequest, pk: UUID, form: ConsultationForm, event: Event | None) -> HttpResponse:
    """Show the consultation as it is now, who was faster, and what was typed. Status 409."""
    context = context_of(Seen(consultation_of(request, pk), request.user))
    context |= {"conflict": overtaken(event), "conflict_act": form.title, "typed": form.typed()}
    return render(request, "consultations/page.html", context, status=409)


def refused(request: HttpRequest) -> HttpResponse:
    """Say that an act is not this officer's now. Status 403."""
    reason = _("This is not yours to do in this consultation now.")
    return render(request, "review/refused.html", {"case": None, "reason": reason}, status=403)


@officers_only
@require_GET
def minutes(request: HttpRequest, consultation: UUID) -> HttpResponse:
    """Show the minutes as a sheet to print."""
    row = consultation_of(request, consultation)
    context = context_of(Seen(row, request.user))
    return render(request, "consultations/minutes.html", context)


@officers_only
@require_GET
def anonymous(request: HttpRequest, consultation: UUID) -> HttpResponse:
    """Show a concluded consultation as a text without names, to be copied into the knowledge base."""
    row = consultation_of(request, consultation)
    if not row.conclusion or row.state not in {*WITH_CONCLUSION, State.ARCHIVED}:
        raise Http404
    text = anonymous_text(row, cover_for(row.case, staff_of(people_of(row))))
    return render(request, "consultations/anonymous.html", {"row": row, "text": text})


def people_of(row: Consultation) -> list[Any]:
    """Return everybody who acted in a consultation."""
    members = [member.officer for member in row.members.select_related("officer")]
    return [row.chair, row.requested_by, *members]
