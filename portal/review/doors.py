"""Who comes in: officers only. Everybody else finds nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.applications.queries import visible_to
from portal.applications.states import State
from portal.assignments.queries import with_work
from portal.correspondence.queries import with_counts
from portal.review import actions

View = Callable[..., HttpResponse]


def officers_only(view: View) -> View:
    """Let officers in, signed-out visitors to the sign-in, nobody else (404). No cache keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_officer(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(cache_control(private=True, no_store=True)(guarded))


def case_of(request: HttpRequest, pk: UUID) -> Application:
    """Return a case that the officer may see. Raises Http404; an attempt at an existing one is recorded."""
    visible = visible_to(request.user).defer("draft_sealed")
    visible = visible.select_related("acceptor", "reviewer", "approver", "company")
    row = with_work(with_counts(visible), request.user).filter(pk=pk).first()
    if row is None:
        if hidden := Application.objects.exclude(state=State.DRAFT).filter(pk=pk).first():
            actions.record_denied(application=hidden, by=request.user)
        raise Http404
    return row
