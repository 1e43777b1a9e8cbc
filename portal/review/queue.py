"""The pages of the queue: the list, its search, its counts, and the way to the next case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.review import arranged, kept
from portal.review import next as next_case
from portal.review.columns import cells_of, chosen_columns
from portal.review.counts import quick_ids, tab_ids
from portal.review.doors import officers_only
from portal.review.filters import FIRST, Search, selects_of
from portal.review.keyset import page_of
from portal.review.language import Query, Term
from portal.review.language.wording import sentence
from portal.review.saved_views import units_of
from portal.review.tabs import QUICK, first_of

PAGE_ROWS = 25


@officers_only
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """List cases: tabs, saved views, search box, filters, one page of rows. Counts come afterwards (`counts`)."""
    search = Search(request.user, request.GET)
    kept.keep(request, search)
    after = request.GET.get("after", "")
    shown = page_of(search.rows, search.tab.order, after, PAGE_ROWS)
    codes = (search.view.columns if search.view else []) or arranged.columns_of(request.user)
    columns = chosen_columns(codes)
    selects = selects_of(search)
    more = [select for select in selects if select.name not in FIRST]
    context = {
        "search": search,
        "current": search.tab,
        "tabs": tab_links(search),
        "quick": quick_links(search),
        "views": view_links(search),
        "first_selects": [select for select in selects if select.name in FIRST],
        "more_selects": more,
        "more_open": any(select.value for select in more),
        "chips": search.chips() if search.error is None else [],
        "problem": problem_of(search),
        "units": units_of(request.user),
        "columns": columns,
        "rows": cells_of(shown.rows, columns, request.user),
        "next_url": search.url(after=shown.after) if shown.after else "",
        "first_url": search.url() if after else "",
    }
    return render(request, "review/queue.html", context)


@officers_only
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Take what was typed and chosen, and lead to the list of it: names and ID numbers stand in no address."""
    return redirect(reverse("review:queue") + Search(request.user, request.POST).url())


def tab_links(search: Search) -> list[dict[str, Any]]:
    """Return the tabs; the filters go along, but the state and the search do not."""
    return [
        {"tab": tab, "id": tab_ids(code), "url": search.tab_url(code), "current": tab is search.tab}
        for code, tab in search.tabs.items()
    ]


def quick_links(search: Search) -> list[dict[str, Any]]:
    """Return the links to what is due soon and overdue, within the officer's own tab."""
    base = first_of(search.tabs).code
    return [
        {"title": title, "id": quick_ids(code), "url": search.tab_url(base, Query((Term("is", code),)))}
        for code, title in QUICK
    ]


def view_links(search: Search) -> list[dict[str, Any]]:
    """Return the saved views as a second row of tabs."""
    views = arranged.views_in_order(search.officer)
    shown = search.view.pk if search.view and "view" in search.parameters() else None
    return [{"view": view, "id": f"count-view-{view.pk}", "current": view.pk == shown} for view in views]


def problem_of(search: Search) -> dict[str, str] | None:
    """Return what is wrong with the query, with what was typed parted around the place; None when nothing is."""
    error, text = search.error, search.text
    if error is None:
        return None
    parts = {
        "before": text[: error.start],
        "there": text[error.start : error.end],
        "behind": text[error.end :],
    }
    return {"sentence": sentence(error), **parts}


def fetched_elsewhere(request: HttpRequest) -> bool:
    """Return whether another site sent the officer here, or the browser fetches ahead: neither may claim a case."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return ahead or request.headers.get("Sec-Fetch-Site", "") in {"cross-site", "same-site"}


@officers_only
@require_GET
def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the most urgent case of the officer's work and lead to it, within the filters of the list shown last."""
    if fetched_elsewhere(request):
        return redirect(kept.queue_url(request))
    search = Search(request.user, kept.filters(request))
    tab = search.tabs.get("mine")
    if tab is None:
        messages.info(request, _("Nothing waits for you now."))
        return redirect("review:queue")
    row = next_case.take(request.user, search.within(tab))
    if row is not None:
        return redirect("review:case", row.pk)
    some = bool(search.query.terms)
    words = _("Nothing more waits for you under these filters.") if some else _("Nothing waits for you now.")
    messages.info(request, words)
    return redirect(kept.queue_url(request))
