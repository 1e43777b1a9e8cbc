"""Who comes in: officers only. Everybody else finds nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.applications.queries import visible_to
from portal.applications.states import State
from portal.assignments.queries import with_work
from portal.correspondence.queries import with_counts
from portal.review import actions
from portal.review.policies import OwnCase, check_may_open

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


def of_case(view: View) -> View:
    """Give a view the case of its address, if the officer may open it, in place of its id.

    One's own case, or one's company's, is somebody else's to handle: that is said (403) and recorded. Stands below
    `officers_only` and the methods that are allowed.
    """

    @wraps(view)
    def guarded(request: HttpRequest, application: UUID, **kwargs: Any) -> HttpResponse:
        row = case_of(request, application)
        try:
            check_may_open(request.user, row)
        except OwnCase:
            return own_case(request, row)
        return view(request, row, **kwargs)

    return guarded


def own_case(request: HttpRequest, row: Application) -> HttpResponse:
    """Say that nobody handles his or her own case. Status 403, recorded."""
    actions.record_denied(application=row, by=request.user)
    reason = _(
        "This is your own application, so somebody else handles it. You can follow it under My applications."
    )
    return render(request, "review/refused.html", {"case": None, "reason": reason}, status=403)
