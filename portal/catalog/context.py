"""What the functions of a service are handed: answers, the rules of the day, and what happened before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: A text, or a translation that waits for its language.
Text: TypeAlias = "str | _StrPromise"

#: `answers[step][field]`; a repeated step holds `{"rows": [{field: value}, ...]}`.
#: Values are what JSON carries: dates as ISO strings, decimals as strings.
Answers = Mapping[str, Mapping[str, Any]]


class Norms(Protocol):
    """The rules in force on one day, read from the rulebook and handed to pure functions."""

    on: date

    def value(self, key: str) -> Any:
        """Return the value in force (for example `TH.review_days`); raise KeyError when undeclared."""

    def entries(self, key: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the entries in force of a list (for example `chemicals`), by code."""

    def at(self, day: date) -> "Norms":
        """Return the rules in force on another day: a paper names things as they were called when it was filed."""


class Past(Protocol):
    """What other cases say, for rules across cases. The case that asks is never counted itself."""

    def cases(
        self,
        key: str,
        value: str,
        *,
        secret: bool = False,
        open_only: bool = False,
        since: date | None = None,
        before: date | None = None,
        states: Collection[str] = (),
        services: Collection[str] = (),
    ) -> int:
        """Return how many other submitted cases hold a fact.

        key, value: as in `Fact`; secret: the fact was given as `secret`. open_only: cases that have not ended.
        since: only cases submitted on that day or later. before: only cases decided on that day or earlier.
        states: only cases now in one of these. services: codes of services; left out, that of the case itself.
        """

    def held(self, key: str, values: Collection[str], *, services: Collection[str] = ()) -> frozenset[str]:
        """Return which of many values other submitted cases hold as a secret of a fact; denied and withdrawn ones not.

        key: as in `Fact`. services: codes of services; left out, that of the case itself. One question for them all.
        """

    def incidents(
        self, company: str, *, kinds: Collection[str] = (), since: date | None = None, open_only: bool = False
    ) -> int:
        """Return how many incidents stand on the record of a company.

        company: its credit code. kinds: PENALTY, VIOLATION, LOSS, MISMATCH; left out, all of them. since: only those
        of that day or later. open_only: only those that nobody has closed.
        """

    def left(self, number: str, holder: str) -> Mapping[str, Decimal] | None:
        """Return what is left on a certificate in force, by item code in its unit; None when there is none here.

        holder: credit code of the company that holds it; another company's certificate is none.
        """


class NoPast:
    """A `Past` in which nothing has happened yet."""

    def cases(
        self,
        key: str,
        value: str,
        *,
        secret: bool = False,
        open_only: bool = False,
        since: date | None = None,
        before: date | None = None,
        states: Collection[str] = (),
        services: Collection[str] = (),
    ) -> int:
        """Return 0."""
        return 0

    def held(self, key: str, values: Collection[str], *, services: Collection[str] = ()) -> frozenset[str]:
        """Return nothing."""
        return frozenset()

    def incidents(
        self, company: str, *, kinds: Collection[str] = (), since: date | None = None, open_only: bool = False
    ) -> int:
        """Return 0."""
        return 0

    def left(self, number: str, holder: str) -> Mapping[str, Decimal] | None:
        """Return None."""
        return None


def always(answers: Answers) -> bool:
    """Return True: the step or material is always asked for."""
    return True


class History(Protocol):
    """What was filed before in the same service, for aids to the reviewing officer. The case itself is never counted.

    Other services are left out: what was bought first and moved later would be compared with itself.
    """

    def amounts(self, key: str, *, company: str, since: date) -> list[tuple[date, Decimal]]:
        """Return (day of submission, number) of the fact `key` in the company's cases since a day, oldest first."""

    def peers(self, key: str, *, group: str, since: date) -> list[Decimal]:
        """Return the numbers of the fact `key` in the cases of others with the fact peer_group = `group`."""


@dataclass(frozen=True)
class Aid:
    """One line that helps an officer to judge; it decides nothing. tone: "", "yellow", "orange" or "red"."""

    title: Text
    text: Text
    tone: Literal["", "yellow", "orange", "red"] = ""
