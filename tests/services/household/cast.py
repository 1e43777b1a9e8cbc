"""An invented applicant whose answers are right in every step, and a way to change some of them."""

from copy import deepcopy
from datetime import date
from typing import Any

TODAY = date(2026, 11, 23)

ANSWERS: dict[str, dict[str, Any]] = {
    "consent": {
        "notice_version": "2026-11",
        "consent_general": True,
        "consent_sensitive": True,
        "consent_share_origin": True,
        "truth_commitment": True,
    },
    "applicant": {
        "name": "顾长宁",
        "id_no": "320102198802290011",
        "sex": "1",
        "birth_date": "1988-02-29",
        "ethnicity": "01",
        "education": "14",
        "marital": "10",
        "mobile": "13800138000",
        "id_issuer": "南京市公安局玄武分局",
    },
    "approval": {
        "channel": "YJRC",
        "approval_no": "沪人才引〔2026〕001234",
        "approval_org": "上海市人力资源和社会保障局",
        "approval_date": "2026-10-08",
        "approval_valid_to": "2027-04-06",
        "category": "B1",
        "employer_name": "上海示例软件有限公司",
        "employer_uscc": "91310000MA1FL4LP6F",
    },
    "origin": {
        "origin_code": "320102",
        "origin_address": "梅园新村街道示范路8号2幢301室",
        "origin_station_name": "南京市公安局玄武分局梅园新村派出所",
        "origin_hh_type": "JT",
        "head_name": "顾明远",
        "head_relation": "20",
        "move_permission": "NONE",
    },
    "settlement": {
        "own_property": "NONE",
        "kin_can_receive": "NONE",
        "unit_collective": "NO",
        "residence_district": "310115",
        "residence_street": "花木街道",
        "residence_road": "示范路",
        "residence_lane": "99",
        "residence_number": "3",
        "residence_room": "1202",
        "residence_kind": "RENT",
        "lease_filing_no": "沪浦租备2026000123",
        "lease_from": "2026-09-01",
        "lease_to": "2027-08-31",
        "target_station": "310115510000",
        "public_household": "31011551000001",
    },
}


def answers(**changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the applicant's answers with some fields of some steps changed: `answers(origin={"…": …})`."""
    changed = deepcopy(ANSWERS)
    for step, fields in changes.items():
        changed[step].update(fields)
    return changed
