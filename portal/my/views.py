"""The applicant's pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.applications import actions, outcomes
from portal.applications.models import Application, Submission
from portal.applications.policies import Conflict, NotAllowed, can_withdraw
from portal.applications.queries import latest_submission, open_correction, owned_by
from portal.applications.states import State
from portal.catalog import registry
from portal.my import endings, issued, papers, progress, queries
from portal.reports.queries import owing
from portal.wizard.materials import add_messages


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """List the drafts and cases of the person, and what can be applied for."""
    owed, reports = queries.owed_by(request.user), owing(request.user)
    cases = [
        {
            "case": row,
            "tone": queries.tone_of(row, row.decision),
            "label": endings.label_of(row, row.decision),
            "decides": row.state in progress.DECISION_AHEAD,
            "owed": owed.get(row.pk, []),
            "reports": reports.get(row.pk, []),
        }
        for row in queries.cases_of(request.user)
    ]
    signing = queries.signing_of(request.user)
    drafts = [
        {"draft": draft, "signing": signing.get(draft.pk, "")} for draft in queries.drafts_of(request.user)
    ]
    context = {"drafts": drafts, "cases": cases, "services": registry.all_services()}
    return render(request, "my/home.html", context)


@login_required
@require_GET
def case(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show one case: where it stands, what the person must do, what happened, what was handed in."""
    row = get_object_or_404(owned_by(request.user).select_related("company", "owner"), pk=application)
    if row.state == State.DRAFT:
        return redirect("wizard:step", service=row.service, draft=row.pk, step="check")
    submission = latest_submission(row)
    shown = submission.content["shown"] if submission else {}
    correction = open_correction(row)
    owed = papers.owed_of(row)
    others = add_messages(owed, get_messages(request))
    context = {
        **standing_of(row, submission, waits=papers.waits_for(owed)),
        "case": row,
        "sections": shown.get(get_language()) or next(iter(shown.values()), []),
        "papers": queries.papers_of(submission) if submission else [],
        "owed": owed,
        "application": row,
        "here": reverse("my:case", args=[row.pk]),
        "messages": others,
        "correction": correction,
        "items": list(queries.items_with_titles(correction)) if correction else [],
        "can_withdraw": can_withdraw(row, request.user),
    }
    return render(request, "my/case.html", context)


def standing_of(row: Application, submission: Submission | None, *, waits: bool) -> dict[str, Any]:
    """Return where a case stands: state, sentence, a decision against the applicant, limits, papers issued, timeline.

    waits: the case is suspended until the applicant hands something in.
    """
    office, ending, given = progress.office_of(row), endings.ending_of(row), issued.issued_of(row)
    against, decision = endings.against(row, ending), ending.after if ending else None
    stop = progress.standstill(row)
    sentence = queries.status_sentence(row, submission, office, decision)
    return {
        "tone": queries.tone_of(row, decision),
        "label": endings.label_of(row, decision),
        "sentence": progress.stopped(stop, waits) if stop else sentence,
        "office": office,
        "outcome": outcomes.label(ending.outcome) if ending else "",
        # What went against the applicant, why and what can be done about it is read first.
        "against": against,
        "decision": given.of(against.event) if against else None,
        "issued": given,
        "stop": stop,
        "days_left": progress.days_left(row),
        "events": queries.timeline_of(row, waits=waits, besides=given.reissues()),
    }


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, application: UUID) -> HttpResponse:
    """Ask once more, then withdraw a case."""
    row = get_object_or_404(owned_by(request.user).exclude(state=State.DRAFT), pk=application)
    if not can_withdraw(row, request.user):
        messages.error(request, _("This case cannot be withdrawn any more."))
        return redirect("my:case", row.pk)
    if request.method == "POST":
        try:
            actions.withdraw(application=row, by=request.user)
        except (Conflict, NotAllowed):
            messages.error(
                request, _("The case moved on at this very moment. Please look at where it stands now.")
            )
        else:
            messages.success(request, _("The application has been withdrawn."))
        return redirect("my:case", row.pk)
    return render(request, "my/withdraw.html", {"case": row})


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, application: UUID) -> HttpResponse:
    """Ask once more, then delete a draft with its files."""
    row = get_object_or_404(owned_by(request.user).filter(state=State.DRAFT), pk=application)
    if request.method == "POST":
        try:
            actions.discard(application=row, by=request.user)
        except NotAllowed:
            messages.error(request, _("This draft has been submitted and cannot be deleted."))
        else:
            messages.success(request, _("The draft has been deleted."))
        return redirect("my:home")
    return render(request, "my/discard.html", {"case": row})
