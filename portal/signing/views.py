"""The co-signer's pages: reached by a personal link, opened by a code, without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views import View

from portal.accounts.models import User
from portal.catalog.declaration import Signer
from portal.rulebook.queries import norms
from portal.signing import actions, browser, delivery, wording
from portal.signing.content import digest_of, person_of, signers_in
from portal.signing.forms import CodeForm, DeclineForm, StatementsForm
from portal.signing.models import Signature
from portal.signing.policies import ContentChanged, Refused, is_open
from portal.signing.queries import answers_of, by_token, signers_of
from portal.signing.tokens import CODE_LIFE, TRIES
from portal.standards import phones
from portal.ui.limits import within
from portal.workdays.queries import today

Status = Signature.Status
#: Requests a minute from one address to all links together.
MOST_A_MINUTE = 40


class LinkView(View):
    """A page of one link. Gives `signature` and `signer`; a link that leads nowhere says so and nothing else."""

    signature: Signature
    signer: Signer
    #: whether the page needs the code to have been right
    guarded = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the link, or tell what became of it; no cache, search engine or other site learns of the page."""
        response = self.answer(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": with that browsers send their forms with "Origin: null", which is refused as forged.
        # This one, too, tells nobody the address of the page.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the page, or the reason why there is none."""
        if not within(request, "sign", MOST_A_MINUTE):
            return self.closed("slow", 429)
        found = by_token(kwargs["token"])
        if found is None:
            return self.closed("unknown", 404)
        self.signature = found
        if found.status in {Status.SIGNED, Status.DECLINED} and browser.is_in(request, found):
            return render(request, "signing/done.html", {"declined": found.status == Status.DECLINED})
        signer = next((one for one in signers_of(found.application) if one.key == found.key), None)
        if not is_open(found, timezone.now()) or (signer and person_of(signer) != found.person):
            return self.closed("over", 410)
        if signer is None:
            return self.closed("changing", 409)
        self.signer = signer
        if self.guarded and not browser.is_in(request, found):
            return HttpResponseRedirect(self.url("page"))
        return super().dispatch(request, *args, **kwargs)

    def closed(self, why: str, status: int) -> HttpResponse:
        """Return the sentence for a link that cannot be used."""
        return render(self.request, "signing/closed.html", {"why": why}, status=status)

    def url(self, name: str) -> str:
        """Return the address of a page of this link."""
        return reverse(f"signing:{name}", kwargs={"token": self.kwargs["token"]})

    def user(self) -> User | None:
        """Return who is signed in on this browser, if anybody."""
        return self.request.user if self.request.user.is_authenticated else None

    def ask(self, form: CodeForm | None = None, refusal: str = "") -> HttpResponse:
        """Draw the page before the code: who asks and what for, nothing else."""
        row = self.signature
        waits = bool(
            row.code_hash
            and row.attempts < TRIES
            and row.code_sent_at
            and timezone.now() - row.code_sent_at <= CODE_LIFE
        )
        form = form or (CodeForm() if waits else None)
        errors = [("#code", refusal)] if refusal else (form.error_links() if form else [])
        context = {
            "who": delivery.who_asks(row.application),
            "service": row.application.declaration,
            "mobile": phones.mask(self.signer.mobile),
            "until": row.expires_at,
            "form": form,
            "errors": errors,
            "urls": {name: self.url(name) for name in ("code", "open")},
            "demo_code": browser.take(self.request, f"code:{row.pk}", again=True)
            if waits and settings.DEMO
            else "",
        }
        return render(self.request, "signing/ask.html", context, status=422 if errors else 200)

    def read(self, form: StatementsForm, changed: bool = False) -> HttpResponse:
        """Draw what is to be signed, with a tick for each statement."""
        row = self.signature
        language = get_language() or settings.LANGUAGE_CODE
        answers = answers_of(row.application)
        signers = signers_in(row.application.declaration, answers, norms(today()), language)
        signer = next(one for one in signers if one.key == row.key)
        errors = [("#content", wording.CHANGED)] if changed else form.error_links()
        context = {
            "who": delivery.who_asks(row.application),
            "service": row.application.declaration,
            "signer": signer,
            "rows": [("", label, value) for label, value in signer.shown],
            "digest": digest_of(self.signer),
            "signed_before": row.signed_at,
            "form": form,
            "errors": errors,
            "urls": {name: self.url(name) for name in ("sign", "decline")},
        }
        return render(self.request, "signing/read.html", context, status=422 if errors else 200)

    def statements(self, data: Any = None) -> StatementsForm:
        """Return the form of the statements."""
        language = get_language() or settings.LANGUAGE_CODE
        answers = answers_of(self.signature.application)
        signers = signers_in(self.signature.application.declaration, answers, norms(today()), language)
        signer = next(one for one in signers if one.key == self.signature.key)
        return StatementsForm(data, statements=[str(text) for text in signer.statements])


class PageView(LinkView):
    """The link itself: asks for the code, or shows what is to be signed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the one or the other."""
        return self.read(self.statements()) if browser.is_in(request, self.signature) else self.ask()


class CodeView(LinkView):
    """Send a code."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead back to the page."""
        return HttpResponseRedirect(self.url("page"))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Send a code to the number that the applicant gave, and to no other."""
        row = self.signature
        try:
            code = actions.send_code(application=row.application, key=row.key)
        except Refused as refusal:
            return self.ask(refusal=str(refusal))
        if settings.DEMO:
            browser.put(request, f"code:{row.pk}", code)
        return HttpResponseRedirect(self.url("page"))


class OpenView(LinkView):
    """Take the code."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead back to the page."""
        return HttpResponseRedirect(self.url("page"))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Open what is to be signed when the code is right."""
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                actions.verify_code(signature=self.signature, code=form.cleaned_data["code"])
            except Refused as refusal:
                form.add_error("code", str(refusal))
        if not form.is_valid():
            return self.ask(form)
        browser.let_in(request, self.signature)
        return HttpResponseRedirect(self.url("page"))


class SignView(LinkView):
    """Sign."""

    guarded = True

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead back to the page."""
        return HttpResponseRedirect(self.url("page"))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Sign when every statement is ticked and what was read is what stands there now."""
        digest = request.POST.get("digest", "")
        if digest != digest_of(self.signer):
            return self.read(self.statements(), changed=True)
        form = self.statements(request.POST)
        if not form.is_valid():
            return self.read(form)
        try:
            actions.sign(signature=self.signature, digest=digest, user=self.user())
        except ContentChanged:
            return self.read(self.statements(), changed=True)
        except Refused:
            return self.closed("over", 410)
        return HttpResponseRedirect(self.url("page"))


class DeclineView(LinkView):
    """Do not sign, with a reason or without."""

    guarded = True

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask for the reason."""
        return self.page(DeclineForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Decline; the applicant is told."""
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            actions.decline(signature=self.signature, reason=form.cleaned_data["reason"], user=self.user())
        except Refused:
            return self.closed("over", 410)
        return HttpResponseRedirect(self.url("page"))

    def page(self, form: DeclineForm) -> HttpResponse:
        """Draw the page."""
        errors = form.error_links()
        context = {"form": form, "errors": errors, "back": self.url("page")}
        return render(self.request, "signing/decline.html", context, status=422 if errors else 200)
