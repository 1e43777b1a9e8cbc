"""Invented applicants: what number n types into each step. ID numbers bear valid check digits.

Of ten applicants the one with the last digit 7 moves with a spouse and a child, the one with 9 with a child of
whom there is no other guardian; the others move alone.
"""

from datetime import date, timedelta
from typing import Any

from portal.catalog.declaration import Norms
from portal.standards import divisions
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
WITH_SPOUSE, WITH_CHILD = 7, 9


def resident_id(area: str, birth: str, n: int) -> str:
    """Return an ID number of nobody: area(6), birth(8), a serial made from n; even n are women."""
    digits = f"{area}{birth}{n % 1000:03d}"
    return digits + check_digit(digits)


def sample(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented applicant n types; valid on the day of `norms`."""
    name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)]
    family = companions(n, name, norms)
    return {
        "consent": consent(norms),
        "settlement": {"own_property": "NONE", "kin_can_receive": "NONE", "unit_collective": "NO"},
        "applicant": applicant(n, name, norms),
        "approval": approval(n, norms, family),
        "origin": origin(n, name),
        "family": {"rows": family},
        "staying": {"rows": staying(n, name)},
        **home(n, norms),
        "delivery": delivery(n),
    }


def consent(norms: Norms) -> dict[str, Any]:
    """Return the statements, ticked, on the present notice."""
    ticked = ("consent_general", "consent_sensitive", "consent_share_origin", "truth_commitment")
    return {"notice_version": norms.value("TH.notice_version"), **dict.fromkeys(ticked, "on")}


def applicant(n: int, name: str, norms: Norms) -> dict[str, Any]:
    """Return who applicant n is: of an age to apply alone; single but for those with a family."""
    birth = f"{1985 + n % 12}{1 + n % 12:02d}{1 + n % 28:02d}"
    place = PLACES[n % len(PLACES)][0]
    return {
        "name": name,
        "former_names": "",
        "id_no": resident_id(place, birth, n),
        "sex": "1" if n % 2 else "2",
        "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}",
        "ethnicity": "01",
        "id_issuer": f"{divisions.parts(place)[-1]}公安局",
        "id_valid_from": "2019-05-06",
        "id_term": "DATE",
        "id_valid_to": (norms.on + timedelta(days=1500)).isoformat(),
        "native_place": place,
        "native_place_detail": "",
        "birth_place": place,
        "birth_place_detail": "",
        "education": "14",
        "degree": "3",
        "marital": {WITH_SPOUSE: "21", WITH_CHILD: "40"}.get(n % 10, "10"),
        "occupation": "",
        "mobile": f"138{n % 100_000_000:08d}",
        "email": "",
    }


def approval(n: int, norms: Norms, family: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a talent approval that is in force, and the employment."""
    employer, uscc = EMPLOYERS[n % len(EMPLOYERS)]
    return {
        "channel": "YJRC",
        "approval_no": f"示范〔{norms.on.year}〕{n:06d}",
        "approval_org": norms.value("TH.approval_org"),
        "approval_date": (norms.on - timedelta(days=20)).isoformat(),
        "approval_valid_to": (norms.on + timedelta(days=160)).isoformat(),
        "category": "B1",
        "approved_family": "，".join(person["f_name"] for person in family),
        "employer_name": employer,
        "employer_uscc": uscc,
        "employer_district": "310115",
        "job_title": "研究员",
        "contract_from": (norms.on - timedelta(days=200)).isoformat(),
        "contract_to": (norms.on + timedelta(days=900)).isoformat(),
        "social_ins_unit_match": "YES",
    }


def origin(n: int, name: str) -> dict[str, Any]:
    """Return where applicant n is registered now: at the head of a family household."""
    area, address, station = PLACES[n % len(PLACES)]
    return {
        "origin_code": area,
        "origin_address": address,
        "origin_station_name": station,
        "origin_station_code": "",
        "origin_hh_type": "JT",
        "origin_hh_no": "",
        "head_name": name,
        "head_relation": "01",
        "move_permission": "NONE",
        "already_out": "no",
        "old_cert_no": "",
    }


def companions(n: int, name: str, norms: Norms) -> list[dict[str, Any]]:
    """Return who moves along with applicant n."""
    if n % 10 == WITH_SPOUSE:
        spouse = _spouse(n)
        return [
            spouse,
            _child(n, name, norms, {"f_custody": "BOTH", "f_guardian_consent": "SIGNED"} | _guardian(spouse)),
        ]
    if n % 10 == WITH_CHILD:
        return [_child(n, name, norms, {"f_custody": "SOLE", "f_guardian_consent": "SOLE"})]
    return []


def _guardian(spouse: dict[str, Any]) -> dict[str, Any]:
    names = {"name": "f_name", "id": "f_id_no", "mobile": "f_mobile"}
    return {f"f_other_guardian_{mine}": spouse[theirs] for mine, theirs in names.items()}


def _spouse(n: int) -> dict[str, Any]:
    woman = bool(n % 2)
    serial = (n * 2 + 500) % 1000
    birth = f"{1986 + n % 10}0{1 + n % 9}1{n % 10}"
    return {
        "relation": "10",
        "f_name": "叶" + GIVEN[n % len(GIVEN)],
        "f_id_no": resident_id("330106", birth, serial if woman else serial + 1),
        "f_sex": "2" if woman else "1",
        "f_birth": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}",
        "f_ethnicity": "01",
        "f_mobile": f"139{n % 100_000_000:08d}",
        "f_origin_same": "yes",
        "f_marriage_no": f"J320508-2015-{n:06d}",
        "f_marriage_date": "2015-05-20",
    }


