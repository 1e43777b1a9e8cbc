"""Substances and amounts as certificates print them, in the language of the paper (domain B11)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalog.declaration import Norms
from portal.catalog.papers import CaseRecord, Table, is_english, name_in, written_day
from portal.standards.amounts import kilograms_in_words
from services.filings.chemicals.catalogue import plain
from services.filings.chemicals.items import row_kg

FORMS = {
    "LIQUID": gettext_lazy("Liquid"),
    "SOLID": gettext_lazy("Solid"),
    "GAS": gettext_lazy("Gas"),
    "SOLUTION": gettext_lazy("Solution"),
}


def as_filed(record: CaseRecord, norms: Norms) -> Norms:
    """Return the norms of the day of submission: an entry that has ended since keeps its name on the paper."""
    return norms.at(timezone.localdate(record.submitted_at))


def substances(
    rows: list[Mapping[str, Any]], norms: Norms, title: str, language: str, *, purposes: bool = False
) -> Table:
    """Return the table of substances: kind, form and content, kilograms in figures, in Chinese in capitals as well.

    norms: of the day of submission. purposes: whether the last column says what each is for.
    """
    columns = [(_("Substance (category)"), 2.9), (_("Form and concentration"), 2), (_("Quantity (kg)"), 1.9)]
    if not is_english(language):
        columns.append((_("Quantity in words"), 2.6))
    if purposes:
        columns.append((_("What it is used for"), 3.4))
    cells = [
        (*substance(row, norms, language), *((purpose(row, norms, language),) if purposes else ()))
        for row in rows
    ]
    return Table(
        head=tuple(head for head, _width in columns),
        rows=tuple(cells),
        title=title,
        widths=tuple(width for _head, width in columns),
    )


def substance(row: Mapping[str, Any], norms: Norms, language: str = "zh-hans") -> tuple[str, ...]:
    """Return the cells of one substance. Raises ValueError when its amount cannot be computed."""
    chemical = norms.entries("chemicals")[row["chem"]]
    category = name_in(norms.entries("chemical_categories")[str(chemical["category"])], language)
    kg = row_kg(row)
    if kg is None:
        raise ValueError(f"no amount for {row['chem']}")
    name = name_in(chemical, language)
    if row.get("as_salt"):
        name = _("%(substance)s and its salts") % {"substance": name}
    named = f"{name} ({category})" if is_english(language) else f"{name}（{category}）"
    words = () if is_english(language) else (in_words(kg),)
    return (named, specification(row, language), plain(kg), *words)


def purpose(row: Mapping[str, Any], norms: Norms, language: str) -> str:
    """Return what a substance is bought for; the description stays as typed."""
    kind = name_in(norms.entries("purchase_purposes")[row["purpose_code"]], language)
    return f"{kind}{': ' if is_english(language) else '：'}{row['purpose_text']}"


def sum_in_words(kg: Decimal, language: str) -> str:
    """Return a sum in figures, in Chinese in capitals as well: "308.2 千克（叁佰零捌点贰千克）", "308.2 kg"."""
    return f"{plain(kg)} kg" if is_english(language) else f"{plain(kg)} 千克（{in_words(kg)}）"


def specification(row: Mapping[str, Any], language: str = "zh-hans") -> str:
    """Return form, grade and concentration of a substance as far as they are given."""
    concentration = row.get("concentration")
    content_text = f"{plain(Decimal(concentration))}%" if concentration else ""
    parts = (str(FORMS[row["form"]]), row.get("grade"), content_text)
    return (", " if is_english(language) else "，").join(part for part in parts if part)


def in_words(kg: Decimal) -> str:
    """Return an amount in capital words, in grams when it is no whole number of grams (C6)."""
    if kg == kg.quantize(Decimal("0.001")):
        return kilograms_in_words(kg)
    return kilograms_in_words(kg * 1000).removesuffix("千克") + "克"


def period(issued: date | None, until: date | None, language: str) -> str:
    """Return "2026年11月24日至2026年12月24日" or "24 November 2026 to …"; a day not known yet stays empty."""
    between = " to " if is_english(language) else "至"
    return between.join(written_day(day, language) for day in (issued, until))
