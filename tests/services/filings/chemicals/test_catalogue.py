import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rulebook.queries import norms as norms_on
from portal.standards import cas
from services.filings.chemicals import catalogue
from services.filings.lists import CHEMICALS

ENTRIES = json.loads(Path(CHEMICALS.seed).read_text(encoding="utf-8"))["entries"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["code"])
def test_every_cas_number_passes_its_check_digit(entry):
    numbers = catalogue.cas_numbers(entry)
    assert numbers and [cas.check(number) for number in numbers] == numbers


def test_catalogue_holds_19_20_and_8_substances(norms):
    categories = [entry["category"] for entry in norms.entries("chemicals").values()]
    assert [categories.count(number) for number in (1, 2, 3)] == [19, 20, 8]


@pytest.mark.parametrize(
    ("on", "listed"),
    [
        (date(2024, 8, 31), (False, False)),
        (date(2024, 9, 1), (True, False)),
        (date(2025, 7, 19), (True, False)),
        (date(2025, 7, 20), (True, True)),
    ],
)
def test_a_filing_uses_the_catalogue_of_its_day(db, on, listed):
    chemicals = norms_on(on).entries("chemicals")
    assert ("2-15" in chemicals, "2-19" in chemicals) == listed
    assert catalogue.category(chemicals, "2-19") == (2 if listed[1] else None)


@pytest.mark.parametrize(
    ("quantity", "unit", "density", "kg"),
    [
        ("200", "kg", None, "200"),
        ("500", "g", None, "0.5"),
        ("1.5", "t", None, "1500"),
        ("100", "L", "1.082", "108.2"),
        ("250", "mL", "0.791", "0.19775"),
        ("0.001", "mL", "0.5", "0.000001"),
    ],
)
def test_kilograms(quantity, unit, density, kg):
    assert catalogue.kilograms(Decimal(quantity), unit, density and Decimal(density)) == Decimal(kg)


def test_volume_without_density_is_refused():
    with pytest.raises(catalogue.DensityMissing):
        catalogue.kilograms(Decimal(1), "L")


def test_unknown_unit_is_refused():
    with pytest.raises(KeyError):
        catalogue.kilograms(Decimal(1), "lb")


@given(st.decimals("0.001", "999999999.999", places=3), st.sampled_from(["kg", "g", "t", "L", "mL"]))
def test_no_amount_becomes_nothing(quantity, unit):
    assert catalogue.kilograms(quantity, unit, Decimal("0.5")) > 0


@pytest.mark.parametrize(("amount", "text"), [("200.000000", "200"), ("0.500", "0.5"), ("1E+3", "1000")])
def test_plain(amount, text):
    assert catalogue.plain(Decimal(amount)) == text


def test_default_density(norms):
    chemicals = norms.entries("chemicals")
    assert catalogue.default_density(chemicals, "3-02") == Decimal("0.791")
    assert catalogue.default_density(chemicals, "2-01") is None
    assert catalogue.default_density(chemicals, "9-99") is None
