"""How many cases stand in the tabs and views: asked for after the list is there, so that it never waits for them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.accounts.models import User
from portal.review import arranged, queries
from portal.review.doors import officers_only
from portal.review.language import QueryError, parse
from portal.review.language.conditions import narrow
from portal.review.tabs import quick_of, tabs_of


def tab_ids(code: str) -> str:
    """Return the id of the place in which the count of a tab stands."""
    return f"count-{code}"


def quick_ids(code: str) -> str:
    """Return the id of the place in which the count of a quick link stands."""
    return f"count-quick-{code}"


@officers_only
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Return the counts of all tabs, quick links and saved views, each for its place in the page of the queue."""
    return render(request, "review/_counts.html", {"counts": counts_for(request.user)})


def counts_for(officer: User) -> dict[str, Any]:
    """Return the counts by the id of their place, each up to a thousand; "–" for a view that is not understood now."""
    tabs = tabs_of(officer)
    quick = quick_of(officer, tabs)
    places = {tab_ids(code): tab for code, tab in tabs.items()}
    places |= {quick_ids(code): tab for code, tab in quick.items()}
    rows = {place: queries.worked_on(officer).filter(tab.condition) for place, tab in places.items()}
    unknown = {}
    for view in arranged.views_for(officer):
        try:
            rows[f"count-view-{view.pk}"] = narrow(queries.worked_on(officer), parse(view.query), officer)
        except QueryError:  # it names a label or a person that there is no more
            unknown[f"count-view-{view.pk}"] = "–"
    return {**dict(zip(rows, queries.capped(list(rows.values())), strict=True)), **unknown}
