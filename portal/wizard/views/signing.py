"""The buttons of the signatures on the check page. Each acts, then leads back to its place there."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.signing import actions, browser, wording
from portal.signing.content import OWN
from portal.signing.forms import CodeForm
from portal.signing.models import Signature
from portal.signing.policies import ContentChanged, Refused
from portal.wizard.journey import CHECK
from portal.wizard.signing import anchor_of
from portal.wizard.views.checking import CheckView


class SignView(CheckView):
    """Send the applicant a code, sign, invite a co-signer, withdraw the invitation."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead to the check page: after a sign-in in between, for instance."""
        return HttpResponseRedirect(self.journey.url(CHECK))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do what the button says. What cannot be done is told on the page (status 422)."""
        if there := self.not_ready():
            return there
        acts = {"code": self.code, "sign": self.sign, "invite": self.invite, "withdraw": self.withdraw}
        if self.kwargs["act"] not in acts:
            raise Http404
        self.place = anchor_of(self.kwargs["key"])
        try:
            return acts[self.kwargs["act"]](self.kwargs["key"])
        except Refused as refusal:
            return self.page([(f"#{self.place}", str(refusal))], status=422)
        except ContentChanged:
            return self.page([(f"#{self.place}", str(wording.CHANGED))], status=422)

    def back(self) -> HttpResponse:
        """Lead back to the signer's place."""
        return HttpResponseRedirect(f"{self.journey.url(CHECK)}#{self.place}")

    def row(self, key: str) -> Signature:
        """Return the signature's row."""
        return Signature.objects.get(application=self.journey.application, key=key)

    def code(self, key: str) -> HttpResponse:
        """Send the applicant a code."""
        code = actions.send_code(application=self.journey.application, key=OWN, by=self.request.user)
        if settings.DEMO:
            browser.put(self.request, f"code:{self.row(OWN).pk}", code)
        return self.back()

    def sign(self, key: str) -> HttpResponse:
        """Sign as the applicant."""
        self.form = CodeForm(self.request.POST)
        if self.form.is_valid():
            try:
                actions.sign_own(
                    application=self.journey.application,
                    code=self.form.cleaned_data["code"],
                    digest=self.request.POST.get("digest", ""),
                    by=self.request.user,
                )
            except Refused as refusal:
                self.form.add_error("code", str(refusal))
        if not self.form.is_valid():
            return self.page(self.form.error_links(), status=422)
        return self.back()

    def invite(self, key: str) -> HttpResponse:
        """Invite a co-signer; the link waits, sealed, to be shown on the next page."""
        token, texted = actions.invite(application=self.journey.application, key=key, by=self.request.user)
        browser.put(self.request, f"link:{self.row(key).pk}", token)
        if not texted:
            messages.warning(
                self.request, _("The link could not be texted. Please pass it on to that person yourself.")
            )
        return self.back()

    def withdraw(self, key: str) -> HttpResponse:
        """Withdraw an invitation."""
        actions.withdraw(application=self.journey.application, key=key, by=self.request.user)
        messages.success(self.request, _("The invitation is withdrawn. Its link does not work any more."))
        return self.back()
