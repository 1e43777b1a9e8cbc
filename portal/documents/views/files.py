"""Upload and remove files."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.documents import actions
from portal.documents.models import Document
from portal.documents.naming import clean_name


def back(request: HttpRequest) -> HttpResponse:
    """Return to the page the form was on."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("my:home")
    return HttpResponseRedirect(target)


def uuid_or_404(text: str) -> UUID:
    """Return an id that came in a form. Raises Http404 for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@login_required
@require_POST
def upload(request: HttpRequest, application: UUID, material: str) -> HttpResponse:
    """Receive one or more files for a material and go back to the page; refusals are told there."""
    row = get_object_or_404(owned_by(request.user), pk=application)
    files = request.FILES.getlist("file")
    tag = f"material:{material}"
    if not files:
        messages.error(request, _("No file was chosen. Please choose one first."), extra_tags=tag)
    replaces = None
    if request.POST.get("replaces"):
        present = row.documents.filter(material=material, removed_at=None)
        replaces = get_object_or_404(present, pk=uuid_or_404(request.POST["replaces"]))
    for file in files:
        try:
            document = actions.receive(
                application=row, material=material, file=file, by=request.user, replaces=replaces
            )
        except actions.Waiting as waiting:
            replaces = None
            messages.info(request, f"{clean_name(file.name)}: {waiting}", extra_tags=tag)
        except actions.Refused as refusal:
            messages.error(request, f"{clean_name(file.name)}: {refusal}", extra_tags=tag)
        except NotAllowed:
            raise Http404 from None
        else:
            replaces = None
            messages.success(request, _("Received: %(name)s") % {"name": document.name}, extra_tags=tag)
    return back(request)


@login_required
@require_POST
def remove(request: HttpRequest, document: UUID) -> HttpResponse:
    """Take a file away and go back to the page."""
    row = get_object_or_404(
        Document.objects.filter(application__in=owned_by(request.user), removed_at=None), pk=document
    )
    try:
        actions.remove(document=row, by=request.user)
    except NotAllowed:
        raise Http404 from None
    tag = f"material:{row.material}"
    messages.success(request, _("Removed: %(name)s") % {"name": row.name}, extra_tags=tag)
    return back(request)
