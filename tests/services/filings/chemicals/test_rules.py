"""The shared rules about substances, each with a value that passes and one that does not."""

from decimal import Decimal

import pytest

from services.filings.chemicals import rules
from services.filings.chemicals.items import read_item, total_kg
from tests.services.filings.answers import ACETONE, ANHYDRIDE, PHOTORESIST

CHEMICALS = {
    "1-01": {"category": 1},
    "2-02": {"category": 2, "hazard": "8"},
    "3-02": {"category": 3, "hazard": "3"},
    "3-08": {"category": 3, "hazard": ""},
}
RELIEF = {
    "GBL-PHOTORESIST": {"chem": "3-08", "below_percent": Decimal(60)},
    "GBL-INK": {"chem": "3-08", "below_percent": Decimal(20)},
}


def items(*rows):
    return [read_item(row) for row in rows]


def test_categories():
    assert rules.categories(items(ACETONE, ANHYDRIDE, ACETONE | {"chem": "9-99"}), CHEMICALS) == {2, 3}
    assert rules.categories([], CHEMICALS) == set()


@pytest.mark.parametrize(("category", "found"), [(1, [2]), (2, [3]), (3, [1])])
def test_category_rows(category, found):
    rows = items(ACETONE, ACETONE | {"chem": "1-01"}, ANHYDRIDE)
    assert rules.category_rows(rows, CHEMICALS, category) == found


def test_unlisted_rows():
    assert rules.unlisted_rows(items(ACETONE, ACETONE | {"chem": "2-20"}, {}), CHEMICALS) == [2]
    assert rules.unlisted_rows(items(ACETONE), CHEMICALS) == []


@pytest.mark.parametrize(
    ("quantity", "unit", "beyond"),
    [
        ("99999999.999", "kg", False),
        ("100000000", "kg", True),
        ("99999.999", "t", False),
        ("999999999.999", "t", True),
    ],
)
def test_an_amount_that_nobody_handles(quantity, unit, beyond):
    assert rules.is_beyond_measure(items(ACETONE | {"quantity": quantity, "unit": unit})) is beyond
    half = items(*[ACETONE | {"quantity": "50000000", "unit": "kg"}] * 2)
    assert rules.is_beyond_measure(half) and not rules.is_beyond_measure(half[:1])
    assert not rules.is_beyond_measure(items({}))


@pytest.mark.parametrize(("contract", "exceeds"), [("308.2", False), ("308.199", True), (None, False)])
def test_contract(contract, exceeds):
    total = total_kg(items(ACETONE, ANHYDRIDE))
    assert total == Decimal("308.2")
    assert rules.exceeds_contract(total, contract and Decimal(contract)) is exceeds


@pytest.mark.parametrize(
    ("change", "relieved"),
    [
        ({}, True),
        ({"concentration": "60"}, False),
        ({"concentration": None}, False),
        ({"product": None}, False),
        ({"product": "GBL-INK"}, False),
        ({"product": "GBL-INK", "concentration": "19.99"}, True),
        ({"product": "GBL-INK", "concentration": "20"}, False),
        ({"chem": "3-02"}, False),
    ],
)
def test_relief(change, relieved):
    rows = items(ACETONE, PHOTORESIST | change)
    assert rules.relieved_rows(rows, RELIEF) == ([2] if relieved else [])
    assert rules.all_relieved(rows[1:], RELIEF) is relieved
    assert not rules.all_relieved(rows, RELIEF)


def test_nothing_is_not_relieved():
    assert not rules.all_relieved([], RELIEF)


def test_hazards():
    assert rules.hazards(items(ACETONE, ANHYDRIDE, PHOTORESIST, {"chem": "9-99"}), CHEMICALS) == {"3", "8"}
    assert rules.hazards(items(PHOTORESIST), CHEMICALS) == set()
