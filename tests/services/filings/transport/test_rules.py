"""Each rule of a transport with a value that passes and one that does not."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.filings.chemicals.catalogue import kilograms, plain
from services.filings.jurisdiction import Competent, NotCompetent, NotRequired
from services.filings.transport import rules
from services.filings.transport.reading import plates, read
from tests.services.filings.transport.answers import ACETONE, ANHYDRIDE, DRIVER, VEHICLE, transport

CHEMICALS = {
    "2-02": {"category": 2, "hazard": "8"},
    "3-02": {"category": 3, "hazard": "3"},
    "3-08": {"category": 3, "hazard": ""},
}
LAST = date(2027, 2, 24)


@pytest.mark.parametrize(
    ("place", "areas", "answer"),
    [
        ({}, (), Competent("310116")),
        ({"dispatch_district": "320508"}, (), NotCompetent("320508")),
        ({"destination_district": "310115"}, (), NotRequired()),
        ({"destination_district": "310115"}, ("310116",), Competent("310116")),
        ({"destination_district": None}, (), None),
        ({"dispatch_district": None}, (), None),
    ],
)
def test_route(place, areas, answer):
    assert rules.route(read(transport(place=place)), areas) == answer


@pytest.mark.parametrize(
    ("validity", "issued", "last"),
    [
        ("M3", "2026-11-30", "2027-02-28"),
        ("M12", "2024-02-29", "2025-02-28"),
        ("M3", "2026-11-24", "2027-02-24"),
    ],
)
def test_validity(validity, issued, last):
    assert rules.valid_to(validity, date.fromisoformat(issued), 3, 12) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("trips", "exceeds"),
    [
        ({}, False),
        ({"per_trip_max_kg": "49.999"}, True),
        ({"trips_planned": "3"}, True),
        ({"trips_planned": None}, False),
        ({"per_trip_max_kg": None}, False),
    ],
)
def test_trips_carry_what_is_filed(trips, exceeds):
    assert rules.exceeds_trips(read(transport(trips=trips))) is exceeds


@given(
    st.integers(1, 9999),
    st.decimals("0.001", "99999999999.999", places=3),
    st.decimals("0.001", "999999999.999", places=3),
    st.sampled_from(["kg", "g", "t", "L", "mL"]),
)
def test_trips_times_the_most_is_exact(trips, most, quantity, unit):
    rows = [ACETONE | {"quantity": str(quantity), "unit": unit, "density": "0.791"}]
    changed = {"trips_planned": str(trips), "per_trip_max_kg": plain(most)}
    filed = kilograms(quantity, unit, Decimal("0.791"))
    assert rules.exceeds_trips(read(transport(substances=rows, trips=changed))) is (trips * most < filed)


@pytest.mark.parametrize(
    ("carrier", "rows", "missing"),
    [
        ({}, [ACETONE, ANHYDRIDE], []),
        ({"carrier_scope": ["GENERAL"]}, [ACETONE, ANHYDRIDE], ["3", "8"]),
        ({"carrier_scope": ["8"]}, [ACETONE, ANHYDRIDE], ["3"]),
        ({"carrier_scope": ["GENERAL"]}, [ACETONE | {"chem": "3-08"}], []),
        ({"mode": "RAIL", "carrier_scope": None}, [ACETONE], []),
        ({"carrier_scope": None}, [ACETONE], []),
    ],
)
def test_scope_of_the_carrier(carrier, rows, missing):
    assert rules.uncovered_hazards(read(transport(carrier=carrier, substances=rows)), CHEMICALS) == missing


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, False),
        ({"escorts": []}, True),
        ({"escorts": [], "substances": [ACETONE | {"chem": "3-08"}]}, False),
        ({"escorts": [], "carrier": {"mode": "RAIL"}}, False),
        ({"escorts": [], "vehicles": []}, False),
    ],
)
def test_escorts_of_dangerous_goods(changes, missing):
    assert rules.escorts_missing(read(transport(**changes)), CHEMICALS) is missing


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"carrier": {"carrier_valid_to": "2027-02-24"}}, []),
        ({"carrier": {"carrier_valid_to": "2027-02-23"}}, [("carrier", 0, "")]),
        ({"vehicles": [VEHICLE, VEHICLE | {"valid_to": "2027-01-01"}]}, [("vehicles", 2, "沪A12345")]),
        ({"drivers": [DRIVER | {"valid_to": "2026-01-01"}]}, [("drivers", 1, "周六")]),
        ({"drivers": [DRIVER | {"valid_to": None}]}, []),
    ],
)
def test_documents_of_the_whole_period(changes, found):
    assert list(rules.ending_before(read(transport(**changes)), LAST)) == found


@pytest.mark.parametrize(
    ("left", "over"),
    [
        ({"3-02": Decimal(200)}, {}),
        ({"3-02": Decimal("199.999")}, {"3-02": (Decimal(200), Decimal("199.999"))}),
        ({"2-02": Decimal(500)}, {"3-02": (Decimal(200), Decimal(0))}),
    ],
)
def test_what_the_purchase_certificate_has_left(left, over):
    assert rules.beyond_purchase(read(transport()), left) == over


def test_plates_are_each_named_once():
    rows = [VEHICLE | {"trailer_plate": "沪B1234挂"}, VEHICLE | {"trailer_plate": ""}]
    assert plates(rows) == ("沪A12345", "沪B1234挂")


def test_half_typed_answers_break_no_rule():
    half = read({"substances": {"rows": [{"chem": "3-02", "quantity": "x"}, {}]}, "trips": {}, "carrier": {}})
    assert half.total_kg == 0
    assert rules.route(half, ()) is None
    assert not rules.exceeds_trips(half)
    assert list(rules.ending_before(half, LAST)) == []
