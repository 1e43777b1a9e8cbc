"""What is known of a case besides its answers: whom it is about, who handles it, what is counted."""

from decimal import Decimal

from portal.catalog.declaration import Answers, Fact, Norms

from . import rules


def subject(answers: Answers) -> str:
    """Return the applicant's name."""
    return str(rules.given(answers, "applicant", "name") or "")


def route(answers: Answers, norms: Norms) -> str:
    """Return the code of the police station that handles the case: the one of the residence (A4)."""
    return str(answers["settlement"]["target_station"])


def facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return the facts of a submitted case. What tells who somebody is goes into the blind index only."""
    applicant, approval = answers["applicant"], answers["approval"]
    origin, settlement = answers["origin"], answers["settlement"]
    return [
        Fact("applicant_id", secret=applicant["id_no"]),
        Fact("applicant_name", secret=applicant["name"]),
        Fact("mobile", secret=applicant["mobile"]),
        Fact("residence", secret=settlement["residence_district"] + rules.address(answers)),
        Fact("approval_no", text=approval["approval_no"]),
        Fact("talent_category", text=approval["category"]),
        Fact("employer", text=approval["employer_name"]),
        Fact("employer_uscc", text=approval["employer_uscc"]),
        Fact("education", text=applicant["education"]),
        Fact("origin_province", text=origin["origin_code"][:2]),
        Fact("lane", text=rules.lane(origin["origin_code"])),
        Fact("move_permission", text=origin["move_permission"]),
        Fact("district", text=settlement["residence_district"]),
        Fact("station", text=settlement["target_station"]),
        Fact("public_household", text=settlement["public_household"]),
        Fact("residence_kind", text=settlement["residence_kind"]),
        Fact("persons", number=Decimal(rules.persons(answers))),
    ]
