"""The page of the queue beside Wagtail's own listing (`ModelViewSet`) of as many rows of the same table."""

from bench.cases import PAGE_ROWS, places
from bench.measuring import Result, compared, result

GOAL = 0.4
LISTING = "/admin/bench-cases/"


def measure() -> Result:
    """Return the CPU time of both pages, through all middleware, each to somebody signed in with a second factor."""
    few, _many = places()
    listed = few.clients["admin"]
    with few.asked():
        assert listed.get(LISTING).content.decode().count("<tr") >= PAGE_ROWS
    ours = few.page("city", tab="open", rows=PAGE_ROWS)
    theirs = few.page("admin", url=LISTING)
    note = (
        f"{PAGE_ROWS} open cases, against a Wagtail ModelViewSet listing of them with select_related, with the same "
        f"columns, three filters and a search box, in the database of {few.cases:,} cases, where counting is cheapest"
    )
    return result("queue_cpu", *compared(ours, theirs), GOAL, note)
