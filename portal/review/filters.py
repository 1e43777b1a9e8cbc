"""What the list shows: its tab or view, the query in the search box, and the selects that are shortcuts to it."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import FACES
from portal.catalog import registry
from portal.keyring.sealing import CannotOpen, open_sealed, seal
from portal.review import queries
from portal.review.arranged import view_of
from portal.review.language import Query, QueryError, Term, parse, write
from portal.review.language.conditions import narrow
from portal.review.language.known import place_names
from portal.review.language.terms import MOST_CHARACTERS, is_private
from portal.review.language.wording import CHECKS, WORDS, chip
from portal.review.queries import Tab
from portal.review.tabs import first_of, reaches_beyond, tabs_of

Options = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Shortcut:
    """A select that stands for the terms of one group. term: what a value of it means. options: None: typed."""

    label: Any
    group: str
    term: Callable[[str], Term]
    options: Callable[[User, Tab], Options] | None

    def value_in(self, query: Query) -> str:
        """Return which value says what the query says; "" when none does, or more is said than a select can."""
        terms = [term for term in query.terms if term.group[0] == self.group]
        if len(terms) != 1 or terms[0].negated or terms[0].op:
            return ""
        return next((value for value in (terms[0].value, "nobody", "1") if self.term(value) == terms[0]), "")


def _districts(officer: User, tab: Tab) -> Options:
    return place_names(officer, "district").items()


SHORTCUTS: dict[str, Shortcut] = {
    "service": Shortcut(
        _("Service"),
        "service",
        lambda value: Term("service", value),
        lambda officer, tab: [(one.code, str(one.title)) for one in registry.all_services()],
    ),
    "state": Shortcut(
        _("State"),
        "state",
        lambda value: Term("state", value),
        lambda officer, tab: [(state.value, str(FACES[state].staff)) for state in tab.states],
    ),
    "due": Shortcut(
        _("Due"),
        "time",
        lambda value: Term("is", value if value in ("overdue", "today", "near", "later") else "later"),
        lambda officer, tab: [(word, str(WORDS[word])) for word in ("overdue", "today", "near", "later")],
    ),
    "assignee": Shortcut(
        _("Assigned to"),
        "assignee",
        lambda value: Term("is", "unassigned") if value == "nobody" else Term("@", value),
        lambda officer, tab: [("me", _("Me")), ("nobody", _("Nobody"))],
    ),
    "label": Shortcut(_("Label"), "label", lambda value: Term("label", value.strip()), None),
    "warnings": Shortcut(
        _("Warnings"),
        "flagged",
        lambda value: Term("is", "flagged"),
        lambda officer, tab: [("1", str(WORDS["flagged"]))],
    ),
    "district": Shortcut(_("District"), "district", lambda value: Term("district", value), _districts),
    "check": Shortcut(
        _("Follow-up checks"),
        "check",
        lambda value: Term("check", value),
        lambda officer, tab: [(code, str(words)) for code, words in CHECKS.items()],
    ),
}
#: Those that are seen at once; the others unfold.
FIRST = ("service", "state", "due", "assignee")


@dataclass(frozen=True)
class Select:
    """A shortcut as it stands on the page. options: value and text of each, None where one types."""

    name: str
    label: Any
    value: str
    options: Sequence[tuple[str, Any]] | None


def selects_of(search: "Search") -> list[Select]:
    """Return the selects, set to what the query says."""
    found = []
    for name, shortcut in SHORTCUTS.items():
        value, options = shortcut.value_in(search.query), None
        if shortcut.options is not None:
            options = [("", _("All")), *shortcut.options(search.officer, search.tab)]
            if value and all(value != code for code, _text in options):
                options.append((value, value))
        found.append(Select(name, shortcut.label, value, options))
    return found


class Search:
    """What an officer asks the queue for, read from an address or a form.

    Parameters: `tab`; or `view`, a saved one; `q`, the query; or `s`, the same sealed, because it may name a person.
    Selects (SHORTCUTS) write their terms into the query; `was` is the query that the page with them was drawn for,
    so that only a select that was changed has its way over what was typed.
    """

    def __init__(self, officer: User, data: QueryDict | Mapping[str, str]) -> None:
        self.officer, self.error = officer, None
        self.tabs = tabs_of(officer)
        self.view = view_of(officer, data.get("view", ""))
        self.query, self.text = Query(), ""
        everywhere = queries.everywhere()
        code = "all" if self.view else data.get("tab", "")
        self.chosen = everywhere if code == "all" else self.tabs.get(code) or first_of(self.tabs)
        try:
            self.text = self._typed(data)
            self.query = parse(self.text)
            self._take_selects(data)
        except QueryError as error:
            self.error = error
        beyond = self.chosen.code != "all" and reaches_beyond(self.query, self.chosen)
        self.tab: Tab = everywhere if beyond else self.chosen
        self.rows = self.within(self.tab)

    def _typed(self, data: QueryDict | Mapping[str, str]) -> str:
        if sealed := data.get("s", ""):
            return _opened(sealed, self.officer)
        if self.view and "q" not in data:
            return self.view.query
        return str(data.get("q", "")).strip()

    def _take_selects(self, data: QueryDict | Mapping[str, str]) -> None:
        was = data.get("was", "")
        before = parse(_opened(was, self.officer)) if was else Query()
        query = self.query
        for name, shortcut in SHORTCUTS.items():
            value = data.get(name)
            if value is not None and value != shortcut.value_in(before):
                query = query.without(shortcut.group)
                query = query.plus(shortcut.term(value)) if value else query
        if query != self.query:
            self.text = write(query)
            self.query = parse(self.text)  # for the places of its terms

    def within(self, tab: Tab) -> QuerySet[Application]:
        """Return the cases of a tab that the query keeps; none while it is not understood, which `error` tells."""
        rows = queries.rows_of(self.officer, tab).select_related("assignee")
        if self.error is None:
            try:
                return narrow(rows, self.query, self.officer)
            except QueryError as error:
                self.error = error
        return rows.none()

    @property
    def was(self) -> str:
        """The query sealed, for the form: it tells later which select was changed."""
        return _sealed(self.text, self.officer) if self.text and self.error is None else ""

    def chips(self) -> list[dict[str, Any]]:
        """Return the terms in words, each with the address without it."""
        return [
            {"text": chip(term, self.officer), "url": self.url(self.query.minus(term))}
            for term in self.query.terms
        ]

    def parameters(self, query: Query | None = None) -> dict[str, str]:
        """Return the parameters of an address that asks for this, or for another query in the same tab."""
        changed = query is not None and query != self.query
        text = write(query) if changed and query is not None else self.text
        found: dict[str, str] = {}
        if self.view and not changed and text == self.view.query:
            return {"view": str(self.view.pk)}
        if self.chosen.code != first_of(self.tabs).code:
            found["tab"] = self.chosen.code
        asked = self.query if query is None else query
        unread = self.error is not None and not self.query.terms
        if text and (unread or is_private(asked)):
            return found | {"s": _sealed(text, self.officer)}
        return found | ({"q": text} if text else {})

    def url(self, query: Query | None = None, **more: str) -> str:
        """Return the query string of an address that asks for this, or for another query in the same tab."""
        asked = QueryDict(mutable=True)
        asked.update(self.parameters(query) | more)
        return "?" + asked.urlencode()

    def tab_url(self, code: str, query: Query | None = None) -> str:
        """Return the query string of a tab, with the filters but without free text, part and state."""
        kept = self.query.without("text", "state", "part", "mine", "unit") if query is None else query
        kept = Query(tuple(term for term in kept.terms if term.key != "concluded")) if query is None else kept
        asked = QueryDict(mutable=True)
        asked["tab"] = code
        if text := write(kept):
            asked["s" if is_private(kept) else "q"] = (
                _sealed(text, self.officer) if is_private(kept) else text
            )
        return "?" + asked.urlencode()


def _context(officer: User) -> str:
    return f"desk:search:{officer.pk}"


def _sealed(text: str, officer: User) -> str:
    blob = seal(text[: MOST_CHARACTERS + 1].encode(errors="replace"), _context(officer))
    return base64.urlsafe_b64encode(blob).decode().rstrip("=")


def _opened(token: str, officer: User) -> str:
    """Return a query that was sealed for this officer. Raises QueryError for anything else."""
    try:
        blob = base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
        return open_sealed(blob, _context(officer)).decode()
    except (CannotOpen, binascii.Error, ValueError) as broken:
        raise QueryError("sealed", "", 0, 0) from broken
