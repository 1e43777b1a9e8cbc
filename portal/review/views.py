"""The pages of a case: reading it, and its acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.applications.models import Application
from portal.applications.policies import Blocked, Conflict, FourEyes, NotAllowed
from portal.assignments.policies import recusal_sentence
from portal.assignments.queries import work_of
from portal.checkpoints.forms import TicksForm
from portal.checkpoints.panel import panel_of
from portal.checkpoints.policies import NotTickable
from portal.review import actions, kept, page, queries
from portal.review.acts import BY_CODE, PREVIEWED, SHOWN_BEFORE, Act, named
from portal.review.clock import clock_of
from portal.review.conflicts import conflict_sentence
from portal.review.doors import case_of, of_case, officers_only
from portal.review.forms import ActForm
from portal.review.policies import NotPossible, check_may_act, four_eyes_sentence
from portal.review.preview import Preview, rehearse
from portal.review.reading import case_file, sensitive_keys


@officers_only
@require_GET
@of_case
def case(request: HttpRequest, row: Application) -> HttpResponse:
    """Show a case; the reading is recorded."""
    actions.record_reading(application=row, by=request.user)
    return case_page(request, row)


def case_page(request: HttpRequest, row: Application, fields: frozenset[str] = frozenset()) -> HttpResponse:
    """Draw the page of a case. fields: keys of the sensitive answers shown in clear."""
    context = page.context_of(row, request.user, fields) | {"queue_url": kept.queue_url(request)}
    return render(request, "review/case.html", context)


@officers_only
@require_POST
@of_case
def show(request: HttpRequest, row: Application) -> HttpResponse:
    """Show the case with the chosen sensitive answers, or all of a step, uncovered; which ones is recorded."""
    if kind := work_of(row, request.user).recusal:
        return stood_back(request, row, kind)
    fields = chosen_keys(request.POST, sensitive_keys(case_file(row)))
    if fields:
        actions.show_sensitive(application=row, by=request.user, fields=fields)
    return case_page(request, row, fields)


def chosen_keys(sent: QueryDict, sensitive: set[str]) -> frozenset[str]:
    """Return which sensitive answers are to be uncovered: those named, and all of the step named."""
    named, steps = set(sent.getlist("field")), set(sent.getlist("section"))
    return frozenset(key for key in sensitive if key in named or key.split(".", 1)[0] in steps)


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def act(request: HttpRequest, row: Application, act: str) -> HttpResponse:
    """Show the form of an act (without JavaScript, and for what needs a page), or carry it out."""
    if act not in BY_CODE:
        raise Http404
    called = named(BY_CODE[act], row.declaration.nature)
    try:
        if request.method == "POST":
            return carry_out(request, row, called)
        chosen = check_may_act(request.user, row, act)
    except NotAllowed as refusal:
        return refused(request, row, called, refusal)
    return form_page(request, row, chosen, page.form_of(chosen, row))


def carry_out(request: HttpRequest, row: Application, chosen: Act) -> HttpResponse:
    """Do what was sent: once more with errors, the question before a correction leaves, or the act itself.

    What is ticked of the checkpoints is recorded with the act, or not at all.
    """
    form = page.form_of(chosen, row, request.POST)
    if request.POST.get("version") != str(row.version):
        return conflict(request, row, chosen, form)
    check_may_act(request.user, row, chosen.code)
    ticks = panel_of(row, request.user).form_for(chosen.code, chosen.to or "", request.POST)
    if "insert" in request.POST:
        return form_page(request, row, chosen, page.with_text(chosen, row, request.POST), ticks)
    if not (form.is_valid() and ticks.is_valid()) or "edit" in request.POST:
        add_sentences(form, *([] if "edit" in request.POST else ticks.sentences()))
        return form_page(request, row, chosen, form, ticks)

    def done() -> Application:
        ticks.record(row, request.user, row.version)
        return form.act(application=row, by=request.user, **form.cleaned_data)

    try:
        if looked_at := before_it_leaves(request, row, chosen, form, ticks, done):
            return looked_at
        with transaction.atomic():
            done()
    except Conflict:
        return conflict(request, row, chosen, form)
    except Blocked as refusal:
        if refusal.code == "recusal":
            actions.record_denied(application=row, by=request.user, act=chosen.code)
        add_sentences(form, *refusal.sentences)
    except NotTickable as refusal:
        add_sentences(form, str(refusal))
    except NotPossible as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    else:
        return afterwards(request, row, chosen)
    return form_page(request, row, chosen, form, ticks)


def add_sentences(form: ActForm, *sentences: str) -> None:
    """Put sentences above a form that is shown once more."""
    for sentence in sentences:
        form.add_error(None, sentence)


def before_it_leaves(
    request: HttpRequest,
    row: Application,
    chosen: Act,
    form: ActForm,
    ticks: TicksForm,
    done: Callable[[], Application],
) -> HttpResponse | None:
    """Show what the applicant will read: as a question before papers leave, or beside the form when asked for.

    done: the act itself, which is rehearsed. None when it is to be carried out now. Raises what it would raise.
    """
    asked = chosen.code in PREVIEWED and "preview" in request.POST
    if not asked and (chosen.code not in SHOWN_BEFORE or "confirmed" in request.POST):
        return None
    seen = rehearse(row, done)
    if asked:
        return form_page(request, row, chosen, form, ticks, seen)
    context = {"case": row, "act": chosen, "form": form, "seen": seen, "answer_day": queries.answer_day()}
    context |= {"ticks": ticks, "then": request.POST.get("then", "")}
    return render(request, "review/confirm.html", context)


def form_page(
    request: HttpRequest,
    row: Application,
    chosen: Act,
    form: ActForm,
    ticks: TicksForm | None = None,
    seen: Preview | None = None,
) -> HttpResponse:
    """Draw the page of one act. ticks: as they were sent. seen: what the applicant will read, below the form."""
    context = {"case": row, "state": row.face.staff, "clock": clock_of(row), "act": chosen, "form": form}
    context |= {"ticks": ticks, "seen": seen, "previewed": chosen.code in PREVIEWED}
    template = "review/correct.html" if chosen.code == "correct" else "review/act.html"
    return render(request, template, context)


def afterwards(request: HttpRequest, row: Application, chosen: Act) -> HttpResponse:
    """Say what was done, with a way back, and lead to the queue or to the next case."""
    sentence = format_html(
        '{} {} · <a href="{}">{}</a>',
        row.number,
        chosen.done,
        reverse("review:case", args=[row.pk]),
        _("Look at it again"),
    )
    messages.success(request, sentence)
    return redirect("review:next" if request.POST.get("then") == "next" else kept.queue_url(request))


def conflict(request: HttpRequest, row: Application, chosen: Act, form: ActForm) -> HttpResponse:
    """Show the case as it is now, who was faster, and what was typed. Status 409."""
    fresh = case_of(request, row.pk)
    context: dict[str, Any] = page.context_of(fresh, request.user)
    context |= {
        "conflict": conflict_sentence(queries.last_act(fresh), fresh.declaration.nature),
        "conflict_act": chosen,
        "typed": form.typed(),
        "queue_url": kept.queue_url(request),
    }
    return render(request, "review/case.html", context, status=409)


def refused(request: HttpRequest, row: Application, chosen: Act, refusal: NotAllowed) -> HttpResponse:
    """Say why an act is not this officer's. Status 403; four eyes are recorded."""
    if isinstance(refusal, FourEyes):
        actions.record_denied(application=row, by=request.user, act=chosen.code)
    reason = four_eyes_sentence(request.user, row, chosen)
    reason = reason or _("“%(act)s” is not yours to do on this case now.") % {"act": chosen.title}
    context = {"case": row, "state": row.face.staff, "act": chosen, "reason": reason}
    return render(request, "review/refused.html", context, status=403)


def refused_here(request: HttpRequest, row: Application, reason: str) -> HttpResponse:
    """Say why something beside the acts is not this officer's. Status 403."""
    context = {"case": row, "state": row.face.staff, "reason": reason}
    return render(request, "review/refused.html", context, status=403)


def stood_back(request: HttpRequest, row: Application, kind: str) -> HttpResponse:
    """Say that who stood back from a case uncovers nothing of it. Status 403, recorded."""
    actions.record_denied(application=row, by=request.user, act="show")
    return refused_here(request, row, recusal_sentence(kind))
