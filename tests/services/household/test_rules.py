"""Every rule with a value that passes and one that does not (domain A2, A4, A6, A10)."""

from datetime import date, timedelta

import pytest

from services.household import rules

from .cast import TODAY, answers

STATIONS = {
    "310115510000": {"kind": "STATION", "district_code": "310115"},
    "310115520000": {"kind": "STATION", "district_code": "310115"},
    "310115000000": {"kind": "DISTRICT", "district_code": "310115"},
    "310112510000": {"kind": "STATION", "district_code": "310112"},
}
HOME = {"station_code": "310115510000", "status": "OPEN", "capacity": 10, "occupied": 9}
HOUSEHOLDS = {
    "31011551000001": HOME,
    "31011551000002": {**HOME, "occupied": 10},
    "31011551000003": {**HOME, "status": "PAUSED"},
    "31011551000004": {**HOME, "capacity": None, "occupied": 9999},
    "31011251000001": {**HOME, "station_code": "310112510000"},
}


def problems(**changes):
    return rules.problems(
        answers(**changes),
        on=TODAY,
        adult_age=18,
        lease_min_days=30,
        stations=STATIONS,
        households=HOUSEHOLDS,
    )


def test_answers_without_fault_have_no_problems():
    assert problems() == []


def test_an_unfinished_draft_is_not_judged():
    assert (
        rules.problems(
            {}, on=TODAY, adult_age=18, lease_min_days=30, stations=STATIONS, households=HOUSEHOLDS
        )
        == []
    )


def days_ahead(days):
    return (TODAY + timedelta(days=days)).isoformat()


# rule id, step, values that pass, values that do not, code
RULES = [
    ("R-TH-01", "applicant", {"sex": "1"}, {"sex": "2"}, "SEX_DIFFERS"),
    (
        "R-TH-01",
        "applicant",
        {"birth_date": "1988-02-29"},
        {"birth_date": "1988-02-28"},
        "BIRTH_DATE_DIFFERS",
    ),
    (
        "A6-birth_date",
        "applicant",
        {"id_no": None, "birth_date": "2008-11-23"},
        {"id_no": None, "birth_date": "2008-11-24"},
        "UNDER_AGE",
    ),
    (
        "R-TH-03",
        "approval",
        {"approval_valid_to": days_ahead(0)},
        {"approval_valid_to": days_ahead(-1)},
        "APPROVAL_EXPIRED",
    ),
    (
        "R-TH-07",
        "settlement",
        {"target_station": "310115510000"},
        {"target_station": "310112510000", "public_household": "31011251000001"},
        "STATION_ELSEWHERE",
    ),
    (
        "A6-public_household",
        "settlement",
        {"public_household": "31011551000001"},
        {"public_household": "31011251000001"},
        "HOUSEHOLD_ELSEWHERE",
    ),
    (
        "R-TH-08",
        "settlement",
        {"public_household": "31011551000004"},
        {"public_household": "31011551000002"},
        "HOUSEHOLD_FULL",
    ),
    (
        "R-TH-08",
        "settlement",
        {"public_household": "31011551000001"},
        {"public_household": "31011551000003"},
        "HOUSEHOLD_FULL",
    ),
    ("R-TH-09", "settlement", {"lease_to": days_ahead(30)}, {"lease_to": days_ahead(29)}, "LEASE_TOO_SHORT"),
    ("R-TH-12", "origin", {"move_permission": "NONE"}, {"move_permission": "UNKNOWN"}, "MOVE_RESTRICTED"),
    ("R-TH-12", "origin", {"move_permission": "NONE"}, {"move_permission": "PAROLE"}, "MOVE_RESTRICTED"),
]


@pytest.mark.parametrize(("rule", "step", "good", "bad", "code"), RULES)
def test_a_rule_lets_the_good_value_pass_and_finds_the_bad_one(rule, step, good, bad, code):
    assert problems(**{step: good}) == []
    assert problems(**{step: bad}) == [code]


def test_a_bureau_is_no_station():
    assert not rules.station_serves(STATIONS, "310115000000", "310115")
    assert not rules.station_serves(STATIONS, "999999999999", "310115")


def test_without_a_lease_its_end_does_not_matter():
    assert problems(settlement={"residence_kind": "BORROW", "lease_to": days_ahead(-5)}) == []


def test_room_is_counted_for_everybody_who_moves():
    family = {"rows": [{"relation": "10"}]}
    assert rules.persons({**answers(), "family": family}) == 2
    assert rules.household_has_room(HOUSEHOLDS, "31011551000001", 1)
    assert not rules.household_has_room(HOUSEHOLDS, "31011551000001", 2)


@pytest.mark.parametrize(
    ("settlement", "route"),
    [
        ({"own_property": "SELF"}, "REFER_OWN"),
        ({"own_property": "SPOUSE"}, "REFER_OWN"),
        ({"own_property": "BOTH", "kin_can_receive": None}, "REFER_OWN"),
        ({"kin_can_receive": "YES"}, "REFER_KIN"),
        ({"kin_can_receive": "REFUSED"}, "PUBLIC"),
        ({"unit_collective": "YES"}, "REFER_UNIT"),
        ({"unit_collective": "YES_UNABLE"}, "PUBLIC"),
        ({}, "PUBLIC"),
        ({"public_household": None}, ""),
    ],
)
def test_the_order_of_precedence(settlement, route):
    assert rules.settle_route(answers(settlement=settlement)) == route


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("310104", "REFER_LOCAL"),
        ("810001", "REFER_OUTSIDE"),
        ("710000", "REFER_OUTSIDE"),
        ("820001", "REFER_OUTSIDE"),
        ("320102", ""),
    ],
)
def test_who_is_halted_by_the_place_of_origin(origin, code):
    assert rules.halt(answers(origin={"origin_code": origin})) == code


def test_nobody_is_halted_before_answering():
    assert rules.halt({}) == ""


@pytest.mark.parametrize(
    ("county", "lane"),
    [
        ("320102", "DELTA"),
        ("330106", "DELTA"),
        ("340103", "DELTA"),
        ("620102", "NATIONAL"),
        ("310104", "INTRA"),
    ],
)
def test_the_lane_follows_the_province(county, lane):
    assert rules.lane(county) == lane


def test_an_approval_without_a_last_day_holds_half_a_year():
    assert rules.approval_valid_to(date(2026, 10, 8), 180) == date(2027, 4, 6)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "花木街道示范路99弄3号1202室"),
        ({"residence_lane": None, "residence_room": ""}, "花木街道示范路3号"),
        ({"residence_lane": "99弄", "residence_number": "3号"}, "花木街道示范路99弄3号1202室"),
    ],
)
def test_the_address_is_composed_without_doubling_units(changes, text):
    assert rules.address(answers(settlement=changes)) == text
