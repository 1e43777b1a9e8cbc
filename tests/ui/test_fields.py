"""Fields: what they accept, what they store, and the sentences they refuse with."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.ui import fields
from portal.ui.matching import Choice


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


ENTRIES = {
    "310115016": Choice("花木街道", "浦东新区", (("Huamu Subdistrict", "Pudong"),)),
    "310115005": Choice("陆家嘴街道", "浦东新区", (("Lujiazui Subdistrict", "Pudong"),)),
    "310105009": Choice("虹桥街道", "长宁区", (("Hongqiao Subdistrict", "Changning"),)),
    "310112107": Choice("虹桥镇", "闵行区", (("Hongqiao Town", "Minhang"),)),
    "310151102": Choice("堡镇", "崇明区", (("Baozhen Town", "Chongming"),)),
}


def entry_field():
    field = fields.EntryField(suggest_url="/lists/x/")
    field.entries = ENTRIES
    return field


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "310115016",
            "花木街道",
            "花木",
            "浦东新区 花木街道",
            "浦东新区花木街道",
            " 浦东 花木 ",
            "浦东新区，花木街道",
        ),
        *(
            "Huamu",
            "huamu subdistrict",
            "Huamu Subdistrict, Pudong",
            "Ｈｕａｍｕ",
            "花",
            "上海市浦东新区花木街道锦绣路",
        ),
    ],
)
def test_an_entry_by_code_name_and_part(typed):
    assert entry_field().clean(typed) == "310115016"


def test_an_entry_of_the_same_name_is_told_apart_by_its_group_and_its_kind():
    assert entry_field().clean("虹桥镇") == "310112107"
    assert entry_field().clean("长宁虹桥") == "310105009"
    assert entry_field().clean("堡镇") == "310151102"
    words = refusal(entry_field(), "虹桥")
    assert "Please choose one: 长宁区 虹桥街道；闵行区 虹桥镇" in words


def test_an_entry_that_nothing_or_too_much_fits_is_said_in_words():
    assert "Nothing of this name" in refusal(entry_field(), "没有的地方")
    assert "Nothing of this name" in refusal(entry_field(), "，。")
    field = fields.EntryField(suggest_url="/lists/x/")
    field.entries = {str(n): (f"示范{n}街道", "浦东新区") for n in range(9)}
    words = refusal(field, "示范")
    assert "type more of the name" in words
    assert words.count("示范") == 5


def test_an_entry_is_shown_with_its_group_and_a_gone_one_as_its_code():
    field = entry_field()
    assert field.prepare_value("310115016") == field.text("310115016") == "浦东新区 花木街道"
    assert field.text("999999999") == "999999999"
    assert field.clean(field.text("310115016")) == "310115016"
    field.entries = {"1": Choice("Huamu Subdistrict", "Pudong")}
    assert field.text("1") == "Huamu Subdistrict, Pudong"
    assert "fill in" in refusal(field, "")
    assert entry_field().widget.attrs["data-suggest-url"] == "/lists/x/"


@pytest.mark.parametrize(
    ("typed", "words"), [("一百", "in digits"), ("-5", "0 or more"), ("1.2345", "after the decimal point")]
)
def test_amounts_say_what_is_wrong(typed, words):
    field = fields.DecimalField(min_value=0, max_digits=9, decimal_places=3)
    assert words in refusal(field, typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1,200", 1200), ("1,200.5", "1200.5"), ("１，２００", 1200), ("1 200", 1200), ("12000", 12000)],
)
def test_amounts_with_commas_between_thousands(typed, stored):
    assert fields.DecimalField().clean(typed) == Decimal(stored)


@pytest.mark.parametrize("typed", ["1,5", "0,100", "1,20", "12,0000", ",5", "1,,200", "1,200,5", "5,"])
def test_a_comma_that_may_be_meant_for_a_point_is_asked_about(typed):
    assert "in digits" in refusal(fields.DecimalField(), typed)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u2060"])
def test_what_nobody_sees_does_not_tell_two_texts_apart(sign):
    field = fields.PlainTextField(max_length=20)
    assert field.clean(f"{sign}HT{sign}-001{sign} ") == "HT-001"
    assert refusal(field, sign * 3)


@pytest.mark.parametrize("sign", ["\u202e", "\u200e", "\u200f", "\x07", "\ud800"])
def test_signs_that_turn_the_writing_are_refused(sign):
    assert refusal(fields.PlainTextField(), f"a{sign}b")


def test_a_text_says_how_long_it_is():
    assert "at least 5 characters; these are 2" in refusal(fields.AddressField(), "上海")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", []),
        ("顾宁", ["顾宁"]),
        ("顾宁，买买提·艾力、𠮷野;Anna O'Neill\n", ["顾宁", "买买提·艾力", "𠮷野", "Anna O'Neill"]),
    ],
)
def test_names_are_taken_apart_at_commas_and_lines(typed, stored):
    assert fields.NamesField(most=5, required=False).clean(typed) == stored


def test_a_list_of_names_is_held_to_the_rule_of_one_name_and_to_its_number():
    field = fields.NamesField(most=2)
    assert "without" in refusal(field, "顾宁，王 明") or "space" in refusal(field, "顾宁，王 明")
    assert "at most 2 names" in refusal(field, "甲，乙，丙")
    assert "\ue5e5" not in refusal(field, "\ue5e5明")
    assert field.prepare_value(["甲", "乙"]) == "甲，乙" == field.text(["甲", "乙"])


def test_an_address_of_mail_is_told_apart_from_something_else():
    assert fields.EmailField().clean(" gu@example.test ") == "gu@example.test"
    assert "no e-mail address" in refusal(fields.EmailField(), "gu@")


def test_an_id_number_names_the_fields_it_can_fill_in():
    attrs = fields.ResidentIdField(birth="born", sex="sex").widget.attrs
    assert (attrs["data-fills-birth"], attrs["data-fills-sex"]) == ("born", "sex")
    assert "data-fills-birth" not in fields.ResidentIdField().widget.attrs
