"""How many cases stand in the tabs and views: asked for after the list is there, so that it never waits for them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from portal.accounts.models import User
from portal.notifications.models import Memo
from portal.review import arranged, queries
from portal.review.doors import officers_only
from portal.review.language import QueryError, parse
from portal.review.language.conditions import narrow
from portal.review.tabs import quick_of, tabs_of

#: The id of the place of what is unread in the inbox. More than so many are many.
INBOX, MANY_UNREAD = "count-inbox", 99


def unread_of(officer: User) -> int:
    """Return how many lines of an officer's inbox are unread, no further than one beyond many. One query."""
    return Memo.objects.filter(recipient=officer, read_at=None)[: MANY_UNREAD + 1].count()


def up_to_many(unread: int) -> str:
    """Return a number of unread lines as it is shown; "" for none."""
    if not unread:
        return ""
    return f"{MANY_UNREAD}+" if unread > MANY_UNREAD else str(unread)


def inbox_count(officer: User) -> str:
    """Return what stands at the entry of the inbox in the navigation; "" for nothing unread."""
    unread = up_to_many(unread_of(officer))
    return render_to_string("review/_unread.html", {"unread": unread}) if unread else ""


#: Counts of the navigation by the id of their place, as they are shown; "" leaves the place empty.
_in_navigation: dict[str, Callable[[User], str]] = {INBOX: inbox_count}


def register(place: str, count: Callable[[User], str]) -> None:
    """Have a count in the navigation asked for together with those of the queue. Called when Django starts."""
    _in_navigation[place] = count


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
    found = {**dict(zip(rows, queries.capped(list(rows.values())), strict=True)), **unknown}
    others = {place: count(officer) for place, count in _in_navigation.items()}
    return found | {place: text for place, text in others.items() if text}
