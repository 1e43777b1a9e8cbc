"""The page of all checkpoints of a case: reading them, ticking without acting, and passing over a failure."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed
from portal.checkpoints import actions as checkpoints
from portal.checkpoints.catalogue import Checkpoint, for_pages
from portal.checkpoints.forms import TicksForm
from portal.checkpoints.panel import Panel, panel_of, ticks_form
from portal.checkpoints.policies import NotTickable, least_reason, may_override
from portal.checkpoints.stages import CORRECTION_ONLY
from portal.review import actions
from portal.review.doors import of_case, officers_only
from portal.review.views import refused_here

ACT = "checkpoints"


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def page(request: HttpRequest, row: Application) -> HttpResponse:
    """Show all checkpoints of a case, or record what was ticked without an act. Reading it is recorded as a reading."""
    panel = panel_of(row, request.user)
    if request.method == "POST":
        return record(request, row, panel)
    actions.record_reading(application=row, by=request.user)
    return draw(request, row, panel, ticks_form(panel.tickable(), ACT))


def record(request: HttpRequest, row: Application, panel: Panel) -> HttpResponse:
    """Record the ticks that were sent, from this page or from the form of an act; say what is wrong with them."""
    ticks = ticks_form(panel.tickable(), ACT, request.POST)
    try:
        if ticks.is_valid():
            version = int(request.POST.get("version") or row.version)
            written = ticks.record(row, request.user, version)
            if written:
                messages.success(request, _("Recorded: %(count)s") % {"count": len(written)})
            else:
                messages.info(request, _("Nothing new was ticked."))
            return redirect("review:case", row.pk)
    except NotAllowed:
        actions.record_denied(application=row, by=request.user, act=ACT)
        return refused_here(request, row, _("These checkpoints are not yours to tick now."))
    except (NotTickable, ValueError) as problem:
        messages.warning(request, str(problem))
    except Conflict:
        messages.warning(request, _("This case has moved on since you opened it."))
        return redirect("review:case", row.pk)
    return draw(request, row, panel, ticks)


@officers_only
@require_POST
@of_case
def pass_over(request: HttpRequest, row: Application) -> HttpResponse:
    """Pass over a failed checkpoint with a reason, as approver of the case."""
    code, reason = request.POST.get("checkpoint", ""), request.POST.get("reason", "")
    try:
        checkpoints.override(application=row, by=request.user, checkpoint=code, reason=reason)
    except Conflict:
        messages.warning(request, _("This case has moved on since you opened it."))
    except NotAllowed:
        actions.record_denied(application=row, by=request.user, act="pass-over")
        reason = _(
            "Only an approver of this case who has no other part in it passes over a failed checkpoint."
        )
        return refused_here(request, row, reason)
    except NotTickable as problem:
        panel = panel_of(row, request.user)
        wrong = {"wrong": problem.checkpoint, "problem": str(problem), "typed": reason}
        return draw(request, row, panel, ticks_form(panel.tickable(), ACT), **wrong)
    else:
        messages.success(request, _("%(code)s was passed over with your reason.") % {"code": code})
    return redirect("review:checkpoints", row.pk)


def draw(request: HttpRequest, row: Application, panel: Panel, ticks: TicksForm, **more: Any) -> HttpResponse:
    """Draw the page: the checkpoints by stage, those of other services too, each with why it does not apply."""
    context = {
        "case": row,
        "state": row.face.staff,
        "panel": panel,
        "stages": by_stage(panel, for_pages().values()),
        "ticks": ticks,
        "may_pass_over": may_override(request.user, row),
        "least": least_reason(),
    }
    return render(request, "review/checkpoints.html", context | more)


def by_stage(panel: Panel, everything: Iterable[Checkpoint]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return (stage, its checkpoints) in order, each with its results here, or why it does not apply."""
    rows = []
    for one in everything:
        applies = one.code in panel.standing.checkpoints
        rows.append(
            {
                "checkpoint": one,
                "line": panel.line(one) if applies else None,
                "when": _("Only when corrections are asked for.") if one.code in CORRECTION_ONLY else "",
            }
        )
    found = groupby(rows, key=lambda row: row["checkpoint"].stage)
    return [(str(stage.label), list(group)) for stage, group in found]
