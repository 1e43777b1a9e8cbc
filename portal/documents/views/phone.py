"""Hand in from the phone: the QR code beside a material, and the page that it opens without signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import EDITABLE
from portal.documents import actions, handoff
from portal.documents.handoff import Forged, Handoff, Over
from portal.documents.models import Upload
from portal.documents.naming import clean_name
from portal.documents.policies import material_of
from portal.documents.views.uploads import begun, taken, told

View = Callable[..., HttpResponse]


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def code(request: HttpRequest, application: UUID, material: str) -> HttpResponse:
    """Show the QR code and the address for the phone: as a page, or as the panel that a script puts in place."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    try:
        address = handoff.address_of(handoff.make(row, material, request.user))
    except NotAllowed:
        raise Http404 from None
    panel = "panel" in request.GET
    context = {
        "panel": panel,
        "material": material_of(row, material),
        "address": address,
        "picture": handoff.picture_of(address),
        "minutes": int(handoff.LIFE.total_seconds() // 60),
        # A new one is drawn before the old one runs out, so that nobody scans one that is about to.
        "seconds": int(handoff.LIFE.total_seconds()) - 120,
        "back": page_of(row, material),
    }
    return render(request, f"documents/{'_code' if panel else 'code'}.html", context)


def page_of(application: Application, material: str) -> str:
    """Return the address of the page on which the owner hands in files of the material."""
    if application.state in EDITABLE:
        keys = {"service": application.service, "draft": application.pk, "step": "materials"}
        return f"{reverse('wizard:step', kwargs=keys)}#material-{material}"
    return f"{reverse('my:case', args=[application.pk])}#material-{material}"


def by_phone(view: View) -> View:
    """Let in whom the link allows and give the view its `Handoff`; no cache, search engine or other site learns of it.

    404 for a link that was not made here, 410 for one that has run out or whose files cannot be changed any more.
    """

    @wraps(view)
    def inner(request: HttpRequest, token: str, **given: Any) -> HttpResponse:
        try:
            response = view(request, handoff.read(token), token=token, **given)
        except (Forged, Http404):
            response = closed(request, "unknown", 404)
        except Over:
            response = closed(request, "over", 410)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": with that browsers send forms with "Origin: null", which is refused as forged. This one,
        # too, tells nobody the address of the page.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return inner


def closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Return the sentence for a link that cannot be used, as a page or for a script."""
    if "json" in request.headers.get("Accept", ""):
        text = _("This link cannot be used any more. Please scan the code on your computer again.")
        return JsonResponse({"error": text}, status=status)
    return render(request, "documents/phone_closed.html", {"why": why, "messages": []}, status=status)


@by_phone
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, allowed: Handoff, token: str) -> HttpResponse:
    """Show the page that takes photos and files (GET), or take them without JavaScript (POST)."""
    context: dict[str, Any] = {
        "service": allowed.application.declaration,
        "material": allowed.material,
        "row": {"material": allowed.material},
        "token": token,
        "done": "done" in request.GET,
        "messages": [],  # those of a person who is signed in on this phone are not for this page
    }
    if request.method == "POST":
        context["problems"] = kept(request, allowed)
        if not context["problems"]:
            return HttpResponseRedirect(f"{reverse('documents:phone', args=[token])}?done=1")
    return render(request, "documents/phone.html", context, status=422 if context.get("problems") else 200)


def kept(request: HttpRequest, allowed: Handoff) -> list[str]:
    """Take the files of a form. Returns a sentence for each that was not taken."""
    files = request.FILES.getlist("file")
    if not files:
        return [_("No file was chosen. Please choose one first.")]
    problems = []
    for file in files:
        try:
            actions.receive(
                application=allowed.application,
                material=allowed.material.code,
                file=file,
                by=allowed.user,
                by_phone=True,
            )
        except actions.Waiting:
            continue  # it is kept; the page on the computer says what it waits for
        except actions.Refused as refusal:
            problems.append(f"{clean_name(file.name or '')}: {refusal}")
        except NotAllowed:
            raise Over("the files cannot be changed now") from None
    return problems


@by_phone
@require_POST
def begin(request: HttpRequest, allowed: Handoff, token: str) -> HttpResponse:
    """Announce a file for the material of the link."""

    def url(upload: Upload) -> str:
        return reverse("documents:phone_piece", args=[token, upload.pk])

    return begun(request, allowed.application, allowed.material.code, allowed.user, url=url, by_phone=True)


@by_phone
@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, allowed: Handoff, token: str, upload: UUID) -> HttpResponse:
    """Take the next piece of a file (POST), or say how far it is (GET)."""
    row = theirs(allowed, upload)
    return taken(request, row, allowed.user) if request.method == "POST" else JsonResponse(told(row))


@by_phone
@require_POST
def cancel(request: HttpRequest, allowed: Handoff, token: str, upload: UUID) -> HttpResponse:
    """Take an upload of this link away, on its way or refused."""
    try:
        actions.cancel(upload=theirs(allowed, upload), by=allowed.user)
    except NotAllowed:
        raise Http404 from None
    return HttpResponse(status=204)


def theirs(allowed: Handoff, upload: UUID) -> Upload:
    """Return an upload that was begun with a link for the same material and person. Raises Http404 when it is none."""
    uploads = Upload.objects.filter(
        application=allowed.application,
        material=allowed.material.code,
        uploaded_by=allowed.user,
        by_phone=True,
    )
    return get_object_or_404(uploads.select_related("application"), pk=upload)
