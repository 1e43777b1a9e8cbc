"""Download papers; verify a certificate without signing in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by, visible_to
from portal.applications.states import State
from portal.certificates import actions
from portal.certificates.forms import VerifyForm
from portal.certificates.limits import may_ask
from portal.certificates.models import Certificate
from portal.certificates.queries import readable_by, verify
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
    mine = owned_by(request.user) | visible_to(request.user)
    row = get_object_or_404(mine.exclude(state=State.DRAFT), pk=application)
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
    """Try a stopped certificate again; for the officers of its unit."""
    row = get_object_or_404(
        Certificate.objects.filter(application__in=visible_to(request.user)), pk=certificate
    )
    try:
        again = actions.retry(certificate=row, by=request.user)
    except NotAllowed:
        raise Http404 from None
    if again:
        messages.success(request, _("The paper is being made again."))
    return redirect("review:case", row.application_id)


@require_GET
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; with both, go to the answer."""
    if "number" not in request.GET:
        return render(request, "certificates/verify_form.html", {"form": VerifyForm()})
    form = VerifyForm(request.GET)
    if not form.is_valid():
        return render(request, "certificates/verify_form.html", {"form": form}, status=422)
    url = reverse("verify:answer", args=[form.cleaned_data["number"]])
    return redirect(f"{url}?{urlencode({'code': form.cleaned_data['code']})}")


@require_GET
@cache_control(private=True, no_store=True)
def verify_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer whether a certificate is valid, to anybody who has its number and code."""
    if not may_ask(request):
        return render(request, "certificates/verify_slow.html", status=429)
    code = request.GET.get("code", "")
    if not code:
        form = VerifyForm(initial={"number": number})
        return render(request, "certificates/verify_form.html", {"form": form})
    answer = verify(number, code)
    status = 404 if answer.verdict == "NOT_FOUND" else 200
    return render(request, "certificates/verify_answer.html", {"answer": answer}, status=status)
