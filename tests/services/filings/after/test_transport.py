"""Trips and arrivals as rules (B12); how they work with a ledger stands in tests/reports/test_trips.py."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from services.filings.after.transport import (
    TRANSPORT_REPORTS,
    transport_allowances,
    transport_dues,
    transport_exhausted,
)
from services.filings.after.trips import ArrivalForm, ChangeForm, TripForm
from tests.services.filings.after.held import held, reported

REPORTS = {report.key: report for report in TRANSPORT_REPORTS}
STEPS = {
    "vehicles": {"rows": [{"plate": "沪A12345", "trailer_plate": "沪A1234挂"}, {"plate": "沪A12345"}]},
    "drivers": {"rows": [{"driver_name": "王小明"}]},
    "trips": {"per_trip_max_kg": "150"},
}
TRIP = {"departs_on": "2026-11-25", "departs_at": "08:30", "arrives_on": "2026-11-26", "plate": "沪A12345",
        "driver": "王小明", "kg_3-02": "100", "kg_2-02": None}  # fmt: skip


@pytest.fixture
def answers(filing):
    return filing() | STEPS


def trip(**values):
    return reported("trip", date(2026, 11, 25), **(TRIP | values))


def fields(key, book, values, norms, about=None):
    return [field for field, _text in REPORTS[key].check(book, values, about, norms)]


def test_allowances_are_the_kilograms_filed(answers, norms):
    assert {item.code for item in transport_allowances(answers, norms)} == {"3-02", "2-02"}


def test_the_load_is_the_sum_of_all_substances(answers, norms):
    assert REPORTS["trip"].amounts(TRIP) == {"3-02": Decimal(100)}
    assert fields("trip", held(answers), TRIP | {"kg_2-02": "50"}, norms) == []
    assert fields("trip", held(answers), TRIP | {"kg_2-02": "50.001"}, norms) == ["kg_3-02"]


def test_a_departure_outside_the_validity_is_refused(answers, norms):
    for day in ("2026-11-23", "2027-05-25"):
        assert fields("trip", held(answers), TRIP | {"departs_on": day}, norms) == ["departs_on"]


def test_an_arrival_is_due_three_days_after_the_planned_one(answers, norms):
    book = held(answers, trip())
    found = [(due.report, due.on, due.about) for due in transport_dues(book, norms)]
    assert found == [("arrival", date(2026, 11, 29), "trip-1"), ("annual", date(2027, 3, 31), "")]
    arrived = held(answers, trip(), reported("arrival", date(2026, 11, 26), about="trip-1"))
    assert [due.report for due in transport_dues(arrived, norms)] == ["annual"]


def test_it_is_not_used_up_while_a_trip_is_under_way(answers, norms):
    arrived = reported("arrival", date(2026, 11, 26), about="trip-1")
    nothing, some = {"3-02": Decimal(0)}, {"3-02": Decimal(5)}
    assert not transport_exhausted(held(answers, trip()), nothing, norms)
    assert transport_exhausted(held(answers, trip(), arrived), nothing, norms)
    assert not transport_exhausted(held(answers, trip(), arrived), some, norms)


@pytest.mark.parametrize(
    ("received", "kind"), [("99.5", ""), ("99.499", "MISMATCH"), ("0", "MISMATCH"), ("101", "MISMATCH")]
)
def test_a_mismatch_is_more_than_half_a_percent(answers, norms, received, kind):
    values = {"arrived_on": "2026-11-26", "kg_3-02": received, "explanation": None}
    assert REPORTS["arrival"].incident(values, trip(), norms) == kind
    assert fields("arrival", held(answers, trip()), values, norms, trip()) == (
        ["explanation"] if kind else []
    )
    explained = values | {"explanation": "残留"}
    assert fields("arrival", held(answers, trip()), explained, norms, trip()) == []


def test_an_arrival_before_the_departure_is_refused(answers, norms):
    values = {"arrived_on": "2026-11-24", "kg_3-02": "100"}
    assert fields("arrival", held(answers, trip()), values, norms, trip()) == ["arrived_on"]


@pytest.mark.parametrize(("moment", "taken"), [("2026-11-25 08:29", True), ("2026-11-25 08:30", False)])
def test_vehicle_and_crew_change_until_the_minute_of_departure(answers, norms, moment, taken):
    with time_machine.travel(f"{moment}+08:00", tick=False):
        assert REPORTS["vehicle"].when(held(answers, trip()), trip(), norms) is taken
    assert not REPORTS["vehicle"].when(held(answers), None, norms)


def test_forms_ask_what_was_filed_and_nothing_else(answers, norms):
    known = answers | {"held": {"issued_on": "2026-11-24", "valid_to": "2027-05-24"}, "about": {}}
    form = TripForm(None, norms=norms, answers=known)
    assert "escort" not in form.fields  # none was filed
    assert form.fields["plate"].choices == [("沪A12345", "沪A12345")]
    assert {"kg_3-02", "kg_2-02", "trailer"} <= set(form.fields)
    arrival = ArrivalForm(None, norms=norms, answers=known | {"about": TRIP})
    assert "kg_3-02" in arrival.fields and "kg_2-02" not in arrival.fields


def test_a_change_begins_with_what_was_reported_last_and_the_only_driver_is_chosen(answers, norms):
    latest = {"latest": TRIP | {"plate": "沪A12345", "trailer": "沪A1234挂", "reason": "故障"}}
    form = ChangeForm(None, norms=norms, answers=answers | latest)
    begun = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    assert begun == {"plate": "沪A12345", "trailer": "沪A1234挂", "driver": "王小明", "reason": None}
    first = TripForm(None, norms=norms, answers=answers | {"held": {}, "about": {}})
    assert (first.initial["driver"], first.initial["plate"]) == ("王小明", "沪A12345")
    assert "trailer" not in first.initial, "a trailer is not needed: nobody is made to take it along"
