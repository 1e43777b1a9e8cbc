"""What every page of a draft does first: whose it is, may it be edited, where does the person stand."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views import View

from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import EDITABLE
from portal.wizard import draft, rescue
from portal.wizard.journey import CHECK, Journey, open_journey
from portal.wizard.registers import TooMany


class DraftView(View):
    """A page of one draft or correction. Gives `self.journey`; others' drafts are not found."""

    journey: Journey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead visitors to the sign-in, submitted cases to their page, and everybody else to the page."""
        if not request.user.is_authenticated:
            return self.signed_out(request, **kwargs)
        mine = owned_by(request.user).select_related("company")
        application = get_object_or_404(mine, pk=kwargs["draft"], service=kwargs["service"])
        if application.state not in EDITABLE:
            return self.closed(application)
        try:
            self.journey = request.journey = open_journey(application, request.user)  # type: ignore[attr-defined]
            response = super().dispatch(request, *args, **kwargs)
        except Conflict:
            return self.closed(Application.objects.get(pk=application.pk))
        except NotAllowed:  # the authorisation for the company was ended at this very moment
            raise Http404 from None
        except TooMany:
            response = self.too_many(kwargs.get("step", ""))
        add_never_cache_headers(
            response
        )  # the back button must show what is stored, and a shared computer nothing
        return response

    def signed_out(self, request: HttpRequest, step: str = "", **kwargs: Any) -> HttpResponseBase:
        """Lead to the sign-in and back here; what was just typed waits there."""
        if (
            request.method == "POST"
            and step
            and Application.objects.filter(pk=kwargs["draft"], state__in=EDITABLE).exists()
        ):
            rescue.stash(request, kwargs["draft"], step)
        return redirect_to_login(request.get_full_path())

    def closed(self, application: Application) -> HttpResponse:
        """Answer for a case that cannot be edited any more. A second press of "submit" sees the receipt."""
        if self.request.method == "POST" and self.kwargs.get("step") == CHECK:
            return redirect("wizard:done", service=application.service, draft=application.pk)
        if self.request.method == "POST":
            messages.warning(self.request, _("This application has been submitted. Nothing was changed."))
        return redirect("my:case", application.pk)

    def too_many(self, slug: str) -> HttpResponse:
        """Answer when the registers were asked too often: the step stays open, and so the way on is closed."""
        if slug in {step.slug for step in self.journey.service.steps}:
            self.journey.keep(self.request.user, lambda document: draft.reopen(document, slug))
        messages.error(
            self.request,
            _(
                "The registers have been asked about too many different persons or things from your account today. "
                "What you typed is kept. Please go on tomorrow."
            ),
        )
        return HttpResponseRedirect(self.journey.url(slug) if slug else self.journey.url(CHECK))

    def elsewhere(self, slug: str) -> HttpResponse | None:
        """Return a redirect when this stop may not be opened yet: to the first incomplete one, or to the halt.

        Whoever has to go elsewhere is told so before the steps after the answer that says it.
        """
        if not self.journey.may_open(slug):
            return HttpResponseRedirect(self.journey.url(self.journey.first_incomplete))
        halt, slugs = self.journey.halt(), self.journey.slugs()
        if halt and halt.step in slugs and slugs.index(slug) > slugs.index(halt.step):
            return HttpResponseRedirect(self.journey.url(name="wizard:halt"))
        return None

    def leave(self) -> HttpResponse:
        """Answer "save and leave": everything is kept; say so on the list of applications."""
        messages.success(self.request, _("Your draft is saved. You can go on with it here at any time."))
        return redirect("my:home")
