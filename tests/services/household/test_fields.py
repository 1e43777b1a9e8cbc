"""Every field of domain A6 with a value that passes and one that does not, through the real forms."""

from copy import deepcopy
from typing import Any

import pytest

from services.household.service import SERVICE

from .cast import ANSWERS, SPOUSE, answers, child, number, typed

GROWN = child("2007-03-01", 36, f_guardian_consent=None, f_other_guardian_name=None, f_other_guardian_id=None,
              f_other_guardian_mobile=None, consent_minor=None, f_mobile="13700137000",
              f_in_school="南京市示范中学", f_school_kind="SENIOR")  # fmt: skip
MINOR = child("2017-05-21")
AWAY = {**SPOUSE, "f_origin_same": False, "f_origin_code": "330106", "f_origin_address": "杭州市西湖区示范路1号",
        "f_origin_station_name": "文新派出所", "f_origin_hh_type": "JT"}  # fmt: skip
UNREACHABLE = {**MINOR, "f_guardian_consent": "UNREACHABLE", "f_other_guardian_name": None,
               "f_other_guardian_id": None, "f_other_guardian_mobile": None,
               "f_unreachable_why": "自二〇一九年起失去联系，已向居委会和派出所报告，至今没有消息。"}  # fmt: skip
AGENT = {**ANSWERS["delivery"], "agent_mode": "AGENT", "agent_name": "代办示例",
         "agent_id": number("330106", "1980-01-01", 11), "agent_mobile": "13600136000",
         "agency_scope": "代为填写和提交申请", "agency_valid_to": "2027-01-31"}  # fmt: skip
OTHER = {**ANSWERS["household"], "station_choice": "OTHER", "target_station": "310115520000",
         "override_reason": "所住楼栋在两个派出所交界处", "public_household": "31011552000001"}  # fmt: skip
OUT = {**ANSWERS["origin"], "already_out": True, "old_cert_no": "苏00000001"}
STAYS = {"s_relation": "10", "s_name": "叶念真", "s_reason": "WAIT"}

