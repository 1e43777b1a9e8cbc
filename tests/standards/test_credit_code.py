"""Credit codes: the vectors of §C2, warnings, agreement with python-stdnum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from portal.standards import credit_code
from portal.standards.errors import Invalid
from tests.standards.vectors import VECTORS


@pytest.mark.parametrize(("typed", "expected"), VECTORS["uscc"])
def test_vectors(typed, expected):
    if expected == "ok":
        assert credit_code.check(typed) == typed
    else:
        with pytest.raises(Invalid):
            credit_code.check(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91330100799655058C", "E_CHECK"),
        ("91330100799655O58B", "E_FORMAT"),
        ("9133010079965505", "E_FORMAT"),
        ("9133 0100799655058B", "E_FORMAT"),
    ],
)
def test_refusals_carry_their_code(typed, code):
    with pytest.raises(Invalid) as refusal:
        credit_code.check(typed)
    assert refusal.value.code == code


def test_full_width_small_letters_and_blanks_around_are_understood():
    assert credit_code.check("  91330100799655058b ") == "91330100799655058B"


@given(st.sampled_from("159"), st.sampled_from("123"), st.integers(0, 999999), st.integers(0, 99999999))
def test_check_characters_agree_with_stdnum(authority, category, division, organisation):
    eight = f"{organisation:08d}"
    first = f"{authority}{category}{division:06d}{eight}{credit_code.organisation_check(eight)}"
    assert credit_code.check_character(first) == uscc.calc_check_digit(first)


def test_odd_codes_are_warned_about_but_accepted():
    assert credit_code.warnings("91330100799655058B") == []
    odd = "A1330100799655059"
    odd += credit_code.check_character(odd)
    assert credit_code.warnings(credit_code.check(odd)) == ["UNKNOWN_KIND", "ORGANISATION_CHECK"]
