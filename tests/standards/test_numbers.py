"""Case and certificate numbers, periods, digests, amounts: vectors and bounds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.standards import amounts, case_numbers, digests, mod11_2, periods
from tests.standards.vectors import VECTORS


@pytest.mark.parametrize("number", VECTORS["case_no"])
def test_case_numbers_are_made_and_recognised(number):
    day = date(int(number[8:12]), int(number[12:14]), int(number[14:16]))
    assert case_numbers.case_number(number[:2], number[2:8], day, int(number[16:22])) == number
    assert case_numbers.valid(number)


@pytest.mark.parametrize("number", VECTORS["cert_no"])
def test_certificate_numbers_are_made_and_recognised(number):
    made = case_numbers.certificate_number(number[:2], number[2:8], int(number[8:12]), int(number[12:18]))
    assert made == number
    assert case_numbers.valid(number)


@pytest.mark.parametrize(
    "number", ["", "TH310115202611230000014", "TH310115202613230000013", "GB3101162026000123", "th310115"]
)
def test_other_numbers_are_not_valid(number):
    assert not case_numbers.valid(number)


def test_a_date_that_does_not_exist_is_not_valid_though_its_check_fits():
    digits = "31011520260230000001"
    assert not case_numbers.valid(f"TH{digits}{mod11_2.check_digit(digits)}")


def test_typed_numbers_lose_blanks_and_hyphens():
    assert case_numbers.canonical(" gb310116-2026 000123-0 ") == "GB31011620260001230"


@pytest.mark.parametrize(
    ("service", "district", "serial"),
    [("T", "310115", 1), ("TH", "3101", 1), ("TH", "310115", 0), ("TH", "310115", 10**6)],
)
def test_parts_that_do_not_fit_are_refused(service, district, serial):
    with pytest.raises(ValueError, match=r"capital letters|six digits|serial"):
        case_numbers.case_number(service, district, date(2026, 1, 1), serial)


@pytest.mark.parametrize(("start", "months", "end"), VECTORS["add_months"])
def test_months(start, months, end):
    assert periods.add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(("start", "days", "end"), VECTORS["add_days"])
def test_days(start, days, end):
    assert periods.add_days(date.fromisoformat(start), days) == date.fromisoformat(end)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
def test_adding_months_lands_in_the_right_month(day, months):
    end = periods.add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day <= day.day


@pytest.mark.parametrize(("text", "digest"), VECTORS["sm3"])
def test_sm3(text, digest):
    assert digests.sm3(text.encode()) == digest


def test_digests_of_pieces_are_those_of_the_whole():
    whole = digests.Digests()
    for piece in (b"a", b"", b"bc"):
        whole.update(piece)
    assert (whole.sha256, whole.sm3) == (digests.sha256(b"abc"), digests.sm3(b"abc"))


def test_canonical_json_has_one_form():
    value = {"b": Decimal("1.50"), "a": [date(2026, 1, 2), None, "字"]}
    assert digests.canonical_json(value) == '{"a":["2026-01-02",null,"字"],"b":"1.50"}'.encode()
    assert digests.sha256(b"abc").startswith("ba7816bf")


@pytest.mark.parametrize("value", [{1, 2}, object()])
def test_canonical_json_refuses_what_has_no_form(value):
    with pytest.raises(TypeError):
        digests.canonical_json(value)


@pytest.mark.parametrize(
    ("kilograms", "words"),
    [
        ("1234.5", "壹仟贰佰叁拾肆点伍千克"),
        ("10", "壹拾千克"),
        ("100000.0004", "壹拾万千克"),
        ("1005.05", "壹仟零伍点零伍千克"),
        ("0.0005", "零点零零壹千克"),
        ("0", "零千克"),
        ("1E+3", "壹仟千克"),
    ],
)
def test_kilograms_in_words(kilograms, words):
    assert amounts.kilograms_in_words(Decimal(kilograms)) == words


@pytest.mark.parametrize("kilograms", ["-1", "1000000000000", "NaN"])
def test_amounts_outside_the_words_are_refused(kilograms):
    with pytest.raises((ValueError, ArithmeticError)):
        amounts.kilograms_in_words(Decimal(kilograms))
