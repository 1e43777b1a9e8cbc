"""An invented applicant whose answers are right in every step, family to add, and a way to change answers."""

from copy import deepcopy
from datetime import date
from typing import Any

from portal.standards.mod11_2 import check_digit

TODAY = date(2026, 11, 23)
STATION, HOUSEHOLD, AREA = "310115510000", "31011551000001", "310115016"


def number(area: str, born: str, serial: int) -> str:
    """Return an ID number of nobody. born: ISO; odd serials are men."""
    digits = f"{area}{born.replace('-', '')}{serial:03d}"
    return digits + check_digit(digits)


ANSWERS: dict[str, dict[str, Any]] = {
    "consent": {
        "notice_version": "2026-11",
        "consent_general": True,
        "consent_sensitive": True,
        "consent_share_origin": True,
        "truth_commitment": True,
    },
    "settlement": {"own_property": "NONE", "kin_can_receive": "NONE", "unit_collective": "NO"},
    "applicant": {
        "name": "顾长宁",
        "former_names": None,
        "id_no": "320102198802290011",
        "sex": "1",
        "birth_date": "1988-02-29",
        "ethnicity": "01",
        "id_issuer": "南京市公安局玄武分局",
        "id_valid_from": "2019-05-06",
        "id_term": "DATE",
        "id_valid_to": "2039-05-06",
        "native_place": "320102",
        "native_place_detail": None,
        "birth_place": "320508",
        "birth_place_detail": "平江街道",
        "education": "14",
        "degree": "3",
        "marital": "10",
        "occupation": None,
        "mobile": "13800138000",
        "email": "gu.changning@example.test",
    },
    "approval": {
        "channel": "YJRC",
        "approval_no": "沪人才引〔2026〕001234",
        "approval_org": "上海市人力资源和社会保障局",
        "approval_date": "2026-10-08",
        "approval_valid_to": "2027-04-06",
        "category": "B1",
        "approved_family": None,
        "employer_name": "上海示例软件有限公司",
        "employer_uscc": "91310000MA1FL4LP6F",
        "employer_district": "310115",
        "job_title": "架构师",
        "contract_from": "2026-01-01",
        "contract_to": "2028-12-31",
        "social_ins_unit_match": "YES",
    },
    "origin": {
        "origin_code": "320102",
        "origin_address": "梅园新村街道示范路8号2幢301室",
        "origin_station_name": "南京市公安局玄武分局梅园新村派出所",
        "origin_station_code": "320102510000",
        "origin_hh_type": "JT",
        "origin_hh_no": "0012345",
        "head_name": "顾明远",
        "head_relation": "20",
        "move_permission": "NONE",
        "already_out": False,
        "old_cert_no": None,
    },
    "family": {"rows": []},
    "staying": {"rows": []},
    "residence": {
        "residence_area": AREA,
        "residence_road": "示范路",
        "residence_lane": "99",
        "residence_number": "3",
        "residence_room": "1202",
        "residence_kind": "RENT",
        "lease_filing_no": "沪浦租备2026000123",
        "lease_from": "2026-09-01",
        "lease_to": "2027-08-31",
        "landlord_name": "房东示例",
        "landlord_id_tail": "123X",
    },
    "household": {
        "station_choice": "OWN",
        "target_station": STATION,
        "override_reason": None,
        "public_household": HOUSEHOLD,
        "precedence_statement": True,
    },
    "delivery": {
        "delivery": "EMS",
        "post_name": "顾长宁",
        "post_mobile": "13800138000",
        "post_address": "上海市浦东新区示范路99弄3号1202室",
        "post_code": "200135",
        "hukou_booklet": True,
        "id_card_renew": False,
        "agent_mode": "SELF",
        "agent_name": None,
        "agent_id": None,
        "agent_mobile": None,
        "agency_scope": None,
        "agency_valid_to": None,
        "register_remarks": None,
    },
}

#: What a row of the family has when nothing else is asked for.
BLANK = dict.fromkeys(
    (
        "f_mobile", "f_origin_code", "f_origin_address", "f_origin_station_name", "f_origin_hh_type",
        "f_marriage_no", "f_marriage_date", "f_birth_cert_no", "f_custody", "f_guardian_consent",
        "f_other_guardian_name", "f_other_guardian_id", "f_other_guardian_mobile", "f_unreachable_why",
        "consent_minor", "child_opinion", "f_in_school", "f_school_kind", "late_added",
    )
)  # fmt: skip
SPOUSE: dict[str, Any] = {
    **BLANK,
    "relation": "10",
    "f_name": "叶念真",
    "f_id_no": number("330106", "1990-05-17", 22),
    "f_sex": "2",
    "f_birth": "1990-05-17",
    "f_ethnicity": "01",
    "f_mobile": "13900139000",
    "f_origin_same": True,
    "f_marriage_no": "J320102-2015-000123",
    "f_marriage_date": "2015-05-20",
}


def child(born: str, serial: int = 24, **changes: Any) -> dict[str, Any]:
    """Return a daughter (even serial) or son born on that day, both of whose parents agree."""
    boy = serial % 2
    return {
        **BLANK,
        "relation": "20" if boy else "30",
        "f_name": f"顾小{'山' if boy else '满'}",
        "f_id_no": number("320102", born, serial),
        "f_sex": "1" if boy else "2",
        "f_birth": born,
        "f_ethnicity": "01",
        "f_origin_same": True,
        "f_birth_cert_no": "Q320102017",
        "f_custody": "BOTH",
        "f_guardian_consent": "SIGNED",
        "f_other_guardian_name": SPOUSE["f_name"],
        "f_other_guardian_id": SPOUSE["f_id_no"],
        "f_other_guardian_mobile": SPOUSE["f_mobile"],
        "consent_minor": True if born > "2012-11-23" else None,
        "child_opinion": "愿意和爸爸妈妈在一起。" if born <= "2018-11-23" else None,
        **changes,
    }


def answers(**changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the applicant's answers with some fields of some steps changed: `answers(origin={"…": …})`.

    sources={"property": "YES"} adds what registers answered.
    """
    changed = deepcopy(ANSWERS)
    for key, state in changes.pop("sources", {}).items():
        changed.setdefault("sources", {})[key] = {"state": state, "data": {}, "filled": []}
    for step, fields in changes.items():
        changed[step].update(fields)
    return changed


def with_family(
    *people: dict[str, Any], marital: str = "21", **changes: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return the applicant's answers with these persons moving along, all of them named on the approval."""
    named = [person["f_name"] for person in people]
    return answers(
        family={"rows": list(people)},
        applicant={"marital": marital, **changes.pop("applicant", {})},
        approval={"approved_family": named, **changes.pop("approval", {})},
        **changes,
    )


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return stored values as somebody would type them."""
    shown = {True: "yes", False: "no"}
    texts = {
        name: shown.get(value, value) if isinstance(value, bool) else value for name, value in values.items()
    }
    texts |= {name: "，".join(value) for name, value in values.items() if isinstance(value, list)}
    return {name: value for name, value in texts.items() if value is not None}
