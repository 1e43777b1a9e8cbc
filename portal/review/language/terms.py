"""The words of the query language, and a query as it is understood."""

import re
from dataclasses import dataclass, field, replace

from portal.catalog import registry

MOST_CHARACTERS, MOST_TERMS = 400, 30

#: Words after `is:`, by family: words of one family are alternatives, those of different ones all have to hold.
FAMILIES: dict[str, tuple[str, ...]] = {
    "time": ("overdue", "today", "near", "later"),
    "part": ("open", "concluded", "waiting", "stopped"),
    "mine": ("mine",),
    "unit": ("unit",),
    "assignee": ("unassigned",),
    "flagged": ("flagged",),
    "followed": ("followed",),
}
FAMILY_OF = {word: family for family, words in FAMILIES.items() for word in words}
TURNS = ("intake", "reviewer", "approver")
CHECKS = ("open", "late")
#: Keys whose values are one of a few words.
CHOICES = {"is": tuple(FAMILY_OF), "turn": TURNS, "check": CHECKS}
#: Keys whose values are names; which there are, only the database knows.
NAMES = ("service", "state", "unit", "district", "label")
DAYS = ("due", "submitted", "concluded")
NUMBERS = ("warnings",)
KEYS = (*CHOICES, *NAMES, *DAYS, *NUMBERS, "fact")

#: What is searched for by itself and is never part of a name: numbers of cases, ID numbers, credit codes.
NUMBER = re.compile(r"[A-Z]{2}[0-9][0-9X]{0,20}", re.IGNORECASE)
ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]", re.IGNORECASE)
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """One condition of a query.

    key: "text" (free text), "@" (assignee), or one of KEYS. op: "" (is), "<", "<=", ">", ">=", or ".." (from `value`
    to `upper`). name: the key of the fact, after `fact:`. start, end: its place in the text.
    """

    key: str
    value: str
    negated: bool = False
    op: str = ""
    upper: str = ""
    name: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def group(self) -> tuple[str, str]:
        """Terms of one group are alternatives."""
        if self.key == "is":
            return (FAMILY_OF[self.value], "")
        return ("assignee", "") if self.key == "@" else (self.key, self.name)


@dataclass(frozen=True)
class Query:
    """What was asked for: every group of terms has to hold."""

    terms: tuple[Term, ...] = ()

    def without(self, *keys: str) -> "Query":
        """Return the query without the terms of some groups (`Term.group`)."""
        return replace(self, terms=tuple(term for term in self.terms if term.group[0] not in keys))

    def minus(self, term: Term) -> "Query":
        """Return the query without one of its terms."""
        return replace(self, terms=tuple(one for one in self.terms if one is not term))

    def plus(self, *terms: Term) -> "Query":
        """Return the query with terms added, each once."""
        return replace(self, terms=(*self.terms, *(term for term in terms if term not in self.terms)))

    @property
    def texts(self) -> tuple[Term, ...]:
        """The terms of free text."""
        return tuple(term for term in self.terms if term.key == "text")


def is_code(word: str) -> bool:
    """Return whether a word is a number by its look: it stands for itself and is no part of a name."""
    return any(look.fullmatch(word) for look in (NUMBER, ID_NUMBER, CREDIT_CODE))


def is_private(query: Query) -> bool:
    """Return whether a query may name a person: such a one stands in no address, log or table in clear."""
    return any(term.key == "fact" or (term.key == "text" and not of_case(term.value)) for term in query.terms)


def of_case(text: str) -> bool:
    """Return whether a text is the number of a case by its look; one of a passport may begin with two letters, too."""
    code = text.replace(" ", "").upper()
    return NUMBER.fullmatch(code) is not None and code[:2] in {one.code for one in registry.all_services()}