LONG, ANGLE = "长" * 600, "<b>"
TICK = ("on", "")
#: step -> field -> (what else is typed, a value that passes, one that does not); () asks for the usual answers.
FIELDS: dict[str, dict[str, tuple[Any, Any, Any]]] = {
    "consent": {
        "notice_version": ((), "2026-11", "2025-01"),
        "consent_general": ((), *TICK),
        "consent_sensitive": ((), *TICK),
        "consent_share_origin": ((), *TICK),
        "truth_commitment": ((), *TICK),
    },
    "settlement": {
        "own_property": ((), "NONE", "MAYBE"),
        "kin_can_receive": ((), "REFUSED", ""),
        "unit_collective": ((), "YES_UNABLE", ""),
    },
    "applicant": {
        "name": ((), "顾长宁", "王 明"),
        "former_names": ((), "顾宁，顾小宁", "甲一，乙二，丙三，丁四，戊五，己六"),
        "id_no": ((), "320102198802290011", "320102198802290012"),
        "sex": ((), "1", "2"),
        "birth_date": ((), "1988-02-29", "1988-02-28"),
        "ethnicity": ((), "05", "57"),
        "id_issuer": ((), "南京市公安局玄武分局", ""),
        "id_valid_from": ((), "2019-05-06", "2027-05-06"),
        "id_term": ((), "LONG", "EVER"),
        "id_valid_to": ((), "2026-11-23", "2026-11-22"),
        "native_place": ((), "姑苏区", "320000"),
        "native_place_detail": ((), "平江街道", LONG),
        "birth_place": ((), "320508", "没有这个县"),
        "birth_place_detail": ((), "", ANGLE),
        "education": ((), "14", "99"),
        "degree": ((), "3", ""),
        "marital": ((), "40", "24"),
        "occupation": ((), "工程师", LONG),
        "mobile": ((), "+86 138-0013-8000", "12345678901"),
        "email": ((), "gu@example.test", "gu@"),
    },
    "approval": {
        "channel": ((), "YJRC", "LXS"),
        "approval_no": ((), "沪人才引〔2026〕001234", "a b"),
        "approval_org": ((), "上海市人力资源和社会保障局", ""),
        "approval_date": ((), "2026-11-23", "2026-11-24"),
        "approval_valid_to": ((), "2026-11-23", "2026-11-22"),
        "category": ((), "E3", "X1"),
        "approved_family": ((), "叶念真，顾小满", "叶 念真"),
        "employer_name": ((), "上海示例软件有限公司", ""),
        "employer_uscc": ((), "91310000MA1FL4LP6F", "913100001322114668"),
        "employer_district": ((), "310104", "320508"),
        "job_title": ((), "架构师", LONG),
        "contract_from": ((), "2026-01-01", "无"),
        "contract_to": ((), "2028-12-31", "2025-12-31"),
        "social_ins_unit_match": ((), "UNAVAILABLE", "MAYBE"),
    },
    "origin": {
        "origin_code": ((), "江苏省 南京市 玄武区", "330000"),
        "origin_address": ((), "梅园新村街道示范路8号", "Road 8"),
        "origin_station_name": ((), "梅园新村派出所", ""),
        "origin_station_code": ((), "320102510000", "330106510000"),
        "origin_hh_type": ((), "XSJ", "ZZ"),
        "origin_hh_no": ((), "0012345", LONG),
        "head_name": ((), "顾明远", "顾<明"),
        "head_relation": ((), "20", "02"),
        "move_permission": ((), "UNKNOWN", "YES"),
        "already_out": ((), "no", ""),
        "old_cert_no": (OUT, "苏00000001", "苏1"),
    },
    "family": {
        "relation": (SPOUSE, "10", "50"),
        "f_name": (SPOUSE, "买买提·艾力", "叶1"),
        "f_id_no": (SPOUSE, SPOUSE["f_id_no"], "320102198802290011"),
        "f_sex": (SPOUSE, "2", "1"),
        "f_birth": (SPOUSE, "1990-05-17", "1990-05-18"),
        "f_ethnicity": (SPOUSE, "01", ""),
        "f_mobile": (SPOUSE, "13900139000", "1390013900"),
        "f_origin_same": (SPOUSE, "yes", ""),
        "f_origin_code": (AWAY, "330106", ""),
        "f_origin_address": (AWAY, "杭州市西湖区示范路1号", "1号"),
        "f_origin_station_name": (AWAY, "文新派出所", ""),
        "f_origin_hh_type": (AWAY, "JT", ""),
        "f_marriage_no": (SPOUSE, "J320102-2015-000123", ""),
        "f_marriage_date": (SPOUSE, "2026-11-23", "2026-11-24"),
        "f_birth_cert_no": (MINOR, "Q320102017", LONG),
        "f_custody": (MINOR, "ADOPTED", ""),
        "f_guardian_consent": (MINOR, "SIGNED", ""),
        "f_other_guardian_name": (MINOR, "叶念真", ""),
        "f_other_guardian_id": (MINOR, SPOUSE["f_id_no"], "1"),
        "f_other_guardian_mobile": (MINOR, "13900139000", ""),
        "f_unreachable_why": (UNREACHABLE, UNREACHABLE["f_unreachable_why"], "联系不上"),
        "consent_minor": (MINOR, *TICK),
        "child_opinion": (MINOR, "愿意", ""),
        "f_in_school": (GROWN, "南京市示范中学", ""),
        "f_school_kind": (GROWN, "BELOW", "OTHER"),
        "late_added": (SPOUSE, "批准之后结婚", LONG),
    },
    "staying": {
        "s_relation": (STAYS, "20", "60"),
        "s_name": (STAYS, "叶念真", ""),
        "s_reason": (STAYS, "FOR", "XX"),
    },
    "residence": {
        "residence_area": ((), "花木街道", "没有这条街道"),
        "residence_road": ((), "示范路", ""),
        "residence_lane": ((), "", LONG),
        "residence_number": ((), "3", ""),
        "residence_room": ((), "1202", ANGLE),
        "residence_kind": ((), "DORM", "OWN"),
        "lease_filing_no": ((), "沪浦租备2026000123", ""),
        "lease_from": ((), "2026-09-01", "2028-09-01x"),
        "lease_to": ((), "2026-12-23", "2026-12-22"),
        "landlord_name": ((), "房东示例", ""),
        "landlord_id_tail": ((), "123x", "12345"),
    },
    "household": {
        "station_choice": ((), "OWN", ""),
        "target_station": (OTHER, "310115520000", ""),
        "override_reason": (OTHER, "所住楼栋在两个派出所交界处", "方便"),
        "public_household": ((), "31011551000001", "31011251000001"),
        "precedence_statement": ((), *TICK),
    },
    "delivery": {
        "delivery": ((), "PICKUP", "FAX"),
        "post_name": ((), "顾长宁", ""),
        "post_mobile": ((), "13800138000", "1"),
        "post_address": ((), "上海市浦东新区示范路99弄", "99"),
        "post_code": ((), "200135", "20013"),
        "hukou_booklet": ((), "yes", ""),
        "id_card_renew": ((), "no", ""),
        "agent_mode": ((), "SELF", ""),
        "agent_name": (AGENT, "代办示例", ""),
        "agent_id": (AGENT, AGENT["agent_id"], "1"),
        "agent_mobile": (AGENT, "13600136000", ""),
        "agency_scope": (AGENT, "代为填写和提交申请", ""),
        "agency_valid_to": (AGENT, "2026-11-23", "2026-11-22"),
        "register_remarks": ((), "户号应为0012346", LONG),
    },
}
CASES = [(slug, name) for slug, fields in FIELDS.items() for name in fields]


