"""One substance of a filing, read from a row of answers. Plain Python; what is missing is None or empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.filings.chemicals.catalogue import DensityMissing, kilograms
from services.filings.reading import number, text


@dataclass(frozen=True)
class Item:
    """One substance of the filing. kg is None as long as the amount cannot be computed."""

    chem: str
    product: str
    concentration: Decimal | None
    kg: Decimal | None
    annual_demand_kg: Decimal | None


def read_item(row: Mapping[str, Any]) -> Item:
    """Return one substance from a row of answers."""
    return Item(
        chem=text(row, "chem"),
        product=text(row, "product"),
        concentration=number(row, "concentration"),
        kg=row_kg(row),
        annual_demand_kg=number(row, "annual_demand_kg"),
    )


def row_kg(row: Mapping[str, Any]) -> Decimal | None:
    """Return the amount of a row in kilograms, None as long as quantity, unit or density is missing."""
    quantity = number(row, "quantity")
    if quantity is None:
        return None
    try:
        return kilograms(quantity, text(row, "unit"), number(row, "density"))
    except (DensityMissing, KeyError):
        return None


def total_kg(items: Iterable[Item]) -> Decimal:
    """Return the sum of all amounts that can be computed, in kilograms."""
    return sum((item.kg for item in items if item.kg is not None), Decimal(0))


def kg_by_chem(items: Iterable[Item]) -> dict[str, Decimal]:
    """Return kilograms by substance code; rows of one substance are added up."""
    sums: dict[str, Decimal] = {}
    for item in items:
        if item.kg is not None:
            sums[item.chem] = sums.get(item.chem, Decimal(0)) + item.kg
    return sums
