"""Files that arrive in pieces: announce one, send its pieces, ask how far it is, take it away. JSON, for scripts.

The names are those of the draft standard for resumable uploads (`Upload-Offset`) and of RFC 9530 (`Content-Digest`).
"""

import base64
import binascii
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, acts_for
from portal.applications.queries import owned_by
from portal.documents import actions, storage
from portal.documents.limits import CHUNK
from portal.documents.models import Document, Upload
from portal.documents.queries import version_of
from portal.documents.sentences import not_stored
from portal.documents.views.files import back, uuid_or_404

MOST_DIGITS = 12
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 401 to who is signed out: a script cannot follow to the page of sign-in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": _("You are signed out.")}, status=401)
        return view(request, *args, **kwargs)

    return never_cache(inner)


@signed_in
@require_POST
def begin(request: HttpRequest, application: UUID, material: str) -> HttpResponse:
    """Announce a file for a material (name, size, modified, type, replaces) and say where to send its pieces."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    return begun(request, row, material, request.user)


def piece_of(upload: Upload) -> str:
    """Return where the pieces of an upload are sent by who is signed in."""
    return reverse("documents:piece", args=[upload.pk])


def begun(
    request: HttpRequest,
    application: Application,
    material: str,
    by: User,
    url: Callable[[Upload], str] = piece_of,
    by_phone: bool = False,
) -> HttpResponse:
    """Answer an announcement for somebody who was let in: 200, or 422 with a sentence when it is not taken.

    url: gives the address for the pieces, on which `cancel/` must follow. by_phone: a link that only hands in takes
    the place of nothing.
    """
    size = request.POST.get("size", "")
    if not size.isdecimal() or len(size) > MOST_DIGITS:
        raise Http404
    try:
        upload = actions.begin(
            application=application,
            material=material,
            name=request.POST.get("name", ""),
            size=int(size),
            modified=request.POST.get("modified", ""),
            declared=request.POST.get("type", ""),
            replaces=None if by_phone else replaced(request, application, material),
            by=by,
            by_phone=by_phone,
        )
    except actions.Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    except NotAllowed:
        raise Http404 from None
    return JsonResponse(told(upload) | {"chunk": CHUNK, "url": url(upload)})


def replaced(request: HttpRequest, application: Application, material: str) -> Document | None:
    """Return the file that a new one takes the place of, as the form says. Raises Http404 when there is none."""
    if not request.POST.get("replaces"):
        return None
    present = application.documents.filter(material=material, removed_at=None)
    return get_object_or_404(present, pk=uuid_or_404(request.POST["replaces"]))


def own_or_404(user: User, upload: UUID) -> Upload:
    """Return an upload of a case that the user acts for, in one query unless the case is a company's."""
    row = get_object_or_404(Upload.objects.select_related("application"), pk=upload)
    if not acts_for(user, row.application):
        raise Http404
    return row


@signed_in
@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Take the next piece of a file (POST), or say how far it is (GET)."""
    row = own_or_404(request.user, upload)
    return taken(request, row, request.user) if request.method == "POST" else JsonResponse(told(row))


def taken(request: HttpRequest, upload: Upload, by: User) -> HttpResponse:
    """Answer a piece: 200, 409 with the offset to go on from, or 503 when it has to be sent again later."""
    offset = request.headers.get("Upload-Offset", "")
    # The body of a form may have been read already, in search of its CSRF token.
    if not offset.isdecimal() or len(offset) > MOST_DIGITS or request.content_type in FORMS:
        raise Http404
    try:
        content = request.body
        row = actions.append(
            upload=upload, offset=int(offset), content=content, sha256=digest_in(request), by=by
        )
    except actions.WrongOffset as there:
        return JsonResponse({"offset": there.offset}, status=409)
    except (actions.Corrupted, UnreadablePostError):  # the second: the line broke
        return JsonResponse({"offset": upload.received}, status=409)
    except storage.StorageUnavailable:
        answer = JsonResponse({"error": not_stored(), "retry": True}, status=503)
        answer["Retry-After"] = "5"
        return answer
    except NotAllowed:
        raise Http404 from None
    return JsonResponse({"offset": row.received, "state": row.state})


def digest_in(request: HttpRequest) -> str:
    """Return the SHA-256 that the request says its body has, in hex; "" when it says none that can be read."""
    found = re.search(r"sha-256=:([A-Za-z0-9+/=]{44}):", request.headers.get("Content-Digest", ""))
    try:
        return base64.b64decode(found.group(1), validate=True).hex() if found else ""
    except binascii.Error:
        return ""


def told(upload: Upload) -> dict[str, Any]:
    """Return what a script is told of an upload. `error`: why it was refused; `waiting`: what it waits for."""
    refused = upload.state == Upload.State.REFUSED
    return {
        "id": str(upload.pk),
        "offset": upload.received,
        "size": upload.size,
        "state": upload.state,
        "error": upload.sentence if refused else "",
        "waiting": "" if refused else upload.sentence,
    }


@login_required
@require_POST
def cancel(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Take an upload away, on its way or refused; a page goes back to where it was, a script is told 204."""
    row = own_or_404(request.user, upload)
    try:
        actions.cancel(upload=row, by=request.user)
    except NotAllowed:
        raise Http404 from None
    return HttpResponse(status=204) if "json" in request.headers.get("Accept", "") else back(request)


@signed_in
@require_GET
def state(request: HttpRequest, application: UUID) -> HttpResponse:
    """Say whether anything of a case's files changed, and whether anything is still on its way."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    version, busy = version_of(row)
    return JsonResponse({"version": version, "busy": busy})
