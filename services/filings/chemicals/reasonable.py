"""Whether an amount is usual (domain B8): an aid to the reviewing officer, never a ground of refusal.

Each substance of a filing is compared with the yearly demand that was stated, with what the same company filed in the
last 12 months, and with what others of its industry and size filed. Which combinations of substances are worth
attention is no matter of this file: that table is restricted and not shipped.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.catalog.declaration import Aid, Answers, History, Norms
from portal.rulebook.lists import ValueSpec, declare_values
from portal.standards.periods import add_months
from services.filings.chemicals import catalogue
from services.filings.chemicals.items import row_kg
from services.filings.company.reading import company
from services.filings.reading import number, text

Tone = Literal["", "yellow", "orange", "red"]
MONTHS = 12
#: The tones from the strongest down: the first that applies is shown.
TONES: tuple[Literal["red", "orange", "yellow"], ...] = ("red", "orange", "yellow")
HUNDRED = Decimal(100)

declare_values(
    (
        *(
            ValueSpec(f"reasonable.z_{tone}", title, "decimal", gettext_lazy("standard deviations"))
            for tone, title in (
                ("yellow", gettext_lazy("Amount above the company's mean: look at it from")),
                ("orange", gettext_lazy("Amount above the company's mean: look closely from")),
                ("red", gettext_lazy("Amount above the company's mean: look very closely from")),
            )
        ),
        *(
            ValueSpec(f"reasonable.percentile_{tone}", title, "decimal", gettext_lazy("per cent"))
            for tone, title in (
                ("yellow", gettext_lazy("Place among comparable filings: look at it from")),
                ("orange", gettext_lazy("Place among comparable filings: look closely from")),
                ("red", gettext_lazy("Place among comparable filings: look very closely from")),
            )
        ),
        ValueSpec(
            "reasonable.stock_share",
            gettext_lazy("Stock and amount filed: look very closely above this many yearly demands"),
            "decimal",
        ),
        ValueSpec(
            "reasonable.least_filings",
            gettext_lazy("Fewest earlier filings for a comparison with the company's own"),
            "integer",
        ),
        ValueSpec(
            "reasonable.least_spread",
            gettext_lazy("Least standard deviation of a company's filings, as a share of their mean"),
            "decimal",
        ),
    ),
    seed=Path(__file__).parent.parent / "data" / "reasonable.json",
)


@dataclass(frozen=True)
class Line:
    """What is filed of one substance, in kilograms; annual and stock are None when nobody asked."""

    code: str
    filed: Decimal
    annual: Decimal | None = None
    stock: Decimal | None = None


@dataclass(frozen=True)
class Measured:
    """How an amount compares. A part is None when there is too little to compare with.

    ratio: filed by yearly demand. covered: stock and filed by yearly demand. own: earlier filings of the company, mean
    their mean in kg, z the distance of the amount from it in standard deviations. peers: comparable filings,
    percentile the place of the amount among them, 0 to 100.
    """

    ratio: Decimal | None = None
    covered: Decimal | None = None
    own: int = 0
    mean: Decimal | None = None
    z: Decimal | None = None
    peers: int = 0
    percentile: Decimal | None = None


def z_score(filed: Decimal, earlier: Sequence[Decimal], least: int, spread: Decimal) -> Decimal | None:
    """Return how many standard deviations an amount lies above the mean of earlier ones; None below `least` of them.

    spread: the least deviation as a share of the mean, so that a company that always files the same amount is
    neither alarming at the first gram more nor beyond every comparison.
    """
    if len(earlier) < max(least, 2):
        return None
    mean = statistics.mean(earlier)
    deviation = max(statistics.stdev(earlier, mean), mean * spread)
    return (filed - mean) / deviation if deviation else None


def percentile_of(filed: Decimal, peers: Sequence[Decimal]) -> Decimal | None:
    """Return the place of an amount among others, 0 to 100; equal ones count half. None without any."""
    if not peers:
        return None
    below = sum(amount < filed for amount in peers)
    equal = sum(amount == filed for amount in peers)
    return (below + Decimal(equal) / 2) * HUNDRED / len(peers)


def measure(line: Line, earlier: Sequence[Decimal], peers: Sequence[Decimal], norms: Norms) -> Measured:
    """Return how an amount compares with the demand, the company's own filings and those of others (kilograms)."""
    demand = max(line.annual, Decimal(1)) if line.annual is not None else None
    covered = (line.stock + line.filed) / line.annual if line.stock is not None and line.annual else None
    return Measured(
        ratio=line.filed / demand if demand else None,
        covered=covered,
        own=len(earlier),
        mean=Decimal(statistics.mean(earlier)) if earlier else None,
        z=z_score(
            line.filed,
            earlier,
            norms.value("reasonable.least_filings"),
            norms.value("reasonable.least_spread"),
        ),
        peers=len(peers),
        percentile=percentile_of(line.filed, peers),
    )


