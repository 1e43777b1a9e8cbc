"""The pages of a batch: what still has to be asked, and what came of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.models import Posting, Role, User
from portal.accounts.reach import above
from portal.applications.models import Application
from portal.assignments.policies import LEAST_REASON
from portal.review import batch, kept, labels
from portal.review.acts import LEAST_NOTE
from portal.review.batch import DEEDS, MOST, Deed
from portal.review.doors import officers_only
from portal.review.forms import INTERNAL, PUBLIC, say_least, text_field
from portal.review.models import Label
from portal.rulebook.queries import unit_names
from portal.ui.fields import SelectField


class OfficerForm(forms.Form):
    """To whom cases are given, and why."""

    officer = SelectField(label=gettext_lazy("To whom"))
    reason = text_field(gettext_lazy("Reason"), INTERNAL, LEAST_REASON, rows=2)


class LabelForm(forms.Form):
    """Which label."""

    label = SelectField(label=gettext_lazy("Label"))


class ConfirmForm(forms.Form):
    """What is written to every case of the batch."""

    grounds = text_field(gettext_lazy("Grounds of the decision"), PUBLIC, LEAST_NOTE)
    note = text_field(gettext_lazy("Note"), gettext_lazy("Only officers read this."), rows=2)


@officers_only
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Do something to the selected cases, after asking what has to be known first."""
    deed = DEEDS.get(request.POST.get("act", ""))
    if deed is None:
        raise Http404
    chosen = batch.chosen_in(request.POST.getlist("case"))
    if sentence := refused(len(chosen)):
        messages.warning(request, sentence)
        return redirect(kept.queue_url(request))
    cases = batch.cases_of(request.user, chosen)
    form = form_of(deed, request, cases)
    context = {"deed": deed, "queue_url": kept.queue_url(request)}
    if form is not None and not ("confirmed" in request.POST and form.is_valid()):
        shown = [(case, f"{case.pk}:{chosen[case.pk]}") for case in cases]
        status = 422 if form.errors else 200
        return render(
            request, "review/batch_ask.html", context | {"rows": shown, "form": form}, status=status
        )
    options = options_of(form.cleaned_data) if form is not None else {}
    lines = batch.carry_out(deed=deed, by=request.user, chosen=chosen, options=options)
    failed = [line for line in lines if not line.done]
    context |= {"done": [line for line in lines if line.done], "failed": failed}
    return render(request, "review/batch_done.html", context)


def refused(count: int) -> str:
    """Return why nothing can be done to so many cases; "" when it can."""
    if not count:
        return _("Nothing is selected. Tick the cases first, then choose what to do with them.")
    if count > MOST:
        return _("At most %(most)s cases at once; you selected %(count)s.") % {"most": MOST, "count": count}
    return ""


def form_of(deed: Deed, request: HttpRequest, cases: list[Application]) -> forms.Form | None:
    """Return the form that a deed asks for, bound when it was sent; None when it asks for nothing."""
    data = request.POST if "confirmed" in request.POST else None
    form: forms.Form
    if deed.asks == "officer":
        form = OfficerForm(data)
        say_least(form)
        form.fields["officer"].choices = officers_for(cases)
    elif deed.asks == "label":
        form = LabelForm(data)
        form.fields["label"].choices = labels_for(request.user, cases, off=deed.code == "unlabel")
    elif deed.asks == "confirm":
        form = ConfirmForm(data)
        say_least(form)
        if deed.code != "approve" or not any(case.declaration.nature == "licence" for case in cases):
            del form.fields["grounds"]
    else:
        return None
    return form


def officers_for(cases: list[Application]) -> list[tuple[str, str]]:
    """Return whom these cases can be given to: officers who work on cases of one of their units. One query."""
    covers = above(*{(case.unit, case.district) for case in cases})
    posts = Posting.objects.filter(covers, active=True, user__is_active=True).exclude(role=Role.SUPERVISOR)
    people: dict[int, tuple[User, list[str]]] = {}
    for post in posts.select_related("user").order_by("user__last_name", "user__first_name", "user_id"):
        people.setdefault(post.user_id, (post.user, []))[1].append(post.get_role_display())
    return [(str(pk), f"{one} – {', '.join(dict.fromkeys(roles))}") for pk, (one, roles) in people.items()]


def labels_for(officer: User, cases: list[Application], *, off: bool) -> list[tuple[str, str]]:
    """Return the labels that can be put on, or those on the cases to be taken off, each with its unit."""
    names = unit_names(get_language() or "zh-hans")
    rows = labels.usable_by(officer)
    if off:
        rows = rows.filter(labelled__application__in=[case.pk for case in cases]).distinct()
    return [(str(row.pk), f"{row} – {names.get(row.unit, row.unit)}") for row in rows]


def options_of(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what a deed is given: the officer or the label itself instead of its number."""
    options = dict(sent)
    if "officer" in options:
        options["officer"] = User.objects.get(pk=int(options["officer"]))
    if "label" in options:
        options["label"] = Label.objects.get(pk=int(options["label"]))
    return options
