"""Each rule with a value that passes and one that fails."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.filings.purchase import rules
from services.filings.purchase.reading import read
from tests.services.filings.answers import (
    ACETONE,
    ANHYDRIDE,
    PERMANGANATE,
    PERSON,
    filing,
)

CHEMICALS = {
    "1-01": {"category": 1},
    "2-02": {"category": 2},
    "3-02": {"category": 3},
    "3-04": {"category": 3},
    "3-08": {"category": 3},
}
TODAY = date(2026, 11, 24)


def test_person_and_category_2():
    assert rules.person_buys_category_2(read(filing([ANHYDRIDE], company=PERSON)), CHEMICALS)
    assert not rules.person_buys_category_2(read(filing([ACETONE], company=PERSON)), CHEMICALS)
    assert not rules.person_buys_category_2(read(filing([ANHYDRIDE])), CHEMICALS)


@pytest.mark.parametrize(
    ("company", "rows", "method", "refused"),
    [
        ({}, [ACETONE], "CASH", True),
        ({}, [ACETONE], "BANK", False),
        (PERSON, [ACETONE], "CASH", False),
        (PERSON, [ACETONE, ANHYDRIDE], "CASH", True),
    ],
)
def test_cash(company, rows, method, refused):
    purchase = read(filing(rows, company=company, seller={"pay_method": method}))
    assert rules.cash_refused(purchase, CHEMICALS) is refused


def test_individuals_want_one_use():
    assert rules.person_wants_multi(read(filing(company=PERSON, seller={"use_type": "MULTI"})))
    assert not rules.person_wants_multi(read(filing(company=PERSON)))
    assert not rules.person_wants_multi(read(filing(seller={"use_type": "MULTI"})))


@pytest.mark.parametrize(
    ("company", "rows", "exempt"),
    [
        (PERSON, [PERMANGANATE], True),
        (PERSON, [PERMANGANATE | {"quantity": "5", "annual_demand_kg": "50"}], True),
        (PERSON, [PERMANGANATE | {"quantity": "5.001"}], False),
        (PERSON, [PERMANGANATE | {"annual_demand_kg": "50.001"}], False),
        (PERSON, [PERMANGANATE | {"quantity": None}], False),
        (PERSON, [PERMANGANATE, ACETONE], False),
        (PERSON, [], False),
        ({}, [PERMANGANATE], False),
    ],
)
def test_small_own_use(company, rows, exempt):
    purchase = read(filing(rows, company=company))
    assert rules.small_own_use(purchase, "3-04", Decimal(5), Decimal(50)) is exempt


@pytest.mark.parametrize(("limit", "exceeds"), [("200", False), ("199.999", True)])
def test_limit_of_individuals(limit, exceeds):
    assert rules.person_exceeds(read(filing([ACETONE], company=PERSON)), Decimal(limit)) is exceeds
    assert not rules.person_exceeds(read(filing([ACETONE])), Decimal(limit))


def test_registered_seat_in_another_district():
    seat = {"site_kind": "REGISTRATION"}
    assert rules.registration_is_not_there(read(filing(site=seat)))
    assert not rules.registration_is_not_there(read(filing(site={**seat, "reg_district": "310116"})))
    assert not rules.registration_is_not_there(read(filing()))


def test_seller_is_buyer():
    assert rules.seller_is_buyer(read(filing(seller={"seller_uscc": "91320500MA1WTEKT9C"})))
    assert not rules.seller_is_buyer(read(filing()))
    assert not rules.seller_is_buyer(read({}))


@pytest.mark.parametrize(
    ("until", "short"),
    [("2026-12-20", False), ("2026-12-19", True), ("2026-11-23", True), (None, False)],
)
def test_certificate_of_the_seller(until, short):
    purchase = read(filing(seller={"seller_cert_to": until}))
    assert rules.seller_certificate_short(purchase, TODAY) is short


@pytest.mark.parametrize(
    ("use_type", "issued", "last"),
    [
        ("ONCE", "2026-01-31", "2026-02-28"),
        ("MULTI", "2026-08-31", "2027-02-28"),
        ("ONCE", "2026-11-24", "2026-12-24"),
        ("MULTI", "2026-11-24", "2027-05-24"),
    ],
)
def test_validity(use_type, issued, last):
    assert rules.valid_to(use_type, date.fromisoformat(issued), 1, 6) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("plan", "backwards", "beyond", "over"),
    [
        (("2026-11-25", "2026-12-24"), False, False, False),
        (("2026-11-25", "2026-12-25"), False, True, False),
        (("2026-11-25", "2026-11-24"), True, False, False),
        (("2026-11-01", "2026-11-23"), False, False, True),
        ((None, None), False, False, False),
    ],
)
def test_planned_period(plan, backwards, beyond, over):
    purchase = read(filing(seller={"plan_from": plan[0], "plan_to": plan[1]}))
    assert rules.plan_backwards(purchase) is backwards
    assert rules.plan_beyond(purchase, date(2026, 12, 24)) is beyond
    assert rules.plan_over(purchase, TODAY) is over


def test_half_typed_answers_break_no_rule():
    half = {"substances": {"rows": [{"chem": "3-02", "quantity": "abc", "unit": "L"}, {}]}, "seller": {}}
    purchase = read({**half, "company": None})
    assert purchase.total_kg == 0
    assert purchase.kg_by_chem == {}
    assert not rules.person_buys_category_2(purchase, CHEMICALS)


@given(st.dates(date(2006, 10, 1), date(2099, 1, 1)), st.integers(1, 24))
def test_a_period_of_months_ends_on_the_day_of_its_number_or_at_the_end_of_the_month(issued, months):
    last = rules.valid_to("ONCE", issued, months, 0)
    assert (last.year - issued.year) * 12 + last.month - issued.month == months
    assert last.day == issued.day or (last.day < issued.day and (last + timedelta(days=1)).day == 1)