def tone_of(measured: Measured, norms: Norms) -> Tone:
    """Return the strongest tone that a comparison asks for (B8); "" when nothing is unusual."""
    if measured.covered is not None and measured.covered > norms.value("reasonable.stock_share"):
        return "red"
    for tone in TONES:
        if measured.z is not None and measured.z >= norms.value(f"reasonable.z_{tone}"):
            return tone
        if among_the_highest(measured, norms.value(f"reasonable.percentile_{tone}")):
            return tone
    return ""


def among_the_highest(measured: Measured, percentile: Decimal) -> bool:
    """Return whether an amount has reached that percentile of its peers.

    Only where there are so many that one of them would be expected above it: the largest of ten says nothing about
    the 97th percentile.
    """
    enough = measured.peers * (HUNDRED - percentile) >= HUNDRED
    return enough and measured.percentile is not None and measured.percentile >= percentile


def lines_of(answers: Answers) -> list[Line]:
    """Return what is filed of each substance, rows of the same one added up; their demand and stock are its largest."""
    rows = (answers.get("substances") or {}).get("rows") or []
    lines: dict[str, Line] = {}
    for row in rows:
        code, kg = text(row, "chem"), row_kg(row)
        if not code or kg is None:
            continue
        before = lines.get(code, Line(code, Decimal(0)))
        lines[code] = Line(
            code,
            before.filed + kg,
            _largest(before.annual, number(row, "annual_demand_kg")),
            _largest(before.stock, number(row, "stock_kg")),
        )
    return list(lines.values())


def _largest(*amounts: Decimal | None) -> Decimal | None:
    return max((amount for amount in amounts if amount is not None), default=None)


def aids(answers: Answers, norms: Norms, history: History) -> list[Aid]:
    """Return one line a substance: how its amount compares, in words; for officers (`Service.aids`)."""
    own, since = company(answers), add_months(norms.on, -MONTHS)
    entries = norms.entries("chemicals")
    found = []
    for line in lines_of(answers):
        key = f"kg:{line.code}"
        earlier = [kg for _day, kg in history.amounts(key, company=own.uscc, since=since)] if own.uscc else []
        group = own.peer_group
        peers = history.peers(key, group=group, since=since) if group else []
        measured = measure(line, earlier, peers, norms)
        found.append(Aid(_title(line.code, entries), _text(line, measured), tone_of(measured, norms)))
    return found


def _text(line: Line, measured: Measured) -> str:
    between = " " if (get_language() or "").startswith("en") else ""
    return between.join(sentences(line, measured))


def _title(code: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    entry = entries.get(code)
    return catalogue.name(entry, get_language() or "zh-hans") if entry else code


def sentences(line: Line, measured: Measured) -> list[str]:
    """Return a comparison as sentences in the active language."""
    said = [_("%(kg)s kg are filed.") % {"kg": short(line.filed)}]
    if measured.ratio is not None and line.annual is not None:
        words = _("That is %(share)s %% of the yearly demand of %(annual)s kg.")
        said.append(words % {"share": percent(measured.ratio), "annual": short(line.annual)})
    if measured.covered is not None and line.stock is not None:
        words = _("With the %(stock)s kg in stock it is %(share)s %%.")
        said.append(words % {"stock": short(line.stock), "share": percent(measured.covered)})
    said.append(_own(measured))
    said.append(_peers(measured))
    return said


def _own(measured: Measured) -> str:
    if not measured.own or measured.mean is None:
        return _("The company filed none of it in the last 12 months.")
    words = {"count": measured.own, "mean": short(measured.mean)}
    if measured.z is None:
        return (
            _("Earlier filings in 12 months: %(count)s, %(mean)s kg on average; too few to compare.") % words
        )
    words["z"] = f"{measured.z:+.1f}"
    return _(
        "Earlier filings in 12 months: %(count)s, %(mean)s kg on average; this one lies %(z)s standard "
        "deviations from it."
    ) % words  # fmt: skip


def _peers(measured: Measured) -> str:
    if measured.percentile is None:
        return _("No comparable filing of others.")
    words = {"count": measured.peers, "place": round(measured.percentile)}
    return _("It is above %(place)s %% of %(count)s comparable filings of others.") % words


def short(kg: Decimal) -> str:
    """Return kilograms to the gram at most, without trailing zeros."""
    return catalogue.plain(round(kg, 3))


def percent(share: Decimal) -> str:
    """Return a share in whole per cent."""
    return str(round(share * HUNDRED))
