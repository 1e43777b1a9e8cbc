"""What can be typed next: suggestions for the word at the cursor of the search box."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from portal.accounts.models import User
from portal.review.doors import officers_only
from portal.review.language import Query, Term, known, write
from portal.review.language.terms import CHECKS, DAYS, KEYS, TURNS
from portal.review.language.wording import CHECKS as CHECK_WORDS
from portal.review.language.wording import LABELS, WORDS
from portal.review.language.wording import TURNS as TURN_WORDS

MOST = 8
Suggestion = tuple[str, str]
#: Offered before anything is typed.
FIRST = ("is:overdue", "is:near", "@me", "is:unassigned", "service:", "state:", "label:", "due:<2d")
DAY_EXAMPLES = (
    ("<2d", gettext_lazy("fewer than two working days")),
    (">5d", gettext_lazy("more than five working days")),
    ("2026-12-01..2026-12-05", gettext_lazy("from one day to another")),
)


@officers_only
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Return what a word may become, as the options of a listbox. Only the word is sent, never a name or number."""
    word = request.GET.get("q", "")[:60]
    found = suggestions(word, request.user) if not any(sign.isspace() for sign in word) else []
    return render(request, "review/_suggestions.html", {"suggestions": found[:MOST]})


def suggestions(word: str, officer: User) -> list[Suggestion]:
    """Return what a word may become: the text, and what it means."""
    sign, word = ("-", word[1:]) if word.startswith("-") else ("", word)
    return [(sign + text, meaning) for text, meaning in _for_word(word.replace("：", ":"), officer)]


def _for_word(word: str, officer: User) -> list[Suggestion]:
    if word.startswith("@"):
        return _people(word[1:], officer)
    key, colon, begun = word.partition(":")
    if colon:
        values = VALUES.get(key.lower())
        begun = begun.strip('"“”')
        return list(values(begun, officer))[:MOST] if values else []
    every = [(f"is:{name}", str(meaning)) for name, meaning in WORDS.items()]
    every += [(f"{key}:", str(LABELS[key])) for key in KEYS if key != "is"]
    every += [("@me", _("Assigned to me")), ("due:<2d", _("Due in fewer than two working days"))]
    if not word:
        return [pair for text in FIRST for pair in every if pair[0] == text]
    return _begun(word, every)


def _begun(word: str, every: Iterable[Suggestion]) -> list[Suggestion]:
    """Return those that begin with a word, then those that hold it, in text or meaning."""
    wanted = known.folded(word)
    found = [(known.folded(text), known.folded(meaning), (text, meaning)) for text, meaning in every]
    first = [pair for text, meaning, pair in found if text.startswith(wanted) or meaning.startswith(wanted)]
    return [
        *first,
        *(pair for text, meaning, pair in found if pair not in first and wanted in text + meaning),
    ]


def _people(begun: str, officer: User) -> list[Suggestion]:
    me = [("@me", _("Assigned to me"))] if "me".startswith(begun.lower()) else []
    people = known.colleagues_named(officer, begun) if begun else []
    return me + [(write(Query((Term("@", person.email),))), str(person)) for person in people]


def _written(key: str, pairs: Iterable[Suggestion], begun: str) -> list[Suggestion]:
    """Return terms of a key from values and their meaning, those that begin so."""
    wanted = known.folded(begun)
    return [
        (write(Query((Term(key, value),))), meaning)
        for value, meaning in pairs
        if known.folded(value).startswith(wanted) or wanted in known.folded(meaning)
    ]


def _coded(key: str) -> Callable[[str, User], list[Suggestion]]:
    """Return what suggests values that have a code and a name."""

    def values(begun: str, officer: User) -> list[Suggestion]:
        names = known.names_of(key, officer)
        return _written(key, zip(names[::2], names[1::2], strict=True), begun)

    return values


def _named(key: str) -> Callable[[str, User], list[Suggestion]]:
    """Return what suggests values that are names."""
    return lambda begun, officer: _written(key, ((name, "") for name in known.names_of(key, officer)), begun)


def _worded(key: str, words: dict[str, object]) -> Callable[[str, User], list[Suggestion]]:
    return lambda begun, officer: _begun(
        f"{key}:{begun}", ((f"{key}:{word}", str(meaning)) for word, meaning in words.items())
    )


def _days(key: str) -> Callable[[str, User], list[Suggestion]]:
    return lambda begun, officer: [
        (f"{key}:{text}", str(meaning)) for text, meaning in DAY_EXAMPLES if text.startswith(begun)
    ]


def _facts(begun: str, officer: User) -> list[Suggestion]:
    every = known.fact_names().items()
    return [
        (f"fact:{key}=", name) for key, name in every if key.startswith(begun) or begun in known.folded(name)
    ]


VALUES: dict[str, Callable[[str, User], list[Suggestion]]] = {
    "is": _worded("is", dict(WORDS)),
    "turn": _worded("turn", {word: TURN_WORDS[word] for word in TURNS}),
    "check": _worded("check", {word: CHECK_WORDS[word] for word in CHECKS}),
    "service": _coded("service"),
    "state": lambda begun, officer: _written("state", known.state_pairs(), begun),
    **{key: _named(key) for key in ("unit", "district", "label")},
    **{key: _days(key) for key in DAYS},
    "warnings": lambda begun, officer: [("warnings:>0", str(WORDS["flagged"]))],
    "fact": _facts,
}
