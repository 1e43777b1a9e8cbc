"""Invented applicants: what number n types into each step. ID numbers bear valid check digits."""

from datetime import timedelta
from typing import Any

from portal.catalog.declaration import Norms
from portal.standards.mod11_2 import check_digit

from . import rules

SURNAMES = "林沈顾陆蒋韩秦许何吕施张孔曹严华金魏陶姜"
GIVEN = ("晓岚", "书远", "念真", "一鸣", "若溪", "文博", "思齐", "清和", "雨桐", "子墨")
PLACES = (
    ("320508", "江苏省苏州市姑苏区平江示范路18号", "平江派出所"),
    ("330106", "浙江省杭州市西湖区文新示范路26号", "文新派出所"),
    ("340104", "安徽省合肥市蜀山区三里庵示范路7号", "三里庵派出所"),
    ("620102", "甘肃省兰州市城关区雁滩示范路95号", "雁滩派出所"),
    ("510107", "四川省成都市武侯区玉林示范路33号", "玉林派出所"),
)
EMPLOYERS = (("上海示例生物科技有限公司", "91310000MA1FL4LP6F"), ("上海样例研究院", "12310000425000014Y"))


def resident_id(area: str, birth: str, n: int) -> str:
    """Return an ID number of nobody: area(6), birth(8), a serial made from n; even n are women."""
    digits = f"{area}{birth}{n % 1000:03d}"
    return digits + check_digit(digits)


def sample(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented applicant n types; valid on the day of `norms`."""
    area, address, station = PLACES[n % len(PLACES)]
    birth = f"{1985 + n % 12}{1 + n % 12:02d}{1 + n % 28:02d}"
    name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)]
    employer, uscc = EMPLOYERS[n % len(EMPLOYERS)]
    households = [
        (code, entry)
        for code, entry in norms.entries("public_households").items()
        if rules.household_has_room({code: entry}, code, 1)
    ]
    household, entry = households[n % len(households)]
    return {
        "consent": {
            "notice_version": norms.value("TH.notice_version"),
            "consent_general": "on",
            "consent_sensitive": "on",
            "consent_share_origin": "on",
            "truth_commitment": "on",
        },
        "applicant": {
            "name": name,
            "id_no": resident_id(area, birth, n),
            "sex": "1" if n % 2 else "2",
            "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}",
            "ethnicity": "01",
            "education": "14",
            "marital": "10",
            "mobile": f"138{n % 100_000_000:08d}",
            "id_issuer": "",
        },
        "approval": {
            "channel": "YJRC",
            "approval_no": f"示范〔{norms.on.year}〕{n:06d}",
            "approval_org": norms.value("TH.approval_org"),
            "approval_date": (norms.on - timedelta(days=20)).isoformat(),
            "approval_valid_to": (norms.on + timedelta(days=160)).isoformat(),
            "category": "B1",
            "employer_name": employer,
            "employer_uscc": uscc,
        },
        "origin": {
            "origin_code": area,
            "origin_address": address,
            "origin_station_name": station,
            "origin_hh_type": "JT",
            "head_name": name,
            "head_relation": "01",
            "move_permission": "NONE",
        },
        "settlement": {
            "own_property": "NONE",
            "kin_can_receive": "NONE",
            "unit_collective": "NO",
            "residence_district": entry["district_code"],
            "residence_street": "示范街道",
            "residence_road": "示范路",
            "residence_lane": "",
            "residence_number": f"{1 + n % 300}",
            "residence_room": f"{101 + n % 20 * 100}",
            "residence_kind": "RENT",
            "lease_filing_no": f"示租备{n:08d}",
            "lease_from": (norms.on - timedelta(days=60)).isoformat(),
            "lease_to": (norms.on + timedelta(days=300)).isoformat(),
            "target_station": entry["station_code"],
            "public_household": household,
        },
    }
