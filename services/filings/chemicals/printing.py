"""Substances and amounts as certificates print them, always in Chinese (domain B11)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.catalog.declaration import Norms
from portal.catalog.papers import CaseRecord, Table
from portal.standards.amounts import kilograms_in_words
from services.filings.chemicals.catalogue import plain
from services.filings.chemicals.items import row_kg

FORMS = {"LIQUID": "液体", "SOLID": "固体", "GAS": "气体", "SOLUTION": "溶液"}
CATEGORIES = {1: "第一类", 2: "第二类", 3: "第三类"}


def as_filed(record: CaseRecord, norms: Norms) -> Norms:
    """Return the norms of the day of submission: an entry that has ended since keeps its name on the paper."""
    return norms.at(timezone.localdate(record.submitted_at))


def substances(rows: list[Mapping[str, Any]], norms: Norms, title: str, *, purposes: bool = False) -> Table:
    """Return the table of substances: kind, form and content, kilograms in figures and capitals.

    norms: of the day of submission. purposes: whether the last column says what each is for.
    """
    head, widths = ("品种（类别）", "规格/浓度", "数量（kg）", "数量（大写）"), (2.6, 2, 1.6, 2.6)
    cells = [(*substance(row, norms), *((purpose(row, norms),) if purposes else ())) for row in rows]
    return Table(
        head=(*head, "用途") if purposes else head,
        rows=tuple(cells),
        title=title,
        widths=(*widths, 4) if purposes else widths,
    )


def substance(row: Mapping[str, Any], norms: Norms) -> tuple[str, ...]:
    """Return the cells of one substance. Raises ValueError when its amount cannot be computed."""
    chemical = norms.entries("chemicals")[row["chem"]]
    kg = row_kg(row)
    if kg is None:
        raise ValueError(f"no amount for {row['chem']}")
    salt = "及其盐类" if row.get("as_salt") else ""
    return (
        f"{chemical['name']}{salt}（{CATEGORIES[chemical['category']]}）",
        specification(row),
        plain(kg),
        in_words(kg),
    )


def purpose(row: Mapping[str, Any], norms: Norms) -> str:
    """Return what a substance is bought for."""
    return f"{norms.entries('purchase_purposes')[row['purpose_code']]['name']}：{row['purpose_text']}"


def sum_in_words(kg: Decimal) -> str:
    """Return a sum in figures and in capitals: "308.2 千克（叁佰零捌点贰千克）"."""
    return f"{plain(kg)} 千克（{in_words(kg)}）"


def specification(row: Mapping[str, Any]) -> str:
    """Return form, grade and concentration of a substance as far as they are given."""
    concentration = row.get("concentration")
    content_text = f"{plain(Decimal(concentration))}%" if concentration else ""
    return "，".join(part for part in (FORMS[row["form"]], row.get("grade"), content_text) if part)


def in_words(kg: Decimal) -> str:
    """Return an amount in capital words, in grams when it is no whole number of grams (C6)."""
    if kg == kg.quantize(Decimal("0.001")):
        return kilograms_in_words(kg)
    return kilograms_in_words(kg * 1000).removesuffix("千克") + "克"


def period(issued: date | None, until: date | None) -> str:
    """Return "2026年11月24日至2026年12月24日"; a day that is not known yet stays empty."""
    return "至".join(f"{day.year}年{day.month}月{day.day}日" if day else "" for day in (issued, until))
