"""Every rule of domain A10 with answers that pass and answers that do not (and A2, A4, A5)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.standards import resident_id
from portal.standards.errors import Invalid
from services.household import rules
from tests.tree import ROOT

from .cast import AREA, SPOUSE, STATION, TODAY, answers, child, number, with_family

AREAS = {
    AREA: {"station_code": STATION, "name": "花木街道", "district_code": "310115"},
    "310112001": {"station_code": "310112510000", "name": "莘庄镇", "district_code": "310112"},
}
HOME = {"station_code": STATION, "status": "OPEN", "capacity": 10, "occupied": 9}
HOUSEHOLDS = {
    "31011551000001": HOME,
    "31011551000002": {**HOME, "occupied": 10},
    "31011551000003": {**HOME, "status": "PAUSED"},
    "31011551000004": {**HOME, "capacity": None, "occupied": 9999},
    "31011251000001": {**HOME, "station_code": "310112510000"},
    "31011551000005": {**HOME, "capacity": 100},
}
LIMITS = rules.Limits(on=TODAY)
ROOMY = {"public_household": "31011551000005"}


def problems(given_answers: dict[str, Any]) -> list[str]:
    return rules.problems(given_answers, limits=LIMITS, areas=AREAS, households=HOUSEHOLDS)


def crossings(given_answers: dict[str, Any], **counts: int) -> list[str]:
    """Return what other cases say, given how many there are of each kind."""
    return rules.crossings(
        given_answers, lambda kind, value: counts.get(kind, 0), most_at_address=3, most_of_mobile=2
    )


def ahead(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def family(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return with_family(*people, household=ROOMY, **changes)


def staying(relation: str) -> dict[str, Any]:
    return {"rows": [{"s_relation": relation, "s_name": "叶念真", "s_reason": "WAIT"}]}


AGED = child("2008-11-23", 26, f_guardian_consent=None, consent_minor=None)
BY_SPOUSE = {
    "f_guardian_consent": "SPOUSE",
    "f_other_guardian_name": None,
    "f_other_guardian_id": None,
    "f_other_guardian_mobile": None,
}
PUPIL = {**AGED, "f_in_school": "示范中学", "f_school_kind": "SENIOR"}
MAN = answers(applicant={"sex": "1"})
#: rule id -> pairs of answers without and with the problem, and its code
TABLE: dict[str, list[tuple[dict[str, Any], dict[str, Any], str]]] = {
    "R-TH-01": [
        (MAN, answers(applicant={"sex": "2"}), "SEX_DIFFERS"),
        (answers(), answers(applicant={"birth_date": "1988-02-28"}), "BIRTH_DATE_DIFFERS"),
        (family(SPOUSE), family({**SPOUSE, "f_sex": "1"}), "COMPANION_SEX_DIFFERS"),
        (family(SPOUSE), family({**SPOUSE, "f_birth": "1990-05-18"}), "COMPANION_BIRTH_DATE_DIFFERS"),
    ],
    "R-TH-03": [
        (
            answers(approval={"approval_valid_to": ahead(0)}),
            answers(approval={"approval_valid_to": ahead(-1)}),
            "APPROVAL_EXPIRED",
        ),
        (answers(sources={"approval": "YES"}), answers(sources={"approval": "NO"}), "APPROVAL_NOT_FOUND"),
        (answers(), answers(sources={"approval": "UNAVAILABLE"}), "APPROVAL_UNCONFIRMED"),
    ],
    "R-TH-04": [
        (family(SPOUSE), family(SPOUSE, approval={"approved_family": None}), "COMPANION_NOT_APPROVED"),
        (
            family({**SPOUSE, "late_added": "批准后结婚"}, approval={"approved_family": ["别人"]}),
            family(SPOUSE, approval={"approved_family": ["别人"]}),
            "COMPANION_NOT_APPROVED",
        ),
    ],
    "R-TH-05": [
        (family(SPOUSE), family(marital="21"), "SPOUSE_MISSING"),
        (family(marital="22", staying=staying("10")), family(marital="22", staying=staying("20")), "SPOUSE_MISSING"),
        (family(SPOUSE, marital="23"), family(SPOUSE, marital="40"), "SPOUSE_UNEXPECTED"),
    ],
    "R-TH-06": [
        (family(child("2008-11-24", 26), marital="40"), family(AGED, marital="40"), "CHILD_OF_AGE"),
        (family(PUPIL, marital="40"), family({**PUPIL, "f_school_kind": "OTHER"}, marital="40"), "CHILD_OF_AGE"),
    ],
    "R-TH-07": [
        (
            answers(),
            answers(household={"target_station": "310112510000", "public_household": "31011251000001"}),
            "STATION_ELSEWHERE",
        ),
        (
            answers(),
            answers(household={"target_station": "310112510000", "public_household": "31011251000001",
                               "override_reason": "所住楼栋在两个派出所交界处"}),
            "STATION_OVERRIDDEN",
        ),
    ],
    "R-TH-08": [
        (answers(household={"public_household": "31011551000004"}),
         answers(household={"public_household": "31011551000002"}), "HOUSEHOLD_FULL"),
        (answers(household={"public_household": "31011551000001"}),
         answers(household={"public_household": "31011551000003"}), "HOUSEHOLD_FULL"),
    ],
    "R-TH-09": [
        (answers(residence={"lease_to": ahead(30)}), answers(residence={"lease_to": ahead(29)}), "LEASE_TOO_SHORT"),
        (answers(sources={"residence": "UNAVAILABLE"}), answers(sources={"residence": "NO"}), "RESIDENCE_CANCELLED"),
    ],
    "R-TH-12": [
        (answers(), answers(origin={"move_permission": permission}), "MOVE_RESTRICTED")
        for permission in ("UNKNOWN", "PAROLE", "CASE")
    ],
    "R-TH-13": [(family(SPOUSE), family({**SPOUSE, "f_id_no": answers()["applicant"]["id_no"], "f_sex": "1",
                                         "f_birth": "1988-02-29"}), "PERSON_TWICE")],
    "R-TH-14": [
        (answers(approval={"contract_to": ahead(1)}), answers(approval={"contract_to": ahead(0)}), "CONTRACT_ENDED"),
    ],
    "A6": [
        (answers(applicant={"id_no": None, "birth_date": "2008-11-23"}),
         answers(applicant={"id_no": None, "birth_date": "2008-11-24"}), "UNDER_AGE"),
        (answers(), answers(approval={"social_ins_unit_match": "NO"}), "SOCIAL_INSURANCE_DIFFERS"),
        (answers(), answers(household={"public_household": "31011251000001"}), "HOUSEHOLD_ELSEWHERE"),
        (family(child("2003-03-01", 26, f_guardian_consent=None, f_in_school="x", f_school_kind="BELOW"), marital="40"),
         family(child("2003-02-27", 26, f_guardian_consent=None, f_in_school="x", f_school_kind="BELOW"), marital="40"),
         "CHILD_NEAR_IN_AGE"),
        (family(child("2017-05-21"), marital="40"),
         family(child("2017-05-21", f_guardian_consent="UNREACHABLE"), marital="40"), "GUARDIAN_UNREACHABLE"),
        (family(SPOUSE, child("2017-05-21", **BY_SPOUSE)),
         family(child("2017-05-21", **BY_SPOUSE), staying=staying("10")), "GUARDIAN_NOT_LISTED"),
    ],
    "A5": [(family(SPOUSE), family(SPOUSE, staying=staying("10")), "SPOUSE_TWICE")],
    "sources": [
        (answers(sources={"identity": "YES"}), answers(sources={"identity": "NO"}), "IDENTITY_DIFFERS"),
        (answers(), answers(sources={"identity": "UNAVAILABLE"}), "IDENTITY_UNCONFIRMED"),
        (answers(sources={"origin": "YES"}), answers(sources={"origin": "NO"}), "ORIGIN_NOT_FOUND"),
        (answers(sources={"employer_household": "YES"}, settlement={"unit_collective": "YES_UNABLE"}),
         answers(sources={"employer_household": "YES"}), "UNIT_HAS_HOUSEHOLD"),
        (family(SPOUSE, sources={"marriage": "YES"}), family(SPOUSE, sources={"marriage": "NO"}), "MARRIAGE_NOT_FOUND"),
    ],
}  # fmt: skip
#: Rules that look at other cases: counts that pass, counts that do not, code.
CROSS: dict[str, list[tuple[dict[str, int], dict[str, int], str]]] = {
    "R-TH-03": [({}, {"approval_used": 1}, "APPROVAL_USED")],
    "R-TH-10": [({"residence": 2}, {"residence": 3}, "ADDRESS_CROWDED")],
    "R-TH-11": [({"mobile": 2}, {"mobile": 3}, "MOBILE_SHARED")],
    "R-TH-13": [({}, {"person": 1}, "APPLICANT_IN_OPEN_CASE")],
}
#: Rules that other tests hold: file and test.
ELSEWHERE = {
    "R-TH-02": ("tests/services/household/test_rules.py", "test_who_is_halted_by_the_place_of_origin"),
    "R-TH-15": (
        "tests/services/household/test_signing.py",
        "test_an_edit_of_what_was_signed_voids_the_signature",
    ),
}
RULES = [f"R-TH-{n:02d}" for n in range(1, 16)]
PAIRS = [(rule, *pair) for rule, pairs in TABLE.items() for pair in pairs]


@pytest.mark.parametrize(
    ("rule", "good", "bad", "code"), PAIRS, ids=lambda item: item if isinstance(item, str) else ""
)
def test_a_rule_lets_the_good_answers_pass_and_finds_the_bad_ones(rule, good, bad, code):
    assert problems(good) == []
    assert problems(bad) == [code]


@pytest.mark.parametrize(
    ("rule", "good", "bad", "code"), [(rule, *pair) for rule, pairs in CROSS.items() for pair in pairs]
)
def test_a_rule_across_cases_counts(rule, good, bad, code):
    assert crossings(answers(), **good) == []
    assert crossings(answers(), **bad) == [code]


def test_somebody_who_moves_along_may_be_in_no_other_open_case():
    mine = answers()["applicant"]["id_no"]
    count = lambda kind, value: int(kind == "person" and value != mine)  # noqa: E731
    assert rules.crossings(family(SPOUSE), count, most_at_address=3, most_of_mobile=2) == [
        "COMPANION_IN_OPEN_CASE"
    ]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_of_the_domain_has_an_entry(rule):
    if rule in ELSEWHERE:
        path, name = ELSEWHERE[rule]
        assert f"def {name}(" in Path(ROOT / path).read_text()
    else:
        assert rule in {**TABLE, **CROSS}


def test_answers_without_fault_have_no_problems():
    assert problems(answers()) == []
    assert problems(family(SPOUSE, child("2017-05-21"))) == []


def test_an_unfinished_draft_is_not_judged():
    assert problems({}) == []


def test_a_bureau_is_no_station():
    stations = {STATION: {"kind": "STATION", "district_code": "310115"},
                "310115000000": {"kind": "DISTRICT", "district_code": "310115"}}  # fmt: skip
    assert rules.station_serves(stations, STATION, "310115")
    assert not rules.station_serves(stations, "310115000000", "310115")
    assert not rules.station_serves(stations, "999999999999", "310115")


def test_without_a_lease_its_end_does_not_matter():
    assert problems(answers(residence={"residence_kind": "BORROW", "lease_to": ahead(-5)})) == []


def test_room_is_counted_for_everybody_who_moves():
    assert rules.persons(family(SPOUSE)) == 2
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
        ({"unit_collective": None}, ""),
    ],
)
def test_the_order_of_precedence(settlement, route):
    assert rules.settle_route(answers(settlement=settlement)) == route


@pytest.mark.parametrize(
    ("changes", "route"),
    [
        ({"sources": {"property": "YES"}}, "REFER_OWN"),
        ({"sources": {"property": "UNAVAILABLE"}}, "PUBLIC"),
        ({"sources": {"residence": "NO"}}, "NEED_CORRECTION"),
        ({"sources": {"residence": "UNAVAILABLE"}}, "PUBLIC"),
        ({"household": {"public_household": None}}, ""),
        ({"household": {"station_choice": "OTHER"}}, "NEED_CORRECTION"),
        ({"household": {"station_choice": "OTHER", "override_reason": "两区交界"}}, "PUBLIC"),
    ],
)
def test_registers_and_the_station_have_their_say_in_the_route(changes, route):
    assert rules.settle_route(answers(**changes)) == route


OWN, KIN, UNIT = (
    ("NONE", "SELF", "SPOUSE", "BOTH", None),
    ("NONE", "YES", "REFUSED", None),
    ("NO", "YES", "YES_UNABLE", None),
)


@given(st.sampled_from(OWN), st.sampled_from(KIN), st.sampled_from(UNIT),
       st.sampled_from(["YES", "NO", "UNAVAILABLE", ""]))  # fmt: skip
def test_a_route_never_skips_a_household_that_comes_first(own, kin, unit, register):
    settlement = {"own_property": own, "kin_can_receive": kin, "unit_collective": unit}
    route = rules.settle_route(
        answers(settlement=settlement, sources={"property": register} if register else {})
    )
    if register == "YES" or own not in {"NONE", None}:
        assert route == "REFER_OWN"
    elif kin == "YES":
        assert route == "REFER_KIN"
    elif unit == "YES":
        assert route == "REFER_UNIT"
    else:
        assert route == ("PUBLIC" if own and kin and unit else "")


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 10))
def test_a_household_is_never_filled_beyond_its_places(capacity, occupied, persons):
    home = {"x": {**HOME, "capacity": capacity, "occupied": occupied}}
    assert rules.household_has_room(home, "x", persons) == (occupied + persons <= capacity)


@given(st.dates(date(1990, 1, 1), date(2026, 11, 23)), st.integers(0, 40))
def test_a_child_may_come_up_to_the_day_before_its_eighteenth_birthday(born, years):
    on = (
        date(born.year + years, 3, 1)
        if (born.month, born.day) == (2, 29)
        else born.replace(year=born.year + years)
    )
    row = {"relation": "20", "f_birth": born.isoformat()}
    assert rules.child_may_come(row, on, 18) == (years < 18)
    assert rules.child_may_come(row, on - timedelta(days=1), 18) == (years <= 18)
    assert rules.under_14(row, on) == (years < 14)


@given(
    st.dates(date(1900, 1, 1), date(2026, 11, 23)),
    st.integers(0, 999),
    st.sampled_from(["310101", "320508", "620102"]),
)
def test_an_id_number_tells_sex_and_date_of_birth_and_breaks_with_any_digit(born, serial, area):
    id_no = number(area, born.isoformat(), serial)
    assert resident_id.check(id_no, date(2026, 11, 23)) == id_no
    assert rules.birth_date_matches(id_no, born)
    assert rules.sex_matches(id_no, "1" if serial % 2 else "2")
    wrong = id_no[:17] + ("0" if id_no[17] != "0" else "1")
    with pytest.raises(Invalid):
        resident_id.check(wrong, date(2026, 11, 23))


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
        ({}, "示范路99弄3号1202室"),
        ({"residence_lane": None, "residence_room": ""}, "示范路3号"),
        ({"residence_lane": "99弄", "residence_number": "3号"}, "示范路99弄3号1202室"),
    ],
)
def test_the_address_is_composed_without_doubling_units(changes, text):
    assert rules.address(answers(residence=changes)) == text
