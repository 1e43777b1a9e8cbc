"""Names of persons (§C8): accepted as typed, never normalised, compared by a key, masked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.standards import names
from portal.standards.errors import Invalid
from tests.standards.vectors import VECTORS


@pytest.mark.parametrize(("text", "expected"), VECTORS["names"])
def test_vectors(text, expected):
    assert names.matches(text) is expected


@pytest.mark.parametrize("dot", ["\u2022", "\u30fb", "\uff0e", ".", "\u2027", "\u00b7"])
def test_every_typed_dot_becomes_the_middle_dot(dot):
    assert names.person_name(f" 阿卜杜拉{dot}买买提 ") == "阿卜杜拉\u00b7买买提"


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("王 明", "NAME_SPACE", "王明"),
        ("王\u3000明", "NAME_SPACE", "王明"),
        ("\ue5e5明", "NAME_PRIVATE_USE", None),
        ("\ue816明", "NAME_PRIVATE_USE", "\U00020087明"),
        ("\ue81e明", "NAME_PRIVATE_USE", "\u9fb4明"),
        ("\U000f0001明", "NAME_PRIVATE_USE", None),
        ("\ue78d明", "NAME_PRIVATE_USE", None),
        ("", "NAME_LENGTH", None),
        ("王" * 51, "NAME_LENGTH", None),
        ("J" * 101, "NAME_LENGTH", None),
        ("王A", "NAME_FORMAT", None),
        ("王3", "NAME_FORMAT", None),
        ("\u00b7王", "NAME_FORMAT", None),
        ("1John", "NAME_FORMAT", None),
        ("王\u200b明", "NAME_FORMAT", None),
    ],
)
def test_refusals_carry_code_and_suggestion(text, code, suggestion):
    with pytest.raises(Invalid) as refusal:
        names.person_name(text)
    assert (refusal.value.code, refusal.value.suggestion) == (code, suggestion)


def test_rare_characters_of_the_check_string_are_accepted():
    for character in "𠮷㛃䶮𬱖龦鿯\U00020000\U00030000":
        assert names.person_name(character + "明") == character + "明"


def test_characters_are_kept_as_typed_though_unicode_would_replace_them():
    typed = "\uf9f4\ufa20"
    assert unicodedata.normalize("NFC", typed) != typed
    assert names.person_name(typed) == typed
    assert names.fold(typed) == names.fold(unicodedata.normalize("NFC", typed))


def test_fifty_characters_and_a_hundred_letters_are_the_longest():
    assert names.person_name("王" * 50)
    assert names.person_name("J" * 100)


@pytest.mark.parametrize(
    ("one", "other"), [("John O'Neil", "john oneil"), ("买买提·艾力", "买买提艾力"), ("\ue816", "\U00020087")]
)
def test_the_key_puts_together_what_is_one_name(one, other):
    assert names.fold(one) == names.fold(other)
    assert names.fold("王小明") != names.fold("王小朋")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("欧阳娜娜", "欧**娜"),
        ("John Smith", "J*** S***"),
        ("王", "*"),
        ("", ""),
    ],
)
def test_masks(name, masked):
    assert names.mask(name) == masked


@given(st.text(max_size=60))
def test_an_accepted_name_stays_accepted_and_unchanged(text):
    try:
        name = names.person_name(text)
    except Invalid as refusal:
        assert refusal.suggestion is None or names.person_name(refusal.suggestion) == refusal.suggestion
    else:
        assert names.person_name(name) == name
