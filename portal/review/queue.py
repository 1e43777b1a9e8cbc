"""The pages of the queue: the list, and the way to the next case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.accounts.models import User
from portal.applications.models import Application
from portal.review import kept, queries
from portal.review import next as next_case
from portal.review.clock import clock_of
from portal.review.doors import officers_only
from portal.review.filters import QueueFilter
from portal.review.keyset import page_of

PAGE_ROWS = 25


@officers_only
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """List cases: tabs, filters, search, one page of rows. A search looks in all tabs."""
    kept.keep(request)
    tabs = queries.tabs_for(request.user)
    chosen = tabs.get(request.GET.get("tab", "")) or next(iter(tabs.values()))
    current = queries.everywhere() if request.GET.get("q", "").strip() else chosen
    filtered = QueueFilter(request.GET, queries.rows_of(request.user, current), tab=current)
    after = request.GET.get("after", "")
    shown = page_of(filtered.qs, current.order, after, PAGE_ROWS)
    districts = dict(filtered.choices_of["district"])
    context = {
        "tabs": tab_links(request.user, tabs, filtered),
        "current": current,
        "filter": filtered,
        "chips": filtered.chips(),
        "rows": [row_of(row, districts) for row in shown.rows],
        "next_url": filtered.without(after=shown.after) if shown.after else "",
        "first_url": filtered.without() if after else "",
    }
    return render(request, "review/queue.html", context)


def tab_links(officer: User, tabs: dict[str, queries.Tab], filtered: QueueFilter) -> list[dict[str, Any]]:
    """Return the tabs with their counts; the filters go along, but the state and the search do not."""
    counts = queries.counts(officer, tabs)
    return [
        {"tab": tab, "count": counts[code], "url": filtered.without("state", "q", tab=code)}
        for code, tab in tabs.items()
    ]


def row_of(row: Application, districts: dict[str, str]) -> dict[str, Any]:
    """Return what a row of the queue shows."""
    people = dict.fromkeys(str(person) for person in (row.acceptor, row.reviewer, row.approver) if person)
    return {
        "case": row,
        "clock": clock_of(row),
        "state": row.face.staff,
        "district": districts.get(row.district, _("Citywide") if city_of(row.district) else row.district),
        "people": " · ".join(people),
    }


def city_of(district: str) -> bool:
    """Return whether a code of a district stands for the city as a whole: its own offices handle such cases."""
    return district.endswith("0000")


@officers_only
@require_GET
def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the most urgent case of the officer's work and lead to it, within the filters of the list shown last."""
    tab = queries.tabs_for(request.user).get("mine")
    if tab is None:
        messages.info(request, _("Nothing waits for you now."))
        return redirect("review:queue")
    filtered = QueueFilter(kept.filters(request), queries.rows_of(request.user, tab), tab=tab)
    row = next_case.take(request.user, filtered.qs)
    if row is not None:
        return redirect("review:case", row.pk)
    some = bool(filtered.chips())
    words = _("Nothing more waits for you under these filters.") if some else _("Nothing waits for you now.")
    messages.info(request, words)
    return redirect(kept.queue_url(request))
