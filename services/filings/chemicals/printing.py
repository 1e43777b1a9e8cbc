"""Substances and amounts as certificates print them, always in Chinese (domain B11)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.catalog.declaration import Norms
from portal.catalog.papers import Table
from portal.standards.amounts import kilograms_in_words
from services.filings.chemicals.catalogue import plain
from services.filings.chemicals.items import row_kg

FORMS = {"LIQUID": "液体", "SOLID": "固体", "GAS": "气体", "SOLUTION": "溶液"}
CATEGORIES = {1: "第一类", 2: "第二类", 3: "第三类"}


def substances(rows: list[Mapping[str, Any]], norms: Norms) -> Table:
    """Return the table of substances: kind, form and content, kilograms in figures and capitals, purpose."""
    return Table(
        head=("品种（类别）", "规格/浓度", "数量（kg）", "数量（大写）", "用途"),
        rows=tuple(substance(row, norms) for row in rows),
        title="备案品种和数量",
        widths=(2.6, 2, 1.6, 2.6, 4),
    )


def substance(row: Mapping[str, Any], norms: Norms) -> tuple[str, ...]:
    """Return the cells of one substance. Raises ValueError when its amount cannot be computed."""
    chemical = norms.entries("chemicals")[row["chem"]]
    purpose = norms.entries("purchase_purposes")[row["purpose_code"]]
    kg = row_kg(row)
    if kg is None:
        raise ValueError(f"no amount for {row['chem']}")
    return (
        f"{chemical['name']}（{CATEGORIES[chemical['category']]}）",
        specification(row),
        plain(kg),
        in_words(kg),
        f"{purpose['name']}：{row['purpose_text']}",
    )


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
