"""The rules of domain A4 and A10 as pure functions. They answer codes; `outcomes` puts the codes into words.

`answers[step][field]` as JSON carries it: dates as ISO text. Rules that change by decree arrive as arguments.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from portal.standards import resident_id

Answers = Mapping[str, Mapping[str, Any]]
Entries = Mapping[str, Mapping[str, Any]]

SHANGHAI = "31"
DELTA = frozenset({"32", "33", "34"})
OUTSIDE_MAINLAND = frozenset({"71", "81", "82"})
LEASED = frozenset({"RENT", "TALENT_APT"})
EVER_MARRIED = frozenset({"20", "21", "22", "23", "30", "40"})

Route = Literal["REFER_OWN", "REFER_KIN", "REFER_UNIT", "PUBLIC", ""]


def given(answers: Answers, step: str, field: str) -> Any:
    """Return an answer, None when it has not been given yet."""
    return (answers.get(step) or {}).get(field)


def day(answers: Answers, step: str, field: str) -> date | None:
    """Return an answered day, None when it has not been given yet."""
    text = given(answers, step, field)
    return date.fromisoformat(text) if text else None


def settle_route(answers: Answers) -> Route:
    """Return where the person must settle by the order of precedence (A4), "" while it is open.

    Own dwelling comes first, then close kin, then the employer's household, last the public household.
    """
    if given(answers, "settlement", "own_property") not in {"NONE", None}:
        return "REFER_OWN"
    if given(answers, "settlement", "kin_can_receive") == "YES":
        return "REFER_KIN"
    if given(answers, "settlement", "unit_collective") == "YES":
        return "REFER_UNIT"
    return "PUBLIC" if given(answers, "settlement", "public_household") else ""


def origin_halt(answers: Answers) -> Literal["REFER_LOCAL", "REFER_OUTSIDE", ""]:
    """Return why this service cannot move somebody from that place (A2, R-TH-02), "" when it can."""
    province = (given(answers, "origin", "origin_code") or "")[:2]
    if province == SHANGHAI:
        return "REFER_LOCAL"
    return "REFER_OUTSIDE" if province in OUTSIDE_MAINLAND else ""


def halt(answers: Answers) -> str:
    """Return the code of the first reason why the case cannot go on here, "" when there is none."""
    route = settle_route(answers)
    return origin_halt(answers) or (route if route.startswith("REFER") else "")


def lane(origin_code: str) -> Literal["DELTA", "NATIONAL", "INTRA"]:
    """Return how the place of origin is reached (A2): the delta exchange, the national way, or not at all."""
    if origin_code[:2] == SHANGHAI:
        return "INTRA"
    return "DELTA" if origin_code[:2] in DELTA else "NATIONAL"


def sex_matches(id_no: str, sex: str) -> bool:
    """Return whether the sex is the one in the ID number, its 17th digit (R-TH-01)."""
    return resident_id.sex(id_no) == sex


def birth_date_matches(id_no: str, birth_date: date) -> bool:
    """Return whether the date of birth is the one in the ID number, its digits 7 to 14 (R-TH-01)."""
    return resident_id.birth_date(id_no) == birth_date


def is_adult(birth_date: date, on: date, adult_age: int) -> bool:
    """Return whether a person applies alone on that day (A6, birth_date)."""
    return resident_id.age_on(birth_date, on) >= adult_age


def approval_valid_to(approval_date: date, valid_days: int) -> date:
    """Return the last day of an approval that names none (A6)."""
    return approval_date + timedelta(days=valid_days)


def approval_holds(valid_to: date, on: date) -> bool:
    """Return whether a talent approval is still valid on that day, its last one included (R-TH-03)."""
    return valid_to >= on


def lease_runs(lease_to: date, on: date, min_days: int) -> bool:
    """Return whether a lease runs for at least `min_days` more (R-TH-09)."""
    return lease_to >= on + timedelta(days=min_days)


def station_serves(stations: Entries, station: str, district: str) -> bool:
    """Return whether a police station lies in the district of the residence (R-TH-07)."""
    unit = stations.get(station)
    return unit is not None and unit["kind"] == "STATION" and unit["district_code"] == district


def household_belongs(households: Entries, household: str, station: str) -> bool:
    """Return whether a public household is one of that police station (A6, public_household)."""
    entry = households.get(household)
    return entry is not None and entry["station_code"] == station


def household_has_room(households: Entries, household: str, persons: int) -> bool:
    """Return whether a public household is open and takes so many more (R-TH-08); no capacity, no limit."""
    entry = households.get(household)
    if entry is None or entry["status"] != "OPEN":
        return False
    return entry["capacity"] is None or entry["occupied"] + persons <= entry["capacity"]


def may_leave_freely(move_permission: str) -> bool:
    """Return whether nothing restricts the move (R-TH-12; 户口登记条例 art. 14)."""
    return move_permission == "NONE"


def persons(answers: Answers) -> int:
    """Return how many persons move: the applicant and those who come along."""
    return 1 + len((answers.get("family") or {}).get("rows") or [])


def address(answers: Answers) -> str:
    """Return the actual residence in one line, without its district: street, road, lane, number, room."""
    own = answers.get("settlement") or {}
    parts = ("", "", "弄", "号", "室")
    names = ("street", "road", "lane", "number", "room")
    pairs = ((str(own.get(f"residence_{name}") or ""), unit) for name, unit in zip(names, parts, strict=True))
    return "".join(text if text.endswith(unit) else text + unit for text, unit in pairs if text)


def problems(
    answers: Answers,
    *,
    on: date,
    adult_age: int,
    lease_min_days: int,
    stations: Entries,
    households: Entries,
) -> list[str]:
    """Return the codes of everything that is wrong or that an officer should see, in the order of the steps.

    Called with the answers of a finished draft; what is not answered is not judged.
    """
    return [
        *_person_problems(answers, on, adult_age),
        *_paper_problems(answers, on, lease_min_days),
        *_place_problems(answers, stations, households),
    ]


def _person_problems(answers: Answers, on: date, adult_age: int) -> list[str]:
    found = []
    id_no, sex = given(answers, "applicant", "id_no"), given(answers, "applicant", "sex")
    born = day(answers, "applicant", "birth_date")
    if id_no and sex and not sex_matches(id_no, sex):
        found.append("SEX_DIFFERS")
    if id_no and born and not birth_date_matches(id_no, born):
        found.append("BIRTH_DATE_DIFFERS")
    if born and not is_adult(born, on, adult_age):
        found.append("UNDER_AGE")
    return found


def _paper_problems(answers: Answers, on: date, lease_min_days: int) -> list[str]:
    found = []
    valid_to, lease_to = day(answers, "approval", "approval_valid_to"), day(answers, "settlement", "lease_to")
    if valid_to and not approval_holds(valid_to, on):
        found.append("APPROVAL_EXPIRED")
    permission = given(answers, "origin", "move_permission")
    if permission and not may_leave_freely(permission):
        found.append("MOVE_RESTRICTED")
    leased = given(answers, "settlement", "residence_kind") in LEASED
    if leased and lease_to and not lease_runs(lease_to, on, lease_min_days):
        found.append("LEASE_TOO_SHORT")
    return found


def _place_problems(answers: Answers, stations: Entries, households: Entries) -> list[str]:
    found = []
    station = given(answers, "settlement", "target_station")
    household = given(answers, "settlement", "public_household")
    district = given(answers, "settlement", "residence_district")
    if station and not station_serves(stations, station, district or ""):
        found.append("STATION_ELSEWHERE")
    if household and not household_belongs(households, household, station or ""):
        found.append("HOUSEHOLD_ELSEWHERE")
    elif household and not household_has_room(households, household, persons(answers)):
        found.append("HOUSEHOLD_FULL")
    return found
