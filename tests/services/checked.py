"""A case as its checkpoints see it, and what is said of it in English."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from portal.catalog.checking import Check, Checked, Judgement
from portal.catalog.context import NoPast


@dataclass(frozen=True)
class Filed:
    """A `catalog.declaration.History`: the numbers filed before by the company, and by others."""

    own: tuple[Decimal, ...] = ()
    others: tuple[Decimal, ...] = field(default=())

    def amounts(self, key: str, *, company: str, since: date) -> list[tuple[date, Decimal]]:
        """Return the company's own numbers, all of the first day asked for."""
        return [(since, kg) for kg in self.own]

    def peers(self, key: str, *, group: str, since: date) -> list[Decimal]:
        """Return the numbers of others."""
        return list(self.others)


def checked(answers: dict[str, Any], norms: Any, **more: Any) -> Checked:
    """Return a case with these answers, submitted on the day of the norms with every paper, unless `more` differs."""
    given: dict[str, Any] = {
        "past": NoPast(),
        "history": Filed(),
        "materials": frozenset({"TH03", "TH05", "TH06", "TH07", "TH11"}),
        "flags": (),
        "submitted_on": norms.on,
        **more,
    }
    return Checked(answers=answers, norms=norms, **given)


def judged(check: Check, case: Checked) -> tuple[str, str]:
    """Return the result and the note in English. Every judgement but PASS says why, and names what it looked at."""
    found: Judgement = check(case)
    with translation.override("en"):
        note = str(found.note)
    assert bool(note) is (found.result != "PASS"), found
    assert found.evidence or found.result == "NOT_APPLICABLE", found
    return found.result, note
