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
    name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)]
    return {
        "consent": consent(norms),
        "applicant": applicant(n, name),
        "approval": approval(n, norms),
        "origin": origin(n, name),
        "settlement": settlement(n, norms),
    }


def consent(norms: Norms) -> dict[str, Any]:
    """Return the statements, ticked, on the present notice."""
    ticked = ("consent_general", "consent_sensitive", "consent_share_origin", "truth_commitment")
    return {"notice_version": norms.value("TH.notice_version"), **dict.fromkeys(ticked, "on")}


def applicant(n: int, name: str) -> dict[str, Any]:
    """Return who applicant n is: single, of an age to apply alone."""
    birth = f"{1985 + n % 12}{1 + n % 12:02d}{1 + n % 28:02d}"
    return {
        "name": name,
        "id_no": resident_id(PLACES[n % len(PLACES)][0], birth, n),
        "sex": "1" if n % 2 else "2",
        "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}",
        "ethnicity": "01",
        "education": "14",
        "marital": "10",
        "mobile": f"138{n % 100_000_000:08d}",
        "id_issuer": "",
    }


def approval(n: int, norms: Norms) -> dict[str, Any]:
    """Return a talent approval that is in force."""
    employer, uscc = EMPLOYERS[n % len(EMPLOYERS)]
    return {
        "channel": "YJRC",
        "approval_no": f"示范〔{norms.on.year}〕{n:06d}",
        "approval_org": norms.value("TH.approval_org"),
        "approval_date": (norms.on - timedelta(days=20)).isoformat(),
        "approval_valid_to": (norms.on + timedelta(days=160)).isoformat(),
        "category": "B1",
        "employer_name": employer,
        "employer_uscc": uscc,
    }


def origin(n: int, name: str) -> dict[str, Any]:
    """Return where applicant n is registered now: in a collective household."""
    area, address, station = PLACES[n % len(PLACES)]
    return {
        "origin_code": area,
        "origin_address": address,
        "origin_station_name": station,
        "origin_hh_type": "JT",
        "head_name": name,
        "head_relation": "01",
        "move_permission": "NONE",
    }


def settlement(n: int, norms: Norms) -> dict[str, Any]:
    """Return a rented dwelling in the district of a public household that has room."""
    households = [
        (code, entry)
        for code, entry in norms.entries("public_households").items()
        if rules.household_has_room({code: entry}, code, 1)
    ]
    household, entry = households[n % len(households)]
    return {
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
    }
