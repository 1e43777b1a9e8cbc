"""Labels and following on the page of a case, and the page where a unit keeps its labels."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.applications.models import Application
from portal.review import actions, labels
from portal.review.doors import of_case, officers_only
from portal.review.label_forms import ChangeForm, LabelForm
from portal.review.models import Label
from portal.review.policies import NotPossible
from portal.rulebook.queries import unit_names

MOST_OFFERED = 200


def shown(request: HttpRequest, row: Application, problem: str = "") -> HttpResponse:
    """Draw the labels anew for htmx; without it lead back to the case, with what went wrong as a message."""
    if request.headers.get("HX-Request"):
        adding = "name" in request.POST  # the next one may be typed at once
        context = labels.context_of(row, request.user) | {"problem": problem, "fresh": True, "adding": adding}
        return render(request, "review/_labels.html", context)
    if problem:
        messages.error(request, problem)
    return redirect("review:case", row.pk)


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def case_labels(request: HttpRequest, row: Application) -> HttpResponse:
    """Offer the labels of a case (GET, also for htmx); put one on by its name, or take one off (POST)."""
    if request.method == "GET":
        offered = labels.offered_for(row)[:MOST_OFFERED]
        template = (
            "review/_labels_offered.html" if request.headers.get("HX-Request") else "review/labels_of.html"
        )
        context = labels.context_of(row, request.user) | {"offered": offered, "fresh": True}
        return render(request, template, context)
    try:
        if off := request.POST.get("off", ""):
            actions.detach(application=row, by=request.user, label=label_of(off))
        else:
            actions.put_label(application=row, by=request.user, name=request.POST.get("name", ""))
    except NotPossible as refusal:
        return shown(request, row, str(refusal))
    return shown(request, row)


def label_of(number: str) -> Label:
    """Return a label by its number as it was sent. Raises Http404."""
    row = Label.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 15 else None
    if row is None:
        raise Http404
    return row


@officers_only
@require_POST
@of_case
def follow(request: HttpRequest, row: Application) -> HttpResponse:
    """Follow a case, or follow it no more."""
    if request.POST.get("follow") == "0":
        actions.unfollow(application=row, by=request.user)
    else:
        actions.follow(application=row, by=request.user)
    return shown(request, row)


def kept_page(request: HttpRequest, form: LabelForm | None = None, status: int = 200) -> HttpResponse:
    """Draw the page of the labels that the officer's units keep."""
    language = get_language() or "zh-hans"
    names = unit_names(language)
    rows = list(labels.kept_by(request.user))
    for row in rows:
        row.unit_name = names.get(row.unit, row.unit)  # type: ignore[attr-defined]
    form = form or LabelForm(officer=request.user, language=language)
    return render(request, "review/labels.html", {"rows": rows, "form": form}, status=status)


@officers_only
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """List the labels of the officer's units with how often they are used; make another one."""
    if request.method == "GET":
        return kept_page(request)
    form = LabelForm(request.POST, officer=request.user, language=get_language() or "zh-hans")
    if form.is_valid():
        try:
            label = actions.make_label(by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The label “%(name)s” is there now.") % {"name": label.name})
            return redirect("review:labels")
    return kept_page(request, form, 422)


def own_label(request: HttpRequest, pk: int) -> Label:
    """Return a label of the officer's units, with `cases`. Raises Http404 for any other."""
    row = labels.kept_by(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@officers_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, label: int) -> HttpResponse:
    """Rename a label, merge it into another one, or delete it; how many cases it concerns is said first."""
    row = own_label(request, label)
    form = ChangeForm(request.POST or None, label=row)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, carried_out(request, row, form.cleaned_data))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return redirect("review:labels")
    return render(
        request, "review/label.html", {"row": row, "form": form}, status=422 if form.errors else 200
    )


def carried_out(request: HttpRequest, row: Label, sent: dict[str, Any]) -> str:
    """Do what the button says and return it as a sentence. Raises NotPossible."""
    if "delete" in request.POST:
        count = actions.delete_label(label=row, by=request.user)
        return _("The label is deleted and taken off %(count)s cases.") % {"count": count}
    if "merge" in request.POST:
        if not sent["into"]:
            raise NotPossible(_("Please choose another label of the same unit."), "into")
        count = actions.merge_labels(label=row, into=own_label(request, int(sent["into"])), by=request.user)
        return _("The labels are one now; %(count)s cases got the other one.") % {"count": count}
    return _("The label is called “%(name)s” now.") % {
        "name": actions.rename_label(label=row, by=request.user, name=sent["name"]).name
    }
