"""Open a file: the applicant gets it, an officer sees its pages or takes a stamped copy away."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.accounts.queries import is_officer
from portal.documents import actions, queries, showing, storage, tickets
from portal.documents.models import Document
from portal.documents.policies import Reader, reader_of
from portal.inspection.verdict import Refusal, Unavailable

View = Callable[..., HttpResponseBase]
#: Nothing in a file opened in the browser may run or load anything.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'"
#: Why a file cannot be opened, as `documents/_unavailable.html` tells it.
WHY = {
    FileNotFoundError: "missing",
    storage.StorageUnavailable: "store",
    Unavailable: "tools",
    Refusal: "unfit",
}


def own_pages_only(view: View) -> View:
    """Let in who is signed in and comes from a page of the portal, or from nowhere. No cache keeps the answer.

    A foreign page that embeds a file, or leads to one, would learn from the size and time of the answer.
    """

    inner = login_required(cache_control(private=True, no_store=True)(view))

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
            raise Http404
        return inner(request, *args, **kwargs)

    return require_safe(guarded)


@own_pages_only
def read(request: HttpRequest, document: UUID) -> HttpResponseBase:
    """Open a file: the file itself for the applicant, a stamped copy for an officer."""
    row, reader = found(request.user, document)
    if row.erased_at:
        return erased(request, row, reader)
    try:
        return taken_away(row, request.user) if reader is Reader.OFFICER else opened(row, request.user)
    except tuple(WHY) as failure:
        return unavailable(request, row, reader, failure)


def found(user: User, pk: UUID) -> tuple[Document, Reader]:
    """Return the file and as whom the user reads it. Raises Http404; an officer's attempt is recorded."""
    row = get_object_or_404(Document.objects.select_related("application"), pk=pk)
    reader = reader_of(row, user)
    if reader is None:
        if is_officer(user):
            actions.record_denied(document=row, by=user)
        raise Http404
    return row, reader


def opened(row: Document, user: User) -> HttpResponseBase:
    """Answer with a link that holds for a minute (S3), or the file in pieces (disk)."""
    inline = showing.is_drawn(row)
    if settings.S3_BUCKET:
        storage.size(row.key)  # a link into a store that is down would only show the browser's own error
        disposition = content_disposition_header(not inline, row.name) or "attachment"
        parameters = {
            "ResponseContentDisposition": disposition,
            "ResponseContentType": row.content_type,
            "ResponseCacheControl": "private, no-store",
        }
        link = storage.storage().url(row.key, parameters=parameters, expire=60)  # type: ignore[call-arg]
        actions.record_reading(document=row, by=user)
        return HttpResponseRedirect(link)
    file = storage.opened(row.key)
    actions.record_reading(document=row, by=user)
    return sent(FileResponse(file), row, inline=inline)


def taken_away(row: Document, user: User) -> HttpResponseBase:
    """Answer with a copy that names the officer on every page; a file that has no pages, as it is."""
    stamped = showing.is_drawn(row)
    file = showing.stamped(row, user) if stamped else storage.copied(row.key)
    actions.record_download(document=row, by=user, stamped=stamped)
    return sent(FileResponse(file), row, inline=False)


def sent(response: HttpResponseBase, row: Document, *, inline: bool) -> HttpResponseBase:
    """Return the answer with the headers that keep a file harmless in the browser."""
    response["Content-Type"] = row.content_type
    response["Content-Disposition"] = content_disposition_header(not inline, row.name) or "attachment"
    # Browsers show no PDF in a sandbox. Saved ones are never shown from here.
    sandboxed = not (inline and row.content_type == showing.PDF)
    return guarded_answer(response, FILE_POLICY + ("; sandbox" if sandboxed else ""))


def guarded_answer(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    """Return the answer with a content policy of its own, for this portal's pages only."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = policy
    return response


@own_pages_only
def view(request: HttpRequest, document: UUID) -> HttpResponseBase:
    """Show an officer the pages of a file: a page of its own, or with ?part=viewer what the case page takes in."""
    row, reader = found(request.user, document)
    if reader is Reader.APPLICANT:
        return redirect("documents:read", row.pk)
    if row.erased_at:
        return erased(request, row, reader)
    try:
        storage.size(row.key)
    except tuple(WHY) as failure:
        return unavailable(request, row, reader, failure)
    actions.record_viewing(document=row, by=request.user)
    return render(request, f"documents/{part(request)}view.html", viewer_of(row, request.user))


def part(request: HttpRequest) -> str:
    """Return how the name of the template begins: "_" for what is put into the page of a case."""
    return "_" if request.GET.get("part") == "viewer" else ""


def viewer_of(row: Document, user: User) -> dict[str, Any]:
    """Return what the viewer shows: the pages with the ticket for them, and the papers before and after."""
    papers = queries.papers_in_order(row.application)
    place = next((n for n, paper in enumerate(papers) if paper.pk == row.pk), None)
    titles = {item.code: str(item.title) for item in row.application.declaration.materials}
    return {
        "document": row,
        "case": row.application,
        "title": titles.get(row.material, row.material),
        "numbers": range(1, showing.page_count(row) + 1),
        "counted": showing.is_counted(row),
        "widths": showing.WIDTHS,
        "ticket": tickets.ticket_for(row, user),
        "mark": " ".join(showing.mark(row, user)),
        "place": None if place is None else place + 1,
        "places": len(papers),
        "before": papers[place - 1] if place else None,
        "after": papers[place + 1] if place is not None and place + 1 < len(papers) else None,
    }


@own_pages_only
def page(request: HttpRequest, document: UUID, number: int) -> HttpResponseBase:
    """Answer with one page as JPEG, to whom the viewer gave a ticket and who may read the file still."""
    row, _reader = found(request.user, document)
    known = request.GET.get("w", "") in map(str, showing.WIDTHS) and 1 <= number <= showing.page_count(row)
    if row.erased_at or not known or not tickets.holds(request.GET.get("t", ""), row, request.user):
        raise Http404
    try:
        content = showing.picture(row, number, int(request.GET["w"]))
    except tuple(WHY):
        return HttpResponse(status=503)  # nobody reads what stands where a picture is expected
    return guarded_answer(HttpResponse(content, content_type="image/jpeg"), "default-src 'none'; sandbox")


def erased(request: HttpRequest, row: Document, reader: Reader) -> HttpResponse:
    """Say when the file was deleted, and why. Status 410."""
    return said(request, "erased", row, reader, 410)


def unavailable(request: HttpRequest, row: Document, reader: Reader, failure: BaseException) -> HttpResponse:
    """Say why the file cannot be opened now, and what to do. Status 503."""
    why = next(word for kind, word in WHY.items() if isinstance(failure, kind))
    return said(request, "unavailable", row, reader, 503, why=why)


def said(
    request: HttpRequest, name: str, row: Document, reader: Reader, status: int, **more: str
) -> HttpResponse:
    """Draw what is said instead of a file: a page in the frame of the reader, or a part of the page of a case."""
    officer = reader is Reader.OFFICER
    frame = "ui/desk.html" if officer else "ui/base.html"
    context = {"document": row, "case": row.application, "frame": frame, "officer": officer, **more}
    return render(request, f"documents/{part(request)}{name}.html", context, status=status)
