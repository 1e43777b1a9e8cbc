"""Fields: what they accept, what they store, and the sentences they refuse with."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.ui import fields


def refusal(field, typed):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_resident_id_is_canonical(typed):
    assert fields.ResidentIdField().clean(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("310101199001010013", "Please check digit 18"),
        ("990101199001010012", "digits 1 and 2"),
        ("310101199002300018", "does not exist"),
        ("310101202701010011", "is not possible"),
        ("31010119900101001", "has 18 characters"),
        ("310104850101001", "old number of 15 digits"),
    ],
)
def test_resident_id_says_what_is_wrong(typed, words):
    assert words in refusal(fields.ResidentIdField(), typed)


def test_resident_id_is_shown_in_groups():
    assert fields.ResidentIdField().text("11010519491231002X") == "110105 19491231 002X"


def test_credit_code():
    assert fields.CreditCodeField().clean(" 91310000ma1fl4lp6f ") == "91310000MA1FL4LP6F"
    assert "compare it with the" in refusal(fields.CreditCodeField(), "91330100799655058C")


def test_phones_and_postcode():
    assert fields.MobileField().clean("+86 138-0013-8000") == "13800138000"
    assert "11 digits" in refusal(fields.MobileField(), "12345678901")
    assert fields.LandlineField().clean("021-12345678")
    assert fields.PostcodeField().clean("２０００００") == "200000"
    assert "6 digits" in refusal(fields.PostcodeField(), "2000")


def test_names_are_not_normalised_and_the_dot_is_made_right():
    assert fields.PersonNameField().clean("阿卜杜拉•买买提") == "阿卜杜拉·买买提"
    assert fields.PersonNameField().clean("\uf9f4明") == "\uf9f4明"
    assert "without spaces" in refusal(fields.PersonNameField(), "王 明")
    assert "only on some computers" in refusal(fields.PersonNameField(), "\ue5e5明")
    assert "without digits" in refusal(fields.PersonNameField(), "王明1")


def test_private_use_character_with_a_standard_form_is_suggested():
    assert "\u9fb4" in refusal(fields.PersonNameField(), "王\ue81e")


@pytest.mark.parametrize("typed", ["a<b", "a\u202eb", "a\x07b"])
def test_plain_text_refuses_signs_that_deceive(typed):
    assert refusal(fields.PlainTextField(), typed)


def test_plain_text_keeps_compatibility_characters_and_trims():
    assert fields.PlainTextField().clean("  \uf9f4 ①  ") == "\uf9f4 ①"
    assert fields.PlainTextField(multiline=True).clean("a\r\nb") == "a\nb"


def test_address():
    assert (
        fields.AddressField().clean("浦东新区祖冲之路1000弄20号（北）3-1")
        == "浦东新区祖冲之路1000弄20号（北）3-1"
    )
    assert "in Chinese" in refusal(fields.AddressField(), "1000 Zuchongzhi Road")
    assert "cannot be used: $" in refusal(fields.AddressField(), "浦东新区祖冲之路$")
    refusal(fields.AddressField(), "上海")


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "2026/11/24", "20261124", "2026年11月24日", "２０２６-11-24", "2026/11/4"]
)
def test_dates_as_people_type_them(typed):
    assert fields.CalendarDateField().clean(typed) == date(2026, 11, 4 if typed.endswith("/4") else 24)


def test_date_limits_in_words():
    field = fields.CalendarDateField(earliest=date(2026, 1, 1), latest=lambda: date(2026, 12, 31))
    assert field.clean("2026-12-31") == date(2026, 12, 31)
    assert "or later" in refusal(field, "2025-12-31")
    assert "or earlier" in refusal(field, "2027-01-01")
    assert "that exists" in refusal(field, "2026-02-30")


def test_yes_no_and_commitment():
    assert fields.YesNoField().clean("yes") is True
    assert fields.YesNoField().clean("no") is False
    assert fields.YesNoField(required=False).clean("") is None
    assert fields.YesNoField().clean(False) is False, "a stored answer of a locked field"
    assert "choose" in refusal(fields.YesNoField(), "")
    assert "tick" in refusal(fields.CommitmentField(), False)


def test_division_by_code_name_and_part():
    field = fields.DivisionField()
    assert field.clean("320508") == "320508"
    assert field.clean("江苏省 苏州市 姑苏区") == "320508"
    assert field.clean("姑苏") == "320508"
    assert field.prepare_value("320508") == "江苏省 苏州市 姑苏区"
    assert "Please choose one" in refusal(field, "鼓楼区")
    assert "No county" in refusal(field, "没有的地方")


def test_a_place_above_the_county_asks_for_the_county():
    for typed in ("江苏苏州", "江苏省苏州市", "苏州"):
        words = refusal(fields.DivisionField(), typed)
        assert "has several counties" in words and "江苏省 苏州市 姑苏区" in words
    assert "choose one" in refusal(fields.DivisionField(), "城关区")


@pytest.mark.parametrize(
    ("typed", "words"), [("一百", "in digits"), ("-5", "0 or more"), ("1.2345", "after the decimal point")]
)
def test_amounts_say_what_is_wrong(typed, words):
    field = fields.DecimalField(min_value=0, max_digits=9, decimal_places=3)
    assert words in refusal(field, typed)


def test_a_text_says_how_long_it_is():
    assert "at least 5 characters; these are 2" in refusal(fields.AddressField(), "上海")
