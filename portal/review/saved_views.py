"""The pages of the saved views: save, rename, share, order, delete and take back."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.applications.policies import NotAllowed
from portal.review import actions, arranged, kept
from portal.review.doors import officers_only
from portal.review.filters import Search
from portal.review.language import write
from portal.review.models import SavedView
from portal.review.policies import NotPossible
from portal.review.tabs import in_words
from portal.rulebook.queries import unit_names

SALT = "desk.view.deleted"
#: Seconds in which a deleted view can be taken back.
UNDO = 3600


@officers_only
@require_http_methods(["GET", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """List the officer's saved views; or save the search that the queue showed under a name."""
    if request.method == "GET":
        return _page(request)
    search = Search(request.user, request.POST)
    query = write(in_words(search.tab.code, search.query)) if search.error is None else search.text
    name, unit = request.POST.get("name", ""), request.POST.get("unit", "")
    try:
        view = actions.save_view(by=request.user, name=name, query=query, unit=unit)
    except NotAllowed as no:
        raise Http404 from no
    except NotPossible as refusal:
        typed = {"name": name, "unit": unit, "was": request.POST.get("s", ""), "tab": search.chosen.code}
        return _page(request, refused=str(refusal), typed=typed)
    messages.success(request, _("The view “%(name)s” has been saved.") % {"name": view.name})
    return redirect(f"{reverse('review:queue')}?view={view.pk}")


@officers_only
@require_POST
def change(request: HttpRequest, view: int) -> HttpResponse:
    """Rename, share, move or delete a view of one's own; those of others are not there."""
    found = get_object_or_404(SavedView, pk=view, owner=request.user)
    act = request.POST.get("act", "")
    try:
        if act in {"up", "down"}:
            actions.move_view(view=found, by=request.user, steps=-1 if act == "up" else 1)
        elif act == "delete":
            return _delete(request, found)
        else:
            name, unit = request.POST.get("name", ""), request.POST.get("unit", "")
            actions.change_view(view=found, by=request.user, name=name, unit=unit)
            messages.success(request, _("The view has been changed."))
    except NotAllowed as no:
        raise Http404 from no
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return redirect("review:views")


def _delete(request: HttpRequest, view: SavedView) -> HttpResponse:
    kept_view = {"name": view.name, "query": view.query, "unit": view.unit, "columns": view.columns}
    token = signing.dumps(kept_view | {"place": view.place}, salt=f"{SALT}.{request.user.pk}", compress=True)
    actions.delete_view(view=view, by=request.user)
    return _page(request, deleted={"name": view.name, "token": token})


@officers_only
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Take back the deletion of a view, within an hour."""
    try:
        salt = f"{SALT}.{request.user.pk}"
        fields = signing.loads(request.POST.get("token", ""), salt=salt, max_age=UNDO)
    except signing.BadSignature:
        messages.warning(request, _("The view cannot be taken back any more."))
        return redirect("review:views")
    if fields["unit"] not in posted_units(request.user):
        fields["unit"] = ""
    try:
        actions.save_view(by=request.user, **fields)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The view “%(name)s” is there again.") % {"name": fields["name"]})
    return redirect("review:views")


def units_of(officer: User) -> list[tuple[str, str]]:
    """Return the units that a view may be shared with: code and name. A single one need not be named: no query."""
    codes = posted_units(officer)
    if len(codes) == 1:
        return [(codes[0], _("my unit"))]
    names = unit_names(get_language() or "zh-hans")
    return [(code, names.get(code, code)) for code in codes]


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    views = arranged.views_in_order(request.user)
    context = {
        "own": [view for view in views if view.owner_id == request.user.pk],
        "shared": [view for view in views if view.owner_id != request.user.pk],
        "units": units_of(request.user),
        "queue_url": kept.queue_url(request),
    }
    return render(request, "review/views.html", context | more)
