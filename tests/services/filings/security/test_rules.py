"""Each rule with a value that passes and one that fails, and the days at the edge."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.standards import codes, resident_id
from portal.standards.mod11_2 import check_digit
from services.filings.security import rules
from services.filings.security.reading import Guard, read_branch, read_security
from tests.services.filings.security.answers import (
    ARMED_CONTRACT,
    ARMED_LICENCE,
    USCC,
    YOUNG_ID,
    branch,
    service,
)

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "vectors.json").read_text(encoding="utf-8"))
START = date(2027, 1, 22)
GOOD = Guard("沈文博", "310104198102020011", "1", "71", "浙保2019000001", True, True)


def born(day: date, sequence: int = 1) -> str:
    digits = f"330106{day:%Y%m%d}{sequence:03d}"
    return digits + check_digit(digits)


@pytest.mark.parametrize(
    ("start", "young"), [("2027-01-22", True), ("2027-01-23", False), ("2027-01-24", False)]
)
def test_the_eighteenth_birthday_counts(start, young):
    assert rules.under_age(YOUNG_ID, date.fromisoformat(start), 18) is young


@given(st.dates(date(1930, 2, 1), date(2015, 12, 31)), st.integers(0, 40_000))
def test_age_is_the_one_of_the_standard(birth, days):
    on = birth + timedelta(days=days)
    assert rules.under_age(born(birth), on, 18) is (resident_id.age_on(birth, on) < 18)


@given(st.text(max_size=20))
def test_a_half_typed_number_breaks_no_rule(text):
    assert rules.under_age(text, START, 18) in {True, False}


def test_unanswered_breaks_no_rule():
    nothing = read_security({})
    assert not rules.under_age("", START, 18)
    assert not rules.forbidden_client(nothing)
    assert not rules.outside_scope(nothing)
    assert not rules.armed_differs(nothing)
    assert not rules.armed_not_licensed(nothing)
    assert not rules.armed_capital_short(nothing, None, Decimal(1000))
    assert not rules.armed_share_short(nothing, Decimal(51))
    assert not rules.contract_backwards(nothing)
    assert not rules.contract_over(nothing, START)
    assert not rules.starts_early(nothing, START)
    assert not rules.starts_before_contract(nothing)
    assert not rules.starts_after_contract(nothing)
    assert not rules.own_client(nothing, "")
    assert not rules.unusual_licence(nothing.licence, "x")
    assert rules.failing_rows([], START, 18) == {}
    assert rules.enough([], [])


def test_sex_is_the_one_in_the_number():
    assert not rules.sex_differs(GOOD.id_no, "1")
    assert rules.sex_differs(GOOD.id_no, "2")
    assert not rules.sex_differs(GOOD.id_no, "")


@pytest.mark.parametrize("code", sorted(codes.EDUCATION))
def test_education_from_junior_middle_school_on(code):
    assert rules.schooling_short(code) is (code in {"80", "81", "83", "90"})


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"id_no": YOUNG_ID}, [rules.AGE]),
        ({"sex": "2"}, [rules.SEX]),
        ({"edu": "80"}, [rules.EDUCATION]),
        ({"id_no": YOUNG_ID, "sex": "2", "edu": "90"}, [rules.AGE, rules.SEX, rules.EDUCATION]),
    ],
)
def test_r_en_12_of_one_guard(changes, faults):
    assert rules.guard_faults(Guard(**{**vars(GOOD), **changes}), START, 18) == faults


def test_r_en_12_duplicates_fail_from_the_second_on():
    other = Guard(**{**vars(GOOD), "id_no": "310104198304040037", "cert_no": "浙保2019000003"})
    same_certificate = Guard(**{**vars(other), "id_no": "310104198506060052"})
    assert rules.failing_rows([GOOD, other], START, 18) == {}
    assert rules.failing_rows([GOOD, other, GOOD, same_certificate], START, 18) == {
        3: [rules.SAME_ID, rules.SAME_CERTIFICATE],
        4: [rules.SAME_CERTIFICATE],
    }


@given(st.lists(st.sampled_from(["", "A", "B", "C"]), max_size=12))
def test_repeated_names_every_row_but_the_first_of_its_kind(values):
    twins = rules.repeated(values)
    kept = [value for row, value in enumerate(values, 1) if row not in twins and value]
    assert len(kept) == len(set(kept)) == len(set(values) - {""})
    assert all(values[row - 1] == values[first - 1] and first < row for row, first in twins.items())


@pytest.mark.parametrize(("failing", "passes"), [([], True), ([1], True), ([1, 2], False)])
def test_one_guard_that_passes_is_enough(failing, passes):
    assert rules.enough([GOOD, GOOD], failing) is passes


def test_guards_without_insurance_or_contract():
    without = Guard(**{**vars(GOOD), "insured": False})
    assert rules.rows_without([GOOD, without], "insured") == [2]
    assert rules.rows_without([GOOD, without], "contract") == []


@pytest.mark.parametrize(
    ("foreign", "key_unit", "refused"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_r_en_13(foreign, key_unit, refused):
    answers = service(licence={"foreign_invested": foreign}, client={"client_key_unit": key_unit})
    assert rules.forbidden_client(read_security(answers)) is refused


@pytest.mark.parametrize(
    ("services", "outside"),
    [
        (["GATE"], set()),
        (["GATE", "PATROL", "CHECK"], set()),
        (["GATE", "TECH"], {"TECH"}),
        (["TECH", "RISK"], {"TECH", "RISK"}),
    ],
)
def test_r_en_14(services, outside):
    assert rules.outside_scope(read_security(service(contract={"services": services}))) == outside


@pytest.mark.parametrize(
    ("services", "armed", "differs"),
    [(["ARMED"], True, False), (["GATE"], False, False), (["ARMED"], False, True), (["GATE"], True, True)],
)
def test_armed_is_said_alike(services, armed, differs):
    contract = {"services": services, "armed": armed}
    assert rules.armed_differs(read_security(service(contract=contract))) is differs


@pytest.mark.parametrize(
    ("capital", "share", "short"),
    [("1000", "51", (False, False)), ("999.99", "51", (True, False)), ("1000", "50.99", (False, True))],
)
def test_armed_escort_by_article_10(capital, share, short):
    answers = service(licence=ARMED_LICENCE | {"state_share": share}, contract=ARMED_CONTRACT)
    security = read_security(answers)
    assert not rules.armed_not_licensed(security)
    least = Decimal(1000), Decimal(51)
    assert rules.armed_capital_short(security, Decimal(capital), least[0]) is short[0]
    assert rules.armed_share_short(security, least[1]) is short[1]
    assert rules.armed_not_licensed(read_security(service(contract=ARMED_CONTRACT)))
    unarmed = read_security(service())
    assert not rules.armed_capital_short(unarmed, Decimal(1), least[0])


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
def test_a_contract_ends_after_it_begins(first, days):
    last = first + timedelta(days=days)
    contract = {"contract_from": first.isoformat(), "contract_to": last.isoformat()}
    assert rules.contract_backwards(read_security(service(contract=contract))) is (days <= 0)


@pytest.mark.parametrize(("on", "over"), [("2028-01-21", False), ("2028-01-22", True)])
def test_a_contract_holds_on_its_last_day(on, over):
    assert rules.contract_over(read_security(service()), date.fromisoformat(on)) is over


@pytest.mark.parametrize(
    ("start", "before", "after"),
    [
        ("2027-01-21", True, False),
        ("2027-01-22", False, False),
        ("2028-01-21", False, False),
        ("2028-01-22", False, True),
    ],
)
def test_the_service_lies_within_the_contract(start, before, after):
    security = read_security(service(contract={"service_start": start}))
    assert rules.starts_before_contract(security) is before
    assert rules.starts_after_contract(security) is after


@given(st.integers(-60, 60))
def test_late_is_before_the_earliest_day(days):
    security = read_security(service(contract={"service_start": (START + timedelta(days=days)).isoformat()}))
    assert rules.starts_early(security, START) is (days < 0)


@given(st.dates(), st.dates())
def test_a_branch_is_late_after_its_last_day(on, last):
    assert rules.filed_late(on, last) is (on > last)


def test_the_client_is_somebody_else():
    assert rules.own_client(read_security(service(client={"client_uscc": USCC})), USCC)
    assert not rules.own_client(read_security(service()), USCC)


def test_the_branch_has_a_code_of_its_own():
    assert rules.branch_is_head_office(read_branch(branch(branch={"branch_uscc": USCC})), USCC)
    assert not rules.branch_is_head_office(read_branch(branch()), USCC)


@pytest.mark.parametrize(
    ("number", "unusual"),
    [
        ("浙公保服20240001号", False),
        ("浙公保服20240001", False),
        ("浙杭公保服20240001号", False),
        ("公保服20240001号", True),
        ("浙公保服2024001号", True),
        ("ZJ-20240001", True),
    ],
)
def test_the_usual_number_of_a_licence(number, unusual):
    licence = read_security(service(licence={"sec_licence_no": number})).licence
    assert rules.unusual_licence(licence, "[\u4e00-\u9fa5]{1,2}公保服[0-9]{8}号?") is unusual
    assert not rules.unusual_licence(licence, "[spoilt by an editor")
