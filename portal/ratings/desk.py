"""The list of ratings for supervisors and approvers."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from portal.applications.policies import NotAllowed
from portal.ratings import actions, queries
from portal.ratings.due import due_of
from portal.ratings.forms import ContactForm
from portal.ratings.models import Rating
from portal.ratings.policies import Done, can_read
from portal.rulebook.queries import unit_names

View = Callable[..., HttpResponse]
PAGE_ROWS = 50


def readers_only(view: View) -> View:
    """Let supervisors and approvers in, signed-out visitors to the sign-in, nobody else (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(cache_control(private=True, no_store=True)(guarded))


@readers_only
@require_GET
def ratings(request: HttpRequest) -> HttpResponse:
    """List the ratings of the reader's units; the reading is recorded."""
    actions.record_reading(by=request.user)
    return page(request)


@readers_only
@require_POST
def contacted(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Record a call. What is wrong is said at the field, with what was typed."""
    row = get_object_or_404(queries.readable_by(request.user), pk=rating)
    form = ContactForm(request.POST, prefix=row.pk.hex)
    if not form.is_valid():
        return page(request, {row.pk: form}, form)
    try:
        actions.contacted(rating=row, by=request.user, note=form.cleaned_data["note"])
    except Done:
        messages.info(request, _("Somebody has recorded this call already."))
    except NotAllowed as refusal:
        raise Http404 from refusal
    else:
        messages.success(request, _("The call has been recorded."))
    return redirect("desk_ratings:list")


def page(
    request: HttpRequest, forms: dict[UUID, ContactForm] | None = None, wrong: ContactForm | None = None
) -> HttpResponse:
    """Draw the list: averages on top, one page of rows. forms: those that are sent back, by rating."""
    names = unit_names(get_language() or "zh-hans")
    rows = Paginator(queries.readable_by(request.user), PAGE_ROWS).get_page(request.GET.get("page"))
    averages = queries.averages_of(request.user)
    context = {
        "averages": [(names.get(row.unit, row.unit), row) for row in averages],
        "rows": [row_of(rating, names, forms or {}) for rating in rows],
        "newer_url": f"?page={rows.previous_page_number()}" if rows.has_previous() else "",
        "older_url": f"?page={rows.next_page_number()}" if rows.has_next() else "",
        "wrong": wrong,
    }
    return render(request, "ratings/list.html", context)


def row_of(rating: Rating, names: dict[str, str], forms: dict[UUID, ContactForm]) -> dict[str, Any]:
    """Return what a row shows, and the form of the call while one is due."""
    waits = rating.contact_by is not None and rating.handled_at is None
    form = forms.get(rating.pk) or ContactForm(prefix=rating.pk.hex)
    return {
        "line": queries.line_of(rating, names),
        "due": due_of(rating),
        "form": form if waits else None,
    }
