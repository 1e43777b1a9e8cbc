"""The registers outside that this service asks, and what of their answers is filled in (domain A4, A6 marks P)."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Source

from . import rules


def person(answers: Answers) -> dict[str, str] | None:
    """Return the question about the applicant: name and ID number; None while they are not given."""
    name, id_no = (rules.given(answers, "applicant", field) for field in ("name", "id_no"))
    return {"name": name, "id_no": id_no} if name and id_no else None


def employer(answers: Answers) -> dict[str, str] | None:
    """Return the question about the employer: its credit code."""
    uscc = rules.given(answers, "approval", "employer_uscc")
    return {"uscc": uscc} if uscc else None


def residence(answers: Answers) -> dict[str, str] | None:
    """Return the question about the residence: who lives where, with the rental filing when there is one."""
    who, area = person(answers), rules.given(answers, "residence", "residence_area")
    if who is None or not area:
        return None
    filing = rules.given(answers, "residence", "lease_filing_no") or ""
    return {"id_no": who["id_no"], "area": area, "address": rules.address(answers), "lease_filing_no": filing}


def marriage(answers: Answers) -> dict[str, str] | None:
    """Return the question about the marriage; None for somebody who is not and never was married."""
    who, marital = person(answers), rules.given(answers, "applicant", "marital")
    if who is None or marital not in rules.EVER_MARRIED:
        return None
    spouse = rules.spouse_in(rules.accompanying(answers)) or {}
    return {"id_no": who["id_no"], "marital": marital, "spouse_id": str(spouse.get("f_id_no") or "")}


def parentage(answers: Answers) -> dict[str, str] | None:
    """Return the question about the children who move along; None without any."""
    who, children = person(answers), rules.children(answers)
    if who is None or not children:
        return None
    return {
        "id_no": who["id_no"],
        "children": ",".join(sorted(str(child.get("f_id_no")) for child in children)),
    }


APPROVAL = tuple(
    f"approval.{name}"
    for name in (
        "approval_no",
        "approval_org",
        "approval_date",
        "approval_valid_to",
        "category",
        "approved_family",
        "employer_name",
        "employer_uscc",
        "social_ins_unit_match",
    )
)
ORIGIN = tuple(
    f"origin.{name}"
    for name in (
        "origin_code",
        "origin_address",
        "origin_station_name",
        "origin_station_code",
        "origin_hh_type",
        "origin_hh_no",
        "head_name",
        "head_relation",
    )
)

SOURCES = (
    Source("identity", _("Identity register"), person),
    Source("approval", _("Register of talent approvals"), person, APPROVAL),
    Source("property", _("Property register"), person),
    Source("origin", _("Register of households at the place of origin"), person, ORIGIN),
    Source("employer_household", _("Register of employers' collective households"), employer),
    Source("marriage", _("Register of marriages"), marriage),
    Source("parentage", _("Register of births and adoptions"), parentage),
    Source("residence", _("Rental filings and residence registrations"), residence),
)