def errors(norms, slug: str, name: str, value: Any, base: Any) -> list[str]:
    """Return the errors of a field when it is typed so, everything else being right."""
    stored = deepcopy(answers()[slug] if base == () else base)
    sent = {**typed(stored), name: value}
    form = SERVICE.step(slug).form(sent, norms=norms, answers=answers())
    return [str(text) for text in form.errors.get(name, [])]


@pytest.mark.parametrize(("slug", "name"), CASES)
def test_a_field_takes_the_good_value_and_refuses_the_bad_one_at_its_place(norms, slug, name):
    base, good, bad = FIELDS[slug][name]
    assert errors(norms, slug, name, good, base) == []
    assert errors(norms, slug, name, bad, base) != []


def test_no_field_is_without_such_a_pair():
    assert {step.slug: set(step.form.base_fields) for step in SERVICE.steps} == {
        slug: set(fields) for slug, fields in FIELDS.items()
    }


@pytest.mark.parametrize("person", [SPOUSE, MINOR, GROWN, AWAY, UNREACHABLE, child("2009-11-24", 33)])
def test_the_usual_persons_are_taken_as_they_are(norms, person):
    form = SERVICE.step("family").form(typed(person), norms=norms, answers=answers())
    assert form.is_valid(), form.errors
    assert form.json_values() == person


@pytest.mark.parametrize(("base", "left"), [(AGENT, "agent_name"), (OTHER, "override_reason")])
def test_what_is_asked_only_then_is_emptied_otherwise(norms, base, left):
    slug = "delivery" if base is AGENT else "household"
    sent = {
        **typed(base),
        "agent_mode": "SELF",
        "station_choice": "OWN",
        "public_household": "31011551000001",
    }
    form = SERVICE.step(slug).form(sent, norms=norms, answers=answers())
    assert form.is_valid(), form.errors
    assert form.json_values()[left] is None


def test_a_long_term_card_has_no_last_day(norms):
    form = SERVICE.step("applicant").form(
        {**typed(ANSWERS["applicant"]), "id_term": "LONG"}, norms=norms, answers=answers()
    )
    assert form.is_valid(), form.errors
    assert form.json_values()["id_valid_to"] is None


def test_without_a_degree_none_is_asked(norms):
    form = SERVICE.step("applicant").form(
        {**typed(ANSWERS["applicant"]), "education": "61", "degree": ""}, norms=norms, answers=answers()
    )
    assert form.is_valid(), form.errors


def test_religion_blood_type_and_military_record_are_asked_nowhere():
    keys = {key for step in SERVICE.steps for key in step.form.base_fields}
    assert not [key for key in keys if any(word in key for word in ("religio", "blood", "militar"))]
