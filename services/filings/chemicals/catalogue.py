"""What the catalogue of controlled chemicals says, as pure functions; amounts in kilograms."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

#: The list `chemicals` of the rulebook as handed in by the norms: code -> columns.
Catalogue = Mapping[str, Mapping[str, Any]]

MILLIGRAM = Decimal("0.000001")
KILOGRAMS_PER_UNIT = {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000)}
LITRES_PER_UNIT = {"L": Decimal(1), "mL": Decimal("0.001")}


class DensityMissing(ValueError):
    """An amount given by volume has no density and cannot be turned into kilograms."""


def kilograms(quantity: Decimal, unit: str, density: Decimal | None = None) -> Decimal:
    """Return an amount in kilograms, rounded half up to the milligram.

    quantity: above 0. unit: kg, g, t, L or mL. density: kg/L at 20 °C, needed for L and mL only.
    Raises DensityMissing for a volume without density, KeyError for another unit. Domain B5, B7.
    """
    if unit in LITRES_PER_UNIT:
        if density is None:
            raise DensityMissing(unit)
        exact = quantity * LITRES_PER_UNIT[unit] * density
    else:
        exact = quantity * KILOGRAMS_PER_UNIT[unit]
    return exact.quantize(MILLIGRAM, ROUND_HALF_UP)


def plain(amount: Decimal) -> str:
    """Return an amount without exponent and without trailing zeros: "200", "0.5"."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def category(catalogue: Catalogue, code: str) -> int | None:
    """Return 1, 2 or 3, None when the substance is not listed on the day of the catalogue."""
    entry = catalogue.get(code)
    return int(entry["category"]) if entry else None


def default_density(catalogue: Catalogue, code: str) -> Decimal | None:
    """Return the density (kg/L) the catalogue knows for a substance, None when it knows none."""
    entry = catalogue.get(code)
    return entry["density"] if entry else None


def cas_numbers(entry: Mapping[str, Any]) -> list[str]:
    """Return the CAS numbers of an entry; a family of substances has several, separated by " / "."""
    return str(entry["cas"]).split(" / ")


def name(entry: Mapping[str, Any], language: str) -> str:
    """Return the name of an entry of any list in Chinese, or in English for languages beginning with "en"."""
    return str(entry["name_en"] if language.startswith("en") else entry["name"])
