"""Where the way ends: elsewhere (halt), or here with a receipt (done)."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.applications.queries import latest_submission, owned_by
from portal.applications.states import EDITABLE, State
from portal.wizard.journey import CHECK
from portal.wizard.views.drafts import DraftView


class HaltView(DraftView):
    """Why the case cannot go on here, where to go, and the way back to the answer. The draft is kept."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the reason; when the answers give none any more, go on."""
        halt = self.journey.halt()
        if halt is None:
            return HttpResponseRedirect(self.journey.url(self.journey.first_incomplete))
        slugs = self.journey.slugs()
        change = halt.step if halt.step in slugs else slugs[0]
        return render(request, "wizard/halt.html", {"halt": halt, "change_url": self.journey.url(change)})


@never_cache
@login_required
@require_GET
def done(request: HttpRequest, service: str, draft: UUID) -> HttpResponse:
    """Show the receipt of a submitted case: number, promised day, what happens next."""
    case = get_object_or_404(owned_by(request.user), pk=draft, service=service)
    if case.state == State.DRAFT:
        return redirect("wizard:step", service=service, draft=draft, step=CHECK)
    if case.state in EDITABLE:
        return redirect("my:case", case.pk)
    submission = latest_submission(case)
    corrected = submission is not None and submission.round > 1
    return render(request, "wizard/done.html", {"case": case, "corrected": corrected})
