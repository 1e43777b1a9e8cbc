"""Who moves along, and under which conditions (domain A5, A6 steps 1 and 4)."""

from datetime import date

from portal.standards import resident_id

from .route import Answers, Row, rows

#: The other guardian is the spouse who moves along.
BY_SPOUSE = "SPOUSE"
SPOUSE, CHILDREN = "10", frozenset({"20", "30"})
#: Schools at which somebody of age may still move as a child (A5).
SCHOOLS = frozenset({"SENIOR", "BELOW"})


def sex_matches(id_no: str, sex: str) -> bool:
    """Return whether the sex is the one in the ID number, its 17th digit (R-TH-01)."""
    return resident_id.sex(id_no) == sex


def birth_date_matches(id_no: str, birth_date: date) -> bool:
    """Return whether the date of birth is the one in the ID number, its digits 7 to 14 (R-TH-01)."""
    return resident_id.birth_date(id_no) == birth_date


def is_adult(birth_date: date, on: date, adult_age: int) -> bool:
    """Return whether a person applies alone on that day (A6, birth_date)."""
    return resident_id.age_on(birth_date, on) >= adult_age


def age_of(person: Row, on: date) -> int | None:
    """Return the age of an accompanying person in years, None while the date of birth is not given."""
    born = person.get("f_birth")
    return resident_id.age_on(date.fromisoformat(born), on) if born else None


def accompanying(answers: Answers) -> list[Row]:
    """Return those who move along, in the order in which they were entered."""
    return rows(answers, "family")


def spouse_in(people: list[Row]) -> Row | None:
    """Return the spouse among persons, None when there is none."""
    return next((person for person in people if person.get("relation") == SPOUSE), None)


def children(answers: Answers) -> list[Row]:
    """Return the children who move along."""
    return [person for person in accompanying(answers) if person.get("relation") in CHILDREN]


def has_school(person: Row) -> bool:
    """Return whether a child of age still goes to ordinary senior high school or below (A5)."""
    return bool(person.get("f_in_school")) and person.get("f_school_kind") in SCHOOLS


def child_may_come(person: Row, on: date, adult_age: int) -> bool:
    """Return whether a child may move along (R-TH-06): under age on that day, or still at school."""
    age = age_of(person, on)
    return age is None or age < adult_age or has_school(person)


def needs_guardian(person: Row, on: date, adult_age: int) -> bool:
    """Return whether the other guardian of a child must sign (A5): under age, and he or she agrees to sign.

    That is the spouse who moves along, or somebody who is named.
    """
    age = age_of(person, on)
    is_minor = person.get("relation") in CHILDREN and age is not None and age < adult_age
    return is_minor and person.get("f_guardian_consent") in {BY_SPOUSE, "SIGNED"}


def under_14(person: Row, on: date) -> bool:
    """Return whether the data are those of a child under 14, for which a guardian consents (PIPL art. 31)."""
    age = age_of(person, on)
    return age is not None and age < 14


def everybody(answers: Answers) -> list[tuple[str, str]]:
    """Return (step, ID number) of everybody who moves, the applicant first."""
    own = (answers.get("applicant") or {}).get("id_no")
    found = [("applicant", str(own))] if own else []
    return found + [("family", str(row["f_id_no"])) for row in accompanying(answers) if row.get("f_id_no")]
