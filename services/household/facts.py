"""What is known of a case besides its answers: whom it is about, who handles it, what is counted."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Fact, Norms, Reserve, Text

from . import rules
from .rules.crossing import residence_key

#: What officers may look for. A restriction on moving is not among it: it may tell of a criminal case.
FACT_NAMES: dict[str, Text] = {
    "person": _("ID number of somebody who moves"),
    "applicant_name": _("Full name of the applicant"),
    "mobile": _("Mobile number of the applicant"),
    "approval_no": _("Number of the talent approval"),
    "approval_valid_to": _("Last day of the talent approval"),
    "talent_category": _("Talent category"),
    "employer": _("Employer"),
    "employer_uscc": _("Credit code of the employer"),
    "employer_district": _("District of the employer"),
    "origin_province": _("Province of origin"),
    "origin_county": _("County of origin"),
    "lane": _("Way of the migration certificate"),
    "residence_area": _("Street or town of the residence"),
    "residence_kind": _("Kind of residence"),
    "station": _("Police station"),
    "station_overridden": _("Another police station than that of the address"),
    "public_household": _("Public household"),
    "persons": _("Persons who move"),
    "children": _("Children who move"),
    "delivery": _("Way of delivery"),
    "agent": _("Applicant or agent"),
    "real_name_level": _("Level of identification"),
}


def subject(answers: Answers) -> str:
    """Return the applicant's name."""
    return str(rules.given(answers, "applicant", "name") or "")


def route(answers: Answers, norms: Norms) -> str:
    """Return the code of the police station that handles the case: the one of the residence (A4)."""
    return str(answers["household"]["target_station"])


def reserves(answers: Answers) -> list[Reserve]:
    """Return the places that the case takes: one for each person, in the public household (R-TH-08)."""
    household = rules.given(answers, "household", "public_household")
    return [Reserve("public_households", household, rules.persons(answers))] if household else []


def level(answers: Answers) -> str:
    """Return how far the applicant's identity is assured: L3 when the identity register confirmed it, else L2."""
    return "L3" if rules.source(answers, "identity") == "YES" else "L2"


def facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return the facts of a submitted case. What tells who somebody is goes into the blind index only."""
    applicant, approval, origin = answers["applicant"], answers["approval"], answers["origin"]
    residence, household = answers["residence"], answers["household"]
    people = {id_no for _step, id_no in rules.everybody(answers)}
    return [
        Fact("applicant_id", secret=applicant["id_no"]),
        Fact("applicant_name", secret=applicant["name"]),
        Fact("mobile", secret=applicant["mobile"]),
        *(Fact("person", secret=id_no, exclusive=True) for id_no in sorted(people)),
        Fact("residence", secret=residence_key(answers)),
        Fact("approval_no", text=approval["approval_no"]),
        Fact("approval_valid_to", date=rules.day(answers, "approval", "approval_valid_to")),
        Fact("talent_category", text=approval["category"]),
        Fact("employer", text=approval["employer_name"]),
        Fact("employer_uscc", text=approval["employer_uscc"]),
        Fact("employer_district", text=approval["employer_district"]),
        Fact("education", text=applicant["education"]),
        Fact("real_name_level", text=level(answers)),
        Fact("origin_province", text=origin["origin_code"][:2]),
        Fact("origin_county", text=origin["origin_code"]),
        Fact("lane", text=rules.lane(origin["origin_code"])),
        Fact("move_permission", text=origin["move_permission"]),
        Fact("residence_area", text=residence["residence_area"]),
        Fact("residence_kind", text=residence["residence_kind"]),
        Fact("district", text=household["target_station"][:6]),
        Fact("station", text=household["target_station"]),
        Fact("station_overridden", text="yes" if household["station_choice"] == "OTHER" else "no"),
        Fact("public_household", text=household["public_household"]),
        Fact("persons", number=Decimal(rules.persons(answers))),
        Fact("children", number=Decimal(len(rules.children(answers)))),
        Fact("delivery", text=answers["delivery"]["delivery"]),
        Fact("agent", text=answers["delivery"]["agent_mode"]),
        *(
            Fact(f"source:{key}", text=rules.source(answers, key))
            for key in sorted(answers.get("sources") or {})
        ),
    ]
