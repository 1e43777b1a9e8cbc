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
from services.filings.chemicals.steps import SubstanceForm
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
        (date(2021, 5, 28), (False, False)),
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
    ("on", "typed", "known"),
    [
        (date(2021, 5, 27), "苯乙腈", False),
        (date(2021, 5, 28), "苯乙腈", True),
        (date(2024, 8, 31), "大麻二酚", False),
        (date(2024, 9, 1), "大麻二酚", True),
        (date(2025, 7, 19), "4-哌啶酮", False),
        (date(2025, 7, 20), "4-哌啶酮", True),
        (date(2005, 11, 1), "丙酮", True),
    ],
)
def test_a_form_offers_the_catalogue_of_its_day(db, on, typed, known):
    form = SubstanceForm({"chem": typed}, norms=norms_on(on))
    assert ("chem" not in form.errors) is known


def test_a_family_is_found_by_each_of_its_numbers(norms):
    for number in ("25547-51-7", "80532-66-7"):
        form = SubstanceForm({"chem": number}, norms=norms)
        assert "chem" not in form.errors
        assert form.cleaned_data["chem"] == "2-16"


def test_classes_of_dangerous_goods_stand_where_a_un_number_does(norms):
    entries = norms.entries("chemicals").values()
    assert [entry["code"] for entry in entries if bool(entry["un"]) != bool(entry["hazard"])] == []
    assert {entry["hazard"] for entry in entries if entry["hazard"]} == {"3", "5.1", "6.1", "8"}


def test_salts_are_controlled_in_category_1_and_2_only(norms):
    assert {entry["category"] for entry in norms.entries("chemicals").values() if entry["salts"]} == {1, 2}


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


@given(st.decimals("0.001", "999999999.999", places=3), st.decimals("0.5", "4", places=3))
def test_units_agree_with_each_other(quantity, density):
    as_kg, as_g, as_t = (catalogue.kilograms(quantity, unit) for unit in ("kg", "g", "t"))
    assert as_kg == quantity
    assert as_g * 1000 == quantity
    assert as_t == quantity * 1000
    litres, millilitres = (catalogue.kilograms(quantity, unit, density) for unit in ("L", "mL"))
    assert litres == quantity * density
    assert abs(millilitres * 1000 - litres) <= Decimal("0.0005")


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