def _child(n: int, name: str, norms: Norms, more: dict[str, Any]) -> dict[str, Any]:
    born = date(norms.on.year - 9, 1 + n % 9, 1 + n % 28)
    return {
        "relation": "30",
        "f_name": name[0] + "小" + GIVEN[(n + 3) % len(GIVEN)][0],
        "f_id_no": resident_id(PLACES[n % len(PLACES)][0], f"{born:%Y%m%d}", (n * 2) % 1000),
        "f_sex": "2",
        "f_birth": born.isoformat(),
        "f_ethnicity": "01",
        "f_origin_same": "yes",
        "f_birth_cert_no": f"Q{n % 1_000_000_000:09d}",
        "consent_minor": "on",
        "child_opinion": "愿意和家人一起到上海生活。",
        **more,
    }


def staying(n: int, name: str) -> list[dict[str, Any]]:
    """Return which relatives of applicant n stay: one of ten has a grown son elsewhere."""
    return (
        [{"s_relation": "20", "s_name": name[0] + "远航", "s_reason": "NQ"}] if n % 10 == WITH_SPOUSE else []
    )


def home(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return a rented dwelling in the area of a station whose public household has room, and that household."""
    open_ones = [
        (code, entry["station_code"])
        for code, entry in norms.entries("public_households").items()
        if rules.household_has_room({code: entry}, code, 3)
    ]
    household, station = open_ones[(7 * n + 100) % len(open_ones)]
    areas = norms.entries("residence_areas")
    area = next(code for code, entry in areas.items() if entry["station_code"] == station)
    residence = {
        "residence_area": area,
        "residence_road": "示范路",
        "residence_lane": "",
        "residence_number": f"{1 + n % 3000}",
        "residence_room": f"{101 + n % 20 * 100}",
        "residence_kind": "RENT",
        "lease_filing_no": f"示租备{n:08d}",
        "lease_from": (norms.on - timedelta(days=60)).isoformat(),
        "lease_to": (norms.on + timedelta(days=300)).isoformat(),
        "landlord_name": "房东示例",
        "landlord_id_tail": "",
    }
    chosen = {"station_choice": "OWN", "public_household": household, "precedence_statement": "on"}
    return {"residence": residence, "household": chosen}


def delivery(n: int) -> dict[str, Any]:
    """Return how the papers come: electronically, by post for one of three."""
    if n % 3:
        return {"delivery": "E", "hukou_booklet": "no", "id_card_renew": "yes", "agent_mode": "SELF"}
    return {
        "delivery": "EMS",
        "post_name": "收件示例",
        "post_mobile": f"137{n % 100_000_000:08d}",
        "post_address": f"上海市浦东新区示范路{1 + n % 300}号",
        "post_code": "200120",
        "hukou_booklet": "yes",
        "id_card_renew": "no",
        "agent_mode": "SELF",
    }
