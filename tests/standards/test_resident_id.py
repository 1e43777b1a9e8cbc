"""Resident ID numbers: the vectors of §C1, the order of errors, what is derived."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from portal.standards import mod11_2, resident_id
from portal.standards.errors import Invalid
from tests.standards.vectors import VECTORS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("typed", "expected"), VECTORS["resident_id"])
def test_vectors_are_accepted_or_refused_with_their_code(typed, expected):
    if expected == "ok":
        assert resident_id.check(typed, TODAY) == typed.upper()
        return
    with pytest.raises(Invalid) as refusal:
        resident_id.check(typed, TODAY)
    assert refusal.value.code == expected


@pytest.mark.parametrize("typed", [" 310101199001010012\u3000", "310101199001010012", "31010119910203008x"])
def test_blanks_around_full_width_and_small_letters_are_understood(typed):
    assert resident_id.check(typed, TODAY) in {"310101199001010012", "31010119910203008X"}


@pytest.mark.parametrize(
    "typed", ["", "310101 19900101 0012", "31010119900101001२", "3101011990010100123", "X10101199001010012"]
)
def test_other_shapes_are_a_format_error(typed):
    with pytest.raises(Invalid) as refusal:
        resident_id.check(typed, TODAY)
    assert refusal.value.code == "E_FORMAT"


def test_counties_abolished_since_are_accepted():
    for county in ("310103", "310108", "310119", "310230"):
        number = f"{county}19800101001"
        assert resident_id.check(number + mod11_2.check_digit(number), TODAY)[:6] == county


def test_the_earliest_birth_is_1900_and_the_latest_is_today():
    def number(day):
        digits = f"310101{day:%Y%m%d}001"
        return digits + mod11_2.check_digit(digits)

    assert resident_id.check(number(date(1900, 1, 1)), TODAY)
    assert resident_id.check(number(TODAY), TODAY)
    for outside in (date(1899, 12, 31), date(2026, 11, 24)):
        with pytest.raises(Invalid, match="date of birth"):
            resident_id.check(number(outside), TODAY)


@given(
    st.sampled_from(["110101", "320102", "310115"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(place, born, sequence, position, shift):
    digits = f"{place}{born:%Y%m%d}{sequence:03d}"
    number = digits + mod11_2.check_digit(digits)
    assert resident_id.check(number, TODAY) == number
    assert number[-1] == ric.calc_check_digit(number)
    if number[position] == "X":
        return
    wrong = number[:position] + str((int(number[position]) + shift) % 10) + number[position + 1 :]
    with pytest.raises(Invalid):
        resident_id.check(wrong, TODAY)


@pytest.mark.parametrize(("old", "new"), VECTORS["resident_id_15_to_18"])
def test_fifteen_digits_become_eighteen(old, new):
    assert resident_id.from_15(old) == new


@pytest.mark.parametrize(
    ("old", "code"),
    [("31010185061512", "E_FORMAT"), ("990101850615123", "E_PROVINCE"), ("310101850631123", "E_DATE")],
)
def test_wrong_fifteen_digits_are_refused(old, code):
    with pytest.raises(Invalid) as refusal:
        resident_id.from_15(old)
    assert refusal.value.code == code


def test_birth_sex_and_age_are_derived():
    assert resident_id.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert resident_id.sex("11010519491231002X") == "2"
    assert resident_id.sex("310101199001010012") == "1"
    assert resident_id.age_on(date(1990, 1, 1), date(2007, 12, 31)) == 17
    assert resident_id.age_on(date(1990, 1, 1), date(2008, 1, 1)) == 18


def test_who_was_born_on_29_february_ages_on_1_march_in_common_years():
    assert resident_id.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert resident_id.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert resident_id.age_on(date(2008, 2, 29), date(2028, 2, 29)) == 20


@pytest.mark.parametrize(
    ("number", "masked"),
    [("310101199001010012", "310***********0012"), ("E12345678", "E******78"), ("123", "***"), ("", "")],
)
def test_masking_leaves_the_ends(number, masked):
    assert resident_id.mask(number) == masked
