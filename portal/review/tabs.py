"""The tabs of the queue as an officer sees them, and the quick links to what is due."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.review import queries
from portal.review.language import Query, Term
from portal.review.language.conditions import IS
from portal.review.queries import Tab

#: The order in which they stand.
PLACES = ("mine", "assigned", "unassigned", "unit", "open", "waiting", "concluded")
#: What a tab is in the query language: a saved view keeps it in words.
WORDS: dict[str, tuple[Term, ...]] = {
    "mine": (Term("is", "mine"),),
    "assigned": (Term("@", "me"), Term("is", "open")),
    "unassigned": (Term("is", "mine"), Term("is", "unassigned")),
    "unit": (Term("is", "unit"), Term("is", "open")),
    "open": (Term("is", "open"),),
    "waiting": (Term("is", "waiting"),),
    "concluded": (Term("is", "concluded"),),
    "all": (),
}
#: Quick links: what is due soon or was due, of one's own tab.
QUICK = (("near", _("Due soon")), ("overdue", _("Overdue")))


def tabs_of(officer: User) -> dict[str, Tab]:
    """Return the tabs of an officer by code, in order; who has no turn (a supervisor) is assigned nothing."""
    found = queries.tabs_for(officer)
    return {code: found[code] for code in PLACES if code in found}


def first_of(tabs: dict[str, Tab]) -> Tab:
    """Return the tab that is shown first: one's own turn, or all that is open for who has none."""
    return tabs.get("mine", tabs["open"])


def quick_of(officer: User, tabs: dict[str, Tab]) -> dict[str, Tab]:
    """Return what the quick links count: their part of the first tab or, where that is nobody's turn, of all open."""
    base = first_of(tabs)
    return {
        code: replace(base, code=code, title=title, condition=base.condition & IS[code](officer))
        for code, title in QUICK
    }


def in_words(tab: str, query: Query) -> Query:
    """Return a query that says its tab as well, so that it means the same wherever it is asked."""
    return Query().plus(*WORDS.get(tab, ()), *query.terms)


def reaches_beyond(query: Query, tab: Tab) -> bool:
    """Return whether a query asks for what no tab may hold back: free text, a part of the queue, other states."""
    names = {state.value for state in tab.states}
    return any(
        term.key == "text"
        or term.group[0] in {"part", "mine", "unit"}
        or term.key == "concluded"
        or (term.key == "state" and not term.negated and term.value.upper() not in names)
        for term in query.terms
    )
