"""Download papers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.applications.policies import NotAllowed
from portal.applications.queries import visible_to
from portal.applications.states import State
from portal.certificates import actions
from portal.certificates.models import Certificate
from portal.certificates.queries import may_open, openable, readable_by
from portal.documents import storage


def pdf(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to be saved under that name, kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_GET
def receipt(request: HttpRequest, application: UUID) -> HttpResponse:
    """Download the receipt of what was submitted last. One that nobody has made yet is made now."""
    row = get_object_or_404(openable(request.user).exclude(state=State.DRAFT), pk=application)
    if not may_open(request.user, row):
        raise Http404
    notice = actions.receipt_of(row)
    if notice is None:
        raise Http404
    if notice.status != Certificate.Status.ISSUED:
        actions.issue(certificate_id=notice.pk)
        notice.refresh_from_db()
    return sent(request, notice)


@login_required
@require_GET
def download(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Download an issued certificate as it was stored."""
    row = get_object_or_404(readable_by(request.user), pk=certificate)
    if not may_open(request.user, row.application):
        raise Http404
    return sent(request, row)


def sent(request: HttpRequest, row: Certificate) -> HttpResponse:
    """Return a paper as it was stored, or the page that says that it cannot be opened just now; audited."""
    if row.status != Certificate.Status.ISSUED:
        return render(request, "certificates/unavailable.html", {"certificate": row}, status=503)
    try:
        content = storage.read(row.key)
    except (storage.StorageUnavailable, FileNotFoundError):
        return render(request, "certificates/unavailable.html", {"certificate": row}, status=503)
    actions.record_reading(certificate=row, by=request.user)
    return pdf(content, row.file_name)


@login_required
@require_POST
def retry(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Try a stopped certificate again; for the officers of its unit. Lead back to where it was asked for (`back`)."""
    row = get_object_or_404(
        Certificate.objects.filter(application__in=visible_to(request.user)), pk=certificate
    )
    try:
        again = actions.retry(certificate=row, by=request.user)
    except NotAllowed:
        raise Http404 from None
    if again:
        messages.success(request, _("The paper is being made again."))
    if request.POST.get("back") == "list":
        return redirect(f"{reverse('desk_certificates:list')}?tab=stopped")
    if request.POST.get("back") == "page":
        return redirect("desk_certificates:page", row.pk)
    return redirect("review:case", row.application_id)
