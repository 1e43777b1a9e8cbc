"""A page from the middle of a tab beside its first page."""

from django.contrib.auth import get_user_model

from bench.cases import PAGE_ROWS, Place, places
from bench.measuring import Result, Skipped, compared_all, wall, worst
from portal.review import queries
from portal.review.keyset import cursor_of

GOAL = 1.3


def cursor(place: Place, who: str, code: str) -> tuple[str, int]:
    """Return the cursor of the row in the middle of a tab, and how many rows lie before it; "" for a short tab."""
    with place.asked():
        user = get_user_model().objects.get(pk=place.clients[who].session["_auth_user_id"])
        tab = queries.tabs_for(user)[code]
        rows = queries.rows_of(user, tab).order_by(*tab.order.keys)
        middle = rows.count() // 2
        return (cursor_of(tab.order, rows[middle]), middle) if middle >= PAGE_ROWS * 2 else ("", 0)


def measure() -> Result:
    """Return the worst of the tabs of a city's and a district's officer."""
    _few, many = places()
    pairs, depths = {}, []
    for who in ("city", "district"):
        for tab in ("mine", "unassigned", "open", "waiting", "concluded"):
            after, depth = cursor(many, who, tab)
            if after:
                depths.append(depth)
                deep = many.page(who, tab=tab, after=after, rows=PAGE_ROWS)
                pairs[f"{who} {tab}"] = (deep, many.page(who, tab=tab, rows=PAGE_ROWS))
    if not pairs:
        raise Skipped("so few cases have no deep page")
    note = f"a page after {min(depths):,} to {max(depths):,} rows against the first, {many.cases:,} cases"
    return worst("queue_deep", compared_all(pairs, wall), GOAL, note)
