"""Verify a paper without signing in: by number and code, by its QR code, by its file. For people and for machines."""

import logging
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from portal.certificates.forms import ELSEWHERE, TOO_LARGE, FileForm, VerifyForm
from portal.certificates.limits import MOST_BYTES, may_ask, may_send
from portal.certificates.queries import Answer, verify
from portal.certificates.verification import machines, payload
from portal.certificates.verification.apart import Busy
from portal.certificates.verification.facts import day_of, names
from portal.certificates.verification.files import answer_to
from portal.certificates.verification.wording import said
from portal.seals.errors import SealUnavailable
from portal.standards.digests import Digests
from portal.ui.frames import framed

log = logging.getLogger(__name__)
FRAME = "certificates/verify_answer.html"
#: Bytes of a request beside its file.
MARGIN = 64 * 1024
private = cache_control(private=True, no_store=True)


@require_safe
def scan(request: HttpRequest, packed: str) -> HttpResponse:
    """Lead from the address in a QR code to the answer, in the language of the visitor's browser.

    The signature in it is for those who have no network: here the register answers, and the limit counts there.
    """
    with translation.override(translation.get_language_from_request(request)):
        try:
            found = payload.read(packed)
        except ValueError:
            context = {"form": VerifyForm(), "unreadable": True}
            return render(request, "certificates/verify_form.html", context, status=404)
        url = reverse("verify:answer", args=[found.number])
    response = redirect(f"{url}?{urlencode({'code': found.code})}")
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def form(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; with both, go to the answer."""
    if "number" not in request.GET:
        return render(request, "certificates/verify_form.html", {"form": VerifyForm()})
    asked = VerifyForm(request.GET)
    if not asked.is_valid():
        return render(request, "certificates/verify_form.html", {"form": asked}, status=422)
    url = reverse("verify:answer", args=[asked.cleaned_data["number"]])
    return redirect(f"{url}?{urlencode({'code': asked.cleaned_data['code']})}")


@require_GET
@private
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer whether a paper is valid, to anybody who has its number and code."""
    machine = machines.wanted(request)
    if not may_ask(request):
        return _later(request, machine, "questions", 429)
    code = request.GET.get("code", "")
    if machine:
        return machines.signed(verify(number, code), machines.about_number(number, code))
    if not code:
        return render(
            request, "certificates/verify_form.html", {"form": VerifyForm(initial={"number": number})}
        )
    return _page(request, verify(number, code), {})


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory, whatever its size: a stranger's file is never written anywhere."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take the files of this request; its size was asked before."""
        self.activated = True


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def file(request: HttpRequest) -> HttpResponse:
    """Answer what a file is that somebody sends. It is kept nowhere, and nothing of it goes into the log.

    Limits of number and size are asked before the file is received, so the token against forged requests is asked in
    the next view. A machine has none: a browser says by itself when a page of another site sends it, and that would
    have its visitors send us files.
    """
    if request.method != "POST":
        return render(request, "certificates/verify_file.html", {"form": FileForm()})
    machine = machines.wanted(request)
    if _from_elsewhere(request, machine):
        return _refused(request, machine, FileForm(), str(ELSEWHERE), 403)
    if not may_send(request):
        return _later(request, machine, "files", 429)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES + MARGIN:
        return _refused(request, machine, FileForm(), str(TOO_LARGE), 413)
    request.upload_handlers = [InMemory(request)]
    return _received(request) if machine else csrf_protect(_received)(request)


def _from_elsewhere(request: HttpRequest, machine: bool) -> bool:
    """Return whether a browser sends a request for a page of another site; older ones name its origin only.

    The origin of a form is asked together with its token.
    """
    origin = request.headers.get("Origin", "")
    return request.headers.get("Sec-Fetch-Site") == "cross-site" or (
        machine and bool(origin) and urlsplit(origin).netloc != request.get_host()
    )


def _received(request: HttpRequest) -> HttpResponse:
    """Answer what the file is that came with a request."""
    machine, sent = machines.wanted(request), FileForm(request.POST, request.FILES)
    if not sent.is_valid():
        return _refused(request, machine, sent, "", 422)
    content = sent.cleaned_data["file"].read()
    digests = Digests(content)
    try:
        found = answer_to(content)
    except Busy:
        return _later(request, machine, "busy", 503)
    except SealUnavailable:
        log.exception("a file cannot be judged")
        return _later(request, machine, "seals", 503)
    if machine:
        return machines.signed(found, machines.about_file(content))
    return _page(request, found, {"sha256": digests.sha256, "sm3": digests.sm3})


def _page(request: HttpRequest, found: Answer, sent: dict[str, str]) -> HttpResponse:
    """Return the page of an answer. sent: the digests of the file that was sent, if one was."""
    facts = {"answer": found, "said": said(found, day_of(found)), "names": names(found), "sent": sent}
    if not found.number and not sent:
        facts["form"] = _typed(request)  # to be compared with the paper, and mended
    content = render_to_string("certificates/_answer.html", facts)
    status = 404 if found.verdict == "NOT_FOUND" else 200
    page = None if sent else framed(request, FRAME, content, *_address(request))
    if page is None:
        response = render(request, FRAME, {"content": content}, status=status)
    else:
        response = HttpResponse(page, status=status)
    patch_vary_headers(response, ["Accept"])
    return response


def _typed(request: HttpRequest) -> VerifyForm:
    """Return the form with the number and the code of a request."""
    number = request.resolver_match.kwargs.get("number", "") if request.resolver_match else ""
    return VerifyForm(initial={"number": number[:40], "code": request.GET.get("code", "")[:40]})


def _address(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """Return the address of an answer as a pattern, with what number and code stand in it."""
    number = request.resolver_match.kwargs["number"] if request.resolver_match else ""
    words = {"NUMBER": number, "CODE": request.GET.get("code", "")}
    return request.path.replace(number, "0NUMBER0") + "?code=0CODE0", words


def _refused(request: HttpRequest, machine: bool, sent: FileForm, why: str, status: int) -> HttpResponse:
    """Return the form with what is wrong with the file. why: when it was not received at all."""
    if machine:
        errors = [why] if why else [str(error) for errors in sent.errors.values() for error in errors]
        return machines.problem(" ".join(errors), status)
    return render(request, "certificates/verify_file.html", {"form": sent, "refused": why}, status=status)


def _later(request: HttpRequest, machine: bool, why: str, status: int) -> HttpResponse:
    """Return that it is worth asking again. why: questions or files (too many), busy, seals (they cannot be read).

    What was typed is kept in the form.
    """
    if machine:
        return machines.problem(f"{why}: ask again in a minute", status)
    context = {"why": why, "form": _typed(request) if why == "questions" else None}
    response = render(request, "certificates/verify_slow.html", context, status=status)
    response["Retry-After"] = str(machines.LATER)
    return response
