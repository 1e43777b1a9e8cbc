"""What is wrong with finished answers, or should be seen by an officer (domain A10), in the order of the steps."""

from dataclasses import dataclass
from datetime import date

from portal.standards import names, resident_id

from .papers import approval_holds, contract_runs, lease_runs
from .people import (
    BY_SPOUSE,
    accompanying,
    birth_date_matches,
    child_may_come,
    children,
    everybody,
    is_adult,
    sex_matches,
    spouse_in,
)
from .places import household_belongs, household_has_room, station_of
from .route import (
    LEASED,
    MARRIED,
    Answers,
    Entries,
    Row,
    day,
    given,
    may_leave_freely,
    persons,
    rows,
    source,
)


@dataclass(frozen=True)
class Limits:
    """The numbers that change by decree, and the day that counts. Ages in years, the lease in days."""

    on: date
    adult_age: int = 18
    lease_min_days: int = 30
    parent_years: int = 15


def problems(answers: Answers, *, limits: Limits, areas: Entries, households: Entries) -> list[str]:
    """Return the codes of everything that is wrong or that an officer should see; none twice.

    Called with the answers of a finished draft; what is not answered is not judged. areas: streets and towns with
    their station; households: public households, `occupied` as of now.
    """
    found = [
        *_applicant(answers, limits),
        *_approval(answers, limits),
        *_origin(answers),
        *_family(answers, limits),
        *_residence(answers, limits),
        *_household(answers, areas, households),
    ]
    return list(dict.fromkeys(found))


def _applicant(answers: Answers, limits: Limits) -> list[str]:
    own = answers.get("applicant") or {}
    found = _identity(own.get("id_no"), own.get("sex"), own.get("birth_date"), "")
    born = day(answers, "applicant", "birth_date")
    if born and not is_adult(born, limits.on, limits.adult_age):
        found.append("UNDER_AGE")
    if source(answers, "identity") == "NO":
        found.append("IDENTITY_DIFFERS")
    elif source(answers, "identity") == "UNAVAILABLE":
        found.append("IDENTITY_UNCONFIRMED")
    return found


def _identity(id_no: str | None, sex: str | None, born: str | None, whose: str) -> list[str]:
    found = []
    if id_no and sex and not sex_matches(id_no, sex):
        found.append(f"{whose}SEX_DIFFERS")
    if id_no and born and not birth_date_matches(id_no, date.fromisoformat(born)):
        found.append(f"{whose}BIRTH_DATE_DIFFERS")
    return found


def _approval(answers: Answers, limits: Limits) -> list[str]:
    found = []
    valid_to, contract_to = (
        day(answers, "approval", "approval_valid_to"),
        day(answers, "approval", "contract_to"),
    )
    if valid_to and not approval_holds(valid_to, limits.on):
        found.append("APPROVAL_EXPIRED")
    if source(answers, "approval") == "NO":
        found.append("APPROVAL_NOT_FOUND")
    elif source(answers, "approval") == "UNAVAILABLE":
        found.append("APPROVAL_UNCONFIRMED")
    if contract_to and not contract_runs(contract_to, limits.on):
        found.append("CONTRACT_ENDED")
    if given(answers, "approval", "social_ins_unit_match") == "NO":
        found.append("SOCIAL_INSURANCE_DIFFERS")
    if (
        source(answers, "employer_household") == "YES"
        and given(answers, "settlement", "unit_collective") == "NO"
    ):
        found.append("UNIT_HAS_HOUSEHOLD")
    return found


def _origin(answers: Answers) -> list[str]:
    found = []
    permission = given(answers, "origin", "move_permission")
    if permission and not may_leave_freely(permission):
        found.append("MOVE_RESTRICTED")
    if source(answers, "origin") == "NO":
        found.append("ORIGIN_NOT_FOUND")
    return found


def _family(answers: Answers, limits: Limits) -> list[str]:
    people, approved = accompanying(answers), given(answers, "approval", "approved_family") or []
    known = {names.fold(name) for name in approved}
    found = [code for person in people for code in _person(person, known, limits)]
    ids = [id_no for _step, id_no in everybody(answers)]
    if len(set(ids)) < len(ids):
        found.append("PERSON_TWICE")
    found += _spouse(answers, people)
    if not spouse_in(people) and any(row.get("f_guardian_consent") == BY_SPOUSE for row in people):
        found.append("GUARDIAN_NOT_LISTED")
    born = day(answers, "applicant", "birth_date")
    for child in children(answers):
        if born and child.get("f_birth") and _too_near(born, date.fromisoformat(child["f_birth"]), limits):
            found.append("CHILD_NEAR_IN_AGE")
    return found


def _person(person: Row, approved: set[str], limits: Limits) -> list[str]:
    found = _identity(person.get("f_id_no"), person.get("f_sex"), person.get("f_birth"), "COMPANION_")
    name = person.get("f_name")
    if name and names.fold(name) not in approved and not person.get("late_added"):
        found.append("COMPANION_NOT_APPROVED")
    if person.get("relation") in {"20", "30"} and not child_may_come(person, limits.on, limits.adult_age):
        found.append("CHILD_OF_AGE")
    if person.get("f_guardian_consent") == "UNREACHABLE":
        found.append("GUARDIAN_UNREACHABLE")
    return found


def _spouse(answers: Answers, people: list[Row]) -> list[str]:
    """Return what is wrong about the spouse: listed, moving or staying, exactly when one is married (R-TH-05)."""
    if "family" not in answers or "staying" not in answers:
        return []
    listed = [row for row in people if row.get("relation") == "10"]
    staying = [row for row in rows(answers, "staying") if row.get("s_relation") == "10"]
    married = given(answers, "applicant", "marital") in MARRIED
    found = []
    if married and not (listed or staying):
        found.append("SPOUSE_MISSING")
    if not married and (listed or staying):
        found.append("SPOUSE_UNEXPECTED")
    if len(listed) + len(staying) > 1:
        found.append("SPOUSE_TWICE")
    if spouse_in(people) and source(answers, "marriage") == "NO":
        found.append("MARRIAGE_NOT_FOUND")
    return found


def _too_near(parent: date, child: date, limits: Limits) -> bool:
    return resident_id.age_on(parent, child) < limits.parent_years


def _residence(answers: Answers, limits: Limits) -> list[str]:
    found = []
    lease_to = day(answers, "residence", "lease_to")
    leased = given(answers, "residence", "residence_kind") in LEASED
    if leased and lease_to and not lease_runs(lease_to, limits.on, limits.lease_min_days):
        found.append("LEASE_TOO_SHORT")
    if source(answers, "residence") == "NO":
        found.append("RESIDENCE_CANCELLED")
    return found


def _household(answers: Answers, areas: Entries, households: Entries) -> list[str]:
    home = answers.get("household") or {}
    found = []
    station, household = home.get("target_station"), home.get("public_household")
    area = given(answers, "residence", "residence_area")
    reason = home.get("override_reason") or ""
    if station and area and station != station_of(areas, area):
        found.append("STATION_OVERRIDDEN" if len(reason) >= 10 else "STATION_ELSEWHERE")
    if household and not household_belongs(households, household, station or ""):
        found.append("HOUSEHOLD_ELSEWHERE")
    elif household and not household_has_room(households, household, persons(answers)):
        found.append("HOUSEHOLD_FULL")
    return found
