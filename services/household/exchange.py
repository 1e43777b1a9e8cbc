"""The packets between the police of both places: 010122 (准迁证) written, 010124 (迁移证) read. Domain A9.

Field names and lengths are those of the exchange table. Nothing here sends anything.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.catalog.declaration import Answers, Exchange, Norms, Release
from portal.catalog.papers import CaseRecord
from portal.standards import divisions, migration_certificates

from . import rules
from .certificate import issuer
from .people import People, movers

#: Longest text of each field of the 准迁证 data set, by the end of its name, then by the whole name.
LENGTHS = {"_ssxqdm": 50, "_qhnxxdz": 200, "_gajgjgdm": 32, "_gajgmc": 50, "_xm": 50, "_lxdh": 11}
OWN_LENGTHS = {
    "ywlsh": 50,
    "zqzbh": 100,
    "sqr_gmsfhm": 18,
    "qyldyydm": 20,
    "qyldyymc_nb": 100,
}
REQUIRED = (
    *("ywlsh", "zqzbh", "sqr_xm", "sqr_zz_ssxqdm", "sqr_zz_qhnxxdz", "qrd_ssxqdm", "qrd_qhnxxdz"),
    *("qfjg_gajgjgdm", "qfjg_gajgmc", "qfrq", "qyldyydm", "qyldyymc_nb", "sldw_gajgjgdm", "sldw_gajgmc"),
)
MOST_MOVERS = 10


class Incomplete(ValueError):
    """A packet lacks what the exchange requires, or holds more than it takes; the message names the fields."""


def origin(answers: Answers) -> str:
    """Return the police station of the present registration, with its county in front."""
    county = divisions.parts(answers["origin"]["origin_code"])
    station = str(answers["origin"]["origin_station_name"])
    return station if not county or county[-1] in station else f"{county[-1]} {station}"


def lane(answers: Answers) -> str:
    """Return how the place of origin is reached (A2)."""
    return rules.lane(answers["origin"]["origin_code"])


def persons(answers: Answers) -> frozenset[str]:
    """Return the ID numbers of everybody who moves."""
    return frozenset(person.id_no for person in movers(answers))


def request(case: CaseRecord, number: str, norms: Norms) -> dict[str, Any]:
    """Return the 准迁证 data set (packet 010122). number: zqzbh, the permit's number in the exchange.

    Texts are cut to their length. Raises Incomplete when a required field is empty or too many persons move.
    """
    answers = case.answers
    packet: dict[str, Any] = {
        "ywlsh": str(case.extra.get("serial", "")),
        "zqzbh": number,
        **_applicant(answers),
        **_places(answers, norms),
        **_issue(case, norms),
        **_acceptance(case, norms),
        "isstatus": 0,
        "sfbj": 0,
        "qyr": [_mover(person) for person in movers(answers)],
    }
    packet = {name: _cut(name, value) for name, value in packet.items()}
    check(packet)
    return packet


def check(packet: Mapping[str, Any]) -> None:
    """Raise Incomplete unless every required field of a packet 010122 is there and 1 to 10 persons move."""
    empty = [name for name in REQUIRED if not packet.get(name)]
    if not 0 < len(packet["qyr"]) <= MOST_MOVERS:
        empty.append("qyr")
    empty += [f"qyr.{name}" for row in packet["qyr"] for name, value in row.items() if not value]
    if empty:
        raise Incomplete(f"packet 010122 without {', '.join(dict.fromkeys(empty))}")


def read(packet: Mapping[str, Any]) -> Release:
    """Return the answer of a packet 010124 (迁移证 data set), {"head": …, "body": …}.

    A code other than "00" is a refusal, `msg` its reason. Raises ValueError when code, number, issuer or days of the
    migration certificate or an ID number is missing or has another shape.
    """
    head, body = packet["head"], packet["body"]
    holders = _id_numbers(body)
    code = _text(head, "code", 20)
    if not code:
        raise ValueError("the head has no code")
    if code != "00":
        reason = _text(head, "msg", 1000)
        return Release("", refused=reason or f"迁出地未予办理（代码 {code}）。", persons=holders)
    number = _text(body, "qyzbh", 100) or _text(head, "qyzbh", 100)
    if not migration_certificates.valid(number):
        raise ValueError("qyzbh has another shape")
    organ, issued_on = _text(body, "qfjg_gajgmc", 50), _day(body, "qfrq")
    if not organ or issued_on is None or not holders:
        raise ValueError("issuer, day or persons are missing")
    return Release(number, issued_on, _day(body, "yxqjzrq"), organ, persons=holders)


def _applicant(answers: Answers) -> dict[str, str]:
    own, residence = answers["applicant"], answers["residence"]
    code, address, station = _origin(answers)
    return {
        "sqr_gmsfhm": own["id_no"],
        "sqr_xm": own["name"],
        "sqr_zz_ssxqdm": residence["residence_area"][:6],
        "sqr_zz_qhnxxdz": rules.address(answers),
        "sqr_hkdjjg_gajgjgdm": str(rules.given(answers, "origin", "origin_station_code") or ""),
        "sqr_hkdjjg_gajgmc": station,
        "sqr_lxdh": str(own.get("mobile") or ""),
        "qcd_ssxqdm": code,
        "qcd_qhnxxdz": address,
        "qcd_hkdjjg_gajgjgdm": str(rules.given(answers, "origin", "origin_station_code") or ""),
        "qcd_hkdjjg_gajgmc": station,
    }


def _origin(answers: Answers) -> tuple[str, str, str]:
    """Return code, address within the county, and station of the present registration."""
    code = str(answers["origin"]["origin_code"])
    address = str(answers["origin"]["origin_address"]).replace(" ", "")
    return (
        code,
        address.removeprefix("".join(divisions.parts(code))),
        answers["origin"]["origin_station_name"],
    )


def _places(answers: Answers, norms: Norms) -> dict[str, str]:
    household = norms.entries("public_households")[answers["household"]["public_household"]]
    station = household["station_code"]
    place = "".join(divisions.parts(household["district_code"]))
    return {
        "qrd_ssxqdm": household["district_code"],
        "qrd_qhnxxdz": f"{household['address'].removeprefix(place)} {household['name']}",
        "qrd_hkdjjg_gajgjgdm": station,
        "qrd_hkdjjg_gajgmc": norms.entries("units")[station]["name"],
    }


def _issue(case: CaseRecord, norms: Norms) -> dict[str, str]:
    return {
        "qfjg_gajgjgdm": case.answers["household"]["target_station"][:6] + "000000",
        "qfjg_gajgmc": issuer(case.answers, norms),
        "cbr_xm": case.handled_by,
        "qfrq": _stamp(case.issued_on),
        "yxqjzrq": f"{case.valid_to:%Y%m%d}" if case.valid_to else "",
        "qyldyydm": norms.value("TH.move_reason_code"),
        "qyldyymc_nb": norms.value("TH.move_reason"),
        "qyfwdm": "",
    }


def _acceptance(case: CaseRecord, norms: Norms) -> dict[str, str]:
    unit = norms.entries("units")[case.answers["household"]["target_station"]]
    return {
        "sldw_gajgjgdm": unit["code"],
        "sldw_gajgmc": unit["name"],
        "sldw_lxdh": str(unit.get("phone") or "").replace("-", ""),
        "slr_xm": str(case.extra.get("accepted_by") or ""),
        "slsj": _stamp(case.extra.get("accepted_at") or case.submitted_at),
    }


def _mover(person: People) -> dict[str, str]:
    return {
        "ysqrgx_jtgxdm": person.relation,
        "gmsfhm": person.id_no,
        "xm": person.name[:50],
        "xbdm": person.sex,
        "csrq": person.born.replace("-", ""),
    }


def _cut(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    ends = (most for end, most in LENGTHS.items() if name.endswith(end))
    return value[: OWN_LENGTHS.get(name) or next(ends, 200)]


def _stamp(moment: date | datetime | None) -> str:
    """Return a moment as yyyyMMddHHmmss, a day with its first second."""
    if moment is None:
        return ""
    return f"{moment:%Y%m%d%H%M%S}" if isinstance(moment, datetime) else f"{moment:%Y%m%d}000000"


def _text(part: Mapping[str, Any], name: str, most: int) -> str:
    value = part.get(name) or ""
    if not isinstance(value, str):
        raise TypeError(f"{name} is not a text")
    return "".join(sign for sign in value if sign.isprintable()).strip()[:most]


def _day(part: Mapping[str, Any], name: str) -> date | None:
    """Return a day written as yyyyMMdd, a time of day after it left out; None when there is none."""
    text = _text(part, name, 14)
    return datetime.strptime(text[:8], "%Y%m%d").date() if text else None


def _id_numbers(body: Mapping[str, Any]) -> frozenset[str]:
    rows = body.get("qyr") or []
    if not isinstance(rows, list):
        raise TypeError("qyr is not a list")
    named = [_text(body, "czr_gmsfhm", 18), *(_text(row, "gmsfhm", 18) for row in rows)]
    return frozenset(number.upper() for number in named if number)


EXCHANGE = Exchange(
    lane=lane,
    origin=origin,
    request=request,
    read=read,
    persons=persons,
    valid_days="TH.qyz_valid_days",
)
