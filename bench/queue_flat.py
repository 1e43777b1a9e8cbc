"""A page of the queue with a million cases beside the same page with a thousand: each tab, of three officers."""

from bench.cases import PAGE_ROWS, places
from bench.measuring import Result, compared_all, wall, worst

GOAL = 1.3
TABS = ("mine", "assigned", "unit", "unassigned", "open", "waiting", "concluded")


def measure() -> Result:
    """Return the worst of all tabs that fill a page in the large database.

    The reference lists as many rows: the tab of the city's reviewer among few cases, or all open ones there.
    """
    few, many = places()
    pairs = {}
    for who in ("city", "district", "station"):
        for tab in TABS:
            if many.rows(who, tab=tab) == PAGE_ROWS:
                peer = tab if few.rows("city", tab=tab) == PAGE_ROWS else "open"
                pairs[f"{who} {tab}"] = (many.page(who, tab=tab), few.page("city", tab=peer, rows=PAGE_ROWS))
    note = f"the whole page of {PAGE_ROWS} rows, {many.cases:,} cases against {few.cases:,}, on PostgreSQL"
    return worst("queue_flat", compared_all(pairs, wall), GOAL, note)
