"""The rules about substances that every filing shares (R-EN-04, R-EN-05, R-EN-07), as pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.filings.chemicals.catalogue import Catalogue, category
from services.filings.chemicals.items import Item

#: The list `chemical_relief` of the rulebook: product code -> chem, below_percent.
Relief = Mapping[str, Mapping[str, Any]]
#: A hundred thousand tons: what ledgers and certificates can hold, and no limit of the law.
BEYOND_MEASURE_KG = Decimal(100_000_000)


def categories(items: Iterable[Item], catalogue: Catalogue) -> set[int]:
    """Return the categories (1, 2, 3) of the substances named so far."""
    found = {category(catalogue, item.chem) for item in items}
    return {number for number in found if number is not None}


def category_rows(items: Iterable[Item], catalogue: Catalogue, number: int) -> list[int]:
    """Return the rows (from 1) with a substance of a category; category 1 is never filed (R-EN-04)."""
    return [row for row, item in enumerate(items, 1) if category(catalogue, item.chem) == number]


def unlisted_rows(items: Iterable[Item], catalogue: Catalogue) -> list[int]:
    """Return the rows (from 1) with a substance that is not in the catalogue of the day."""
    return [row for row, item in enumerate(items, 1) if item.chem and item.chem not in catalogue]


def is_beyond_measure(items: Iterable[Item]) -> bool:
    """Return whether the filing is for an amount that nobody handles: a unit or a point was mistyped."""
    return sum((item.kg for item in items if item.kg is not None), Decimal(0)) >= BEYOND_MEASURE_KG


def exceeds_contract(total_kg: Decimal, contract_kg: Decimal | None) -> bool:
    """R-EN-05: the kilograms filed are more than those of the contract."""
    return contract_kg is not None and total_kg > contract_kg


def relieved(item: Item, relief: Relief) -> bool:
    """R-EN-07: the product needs no paper, because its content of the substance is below the limit."""
    rule = relief.get(item.product)
    if rule is None or item.concentration is None:
        return False
    return bool(rule["chem"] == item.chem and item.concentration < rule["below_percent"])


def relieved_rows(items: Iterable[Item], relief: Relief) -> list[int]:
    """Return the rows (from 1) that need no filing by R-EN-07."""
    return [row for row, item in enumerate(items, 1) if relieved(item, relief)]


def all_relieved(items: Sequence[Item], relief: Relief) -> bool:
    """R-EN-07: nothing is left to be filed."""
    return bool(items) and len(relieved_rows(items, relief)) == len(items)


def hazards(items: Iterable[Item], catalogue: Catalogue) -> set[str]:
    """Return the classes of dangerous goods ("3", "6.1") of the substances that have a UN number."""
    entries = (catalogue.get(item.chem) for item in items)
    return {str(entry["hazard"]) for entry in entries if entry and entry.get("hazard")}
