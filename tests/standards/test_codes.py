"""Phones, plates, CAS, identity documents, divisions, code lists."""

from datetime import date

import pytest

from portal.standards import cas, codes, divisions, identity_documents, mod11_2, phones, plates
from portal.standards.errors import Invalid
from tests.standards.vectors import VECTORS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("typed", ["13800138000", "+86 138-0013-8000", "0086 13800138000", "8613800138000"])
def test_mobiles_are_put_into_one_form(typed):
    assert phones.mobile(typed) == phones.phone(typed) == "13800138000"


@pytest.mark.parametrize("typed", ["12345678901", "1380013800", "", "138001380001"])
def test_other_mobiles_are_refused(typed):
    with pytest.raises(Invalid) as refusal:
        phones.mobile(typed)
    assert refusal.value.code == "E_MOBILE"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("021-12345678", "021-12345678"),
        ("02112345678", "021-12345678"),
        ("(021) 1234 5678", "021-12345678"),
        ("+86 21 12345678", "021-12345678"),
        ("0571-1234567-801", "0571-1234567-801"),
    ],
)
def test_landlines_are_put_into_one_form(typed, kept):
    assert phones.landline(typed) == kept


@pytest.mark.parametrize("typed", ["12345678", "021-123456", "021-12345678-1234567"])
def test_other_landlines_are_refused(typed):
    with pytest.raises(Invalid) as refusal:
        phones.landline(typed)
    assert refusal.value.code == "E_LANDLINE"


def test_phone_takes_both_and_masks():
    assert phones.phone("021-12345678") == "021-12345678"
    assert phones.mask("13800138000") == "138****8000"
    assert phones.postcode(" 200001") == "200001"
    with pytest.raises(Invalid):
        phones.postcode("20000")


@pytest.mark.parametrize(("text", "expected"), VECTORS["plates"])
def test_plates(text, expected):
    if expected:
        assert plates.check(text) == text
    else:
        with pytest.raises(Invalid):
            plates.check(text)


def test_a_plate_may_be_typed_as_it_is_printed():
    assert plates.check("沪a·12345") == "沪A12345"


@pytest.mark.parametrize(
    ("number", "good"), [("7664-93-9", True), ("67-64-1", True), ("7664-93-8", False), ("1", False)]
)
def test_cas(number, good):
    if good:
        assert cas.check(number) == number
    else:
        with pytest.raises(Invalid):
            cas.check(number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("ID_CARD", "310101199001010012"),
        ("PASSPORT_CN", "E12345678"),
        ("PASSPORT_CN", "EA1234567"),
        ("HKM_PERMIT", "H12345678"),
        ("TW_PERMIT", "12345678"),
        ("HMT_RESIDENCE", "810000199408230021"),
        ("FPR_CARD", "9" + "1" * 16 + mod11_2.check_digit("9" + "1" * 16)),
        ("PASSPORT_FOREIGN", "C01X00T47"),
    ],
)
def test_documents_of_each_kind(kind, number):
    assert identity_documents.check(kind, number.lower(), TODAY) == number
    assert kind in codes.DOCUMENT_KINDS


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("PASSPORT_CN", "EI1234567"),
        ("PASSPORT_CN", "G1234567"),
        ("HMT_RESIDENCE", "810000199408230022"),
        ("FPR_CARD", "9" * 18),
    ],
)
def test_documents_that_do_not_fit_their_kind(kind, number):
    with pytest.raises(Invalid):
        identity_documents.check(kind, number, TODAY)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("310101", "上海市 黄浦区"),
        ("320102", "江苏省 南京市 玄武区"),
        ("429004", "湖北省 仙桃市"),
        ("310000", "上海市"),
        ("310103", "上海市"),
        ("990000", ""),
    ],
)
def test_names_of_divisions(code, name):
    assert divisions.name(code) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("310101", "310101"),
        ("黄浦区", "310101"),
        ("上海 黄浦", "310101"),
        ("上海市黄浦区", "310101"),
        ("浦东", "310115"),
        ("江苏 南京 鼓楼", "320106"),
        ("石河子", "659001"),
        ("东莞市", "441900"),
        ("上海市浦东新区张江路1号", "310115"),
    ],
)
def test_find_puts_the_meant_county_first(text, code):
    assert divisions.find(text)[0] == code
    assert divisions.is_county(code)


def test_find_gives_all_counties_of_one_name_or_one_city_and_nothing_for_nonsense():
    assert len(divisions.find("鼓楼区")) == 4
    assert len(divisions.find("310000")) == len(divisions.find("310100")) == 16
    assert divisions.find("xyz") == divisions.find(" ") == divisions.find("310103") == []
    assert divisions.province("310103") == "上海市"


def test_every_county_is_found_by_its_full_name():
    counties = [code for code in divisions.table() if divisions.is_county(code)]
    assert len(counties) > 2800
    for code in counties[::37]:
        assert code in divisions.find(divisions.name(code))


def test_code_lists_are_whole():
    assert list(codes.SEX) == ["0", "1", "2", "9"]
    assert codes.ETHNICITY["05"] == ("维吾尔族", "Uygur")
    assert len(codes.ETHNICITY) == 58
    assert codes.label(codes.DEGREE, "3", "en") == "Master"
    assert codes.label(codes.DEGREE, "3", "zh-hans") == "硕士"
    assert codes.label(codes.DEGREE, "x", "en") == "x"
    for each in (codes.MARITAL, codes.EDUCATION, codes.FAMILY_RELATION, codes.DOCUMENT_KINDS):
        assert all(chinese and english for chinese, english in each.values())
