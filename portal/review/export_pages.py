"""Exports of the queue: asked for, watched, taken away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.models import User
from portal.documents import storage
from portal.review import actions, exporting, ordering
from portal.review.actions.exporting import can_take
from portal.review.doors import officers_only
from portal.review.models import Export
from portal.review.policies import NotPossible
from portal.ui.sheets import FORMATS

MOST_SHOWN = 50


def own(request: HttpRequest, pk: UUID) -> Export:
    """Return an export of the officer's own. Raises Http404 for anybody else's."""
    row = Export.objects.filter(officer=request.user, pk=pk).first()
    if row is None:
        raise Http404
    return row


@officers_only
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """List one's own exports; have another one made of a list of the queue."""
    if request.method == "POST":
        try:
            ordering.ask_export(
                by=request.user,
                query=exporting.query_of(request.user, request.POST),
                columns=request.POST.getlist("columns"),
                kind=request.POST.get("format", ""),
                language=get_language() or "zh-hans",
            )
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("review:exports")
    rows = Export.objects.filter(officer=request.user).order_by("-created_at")[:MOST_SHOWN]
    shown = [line_of(row, request.user) for row in rows]
    context = {"rows": shown, "most": f"{exporting.MOST_ROWS:,}", "going": any(row["going"] for row in shown)}
    return render(request, "review/exports.html", context)


def line_of(row: Export, officer: User) -> dict[str, Any]:
    """Return what the list shows of one export to its officer."""
    return {
        "row": row,
        "what": what_of(row),
        "going": row.state in {Export.State.WAITING, Export.State.RUNNING},
        "ready": can_take(row, officer),
        "failed": row.state == Export.State.FAILED,
        "cut": row.done >= exporting.MOST_ROWS,
        "most": f"{exporting.MOST_ROWS:,}",
    }


def what_of(row: Export) -> str:
    """Return in words which list it is: its search and filters."""
    search = exporting.search_of(row)
    terms = [chip["text"] for chip in search.chips()]
    return " · ".join([str(search.chosen.title), *terms])


@officers_only
@require_GET
def progress(request: HttpRequest, export: UUID) -> HttpResponse:
    """Draw the line of one export anew, for htmx; without it lead to the list."""
    row = own(request, export)
    if not request.headers.get("HX-Request"):
        return redirect("review:exports")
    return render(request, "review/_export_line.html", {"line": line_of(row, request.user)})


@officers_only
@require_POST
def retry(request: HttpRequest, export: UUID) -> HttpResponse:
    """Have a failed export tried again."""
    ordering.retry_export(export=own(request, export), by=request.user)
    return redirect("review:exports")


@officers_only
@require_GET
def take(request: HttpRequest, export: UUID) -> HttpResponseBase:
    """Send a table that lies ready to its officer; each time it is recorded."""
    row = own(request, export)
    if not can_take(row, request.user):
        raise Http404
    try:
        file = storage.opened(row.key)
    except (storage.StorageUnavailable, FileNotFoundError):
        messages.error(request, _("The table cannot be reached now. Please try again in a few minutes."))
        return redirect("review:exports")
    actions.record_download(export=row, by=request.user)
    name = f"queue-{timezone.localtime(row.created_at):%Y%m%d-%H%M}.{row.format}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[row.format])
