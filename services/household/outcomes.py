"""What the codes of `rules` mean to people: where somebody is referred to, and what is wrong."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms

from . import rules

HALTS = {
    "REFER_LOCAL": Halt(
        kind="REFER",
        title=_("You are already registered in Shanghai"),
        text=_(
            "This service moves a registration from another province to Shanghai. "
            "Yours is in Shanghai already."
        ),
        where=_("Please ask for a move within the city at the police station of your new address."),
        step="origin",
        rule="R-TH-02",
    ),
    "REFER_OUTSIDE": Halt(
        kind="REFER",
        title=_("This service is for registrations in the mainland provinces"),
        text=_("People from Hong Kong, Macao and Taiwan settle by another way, which has other papers."),
        where=_("Please contact the exit and entry administration of the Shanghai public security bureau."),
        step="origin",
        rule="R-TH-02",
    ),
    "REFER_OWN": Halt(
        kind="REFER",
        title=_("You can register at your own dwelling"),
        text=_(
            "You or your spouse own a dwelling in Shanghai. The registration belongs there, "
            "so a public household is not needed."
        ),
        where=_(
            "Please apply at the police station of that dwelling, with the property certificate, "
            "your talent approval and your household register."
        ),
        step="settlement",
        rule="A4-OWN",
    ),
    "REFER_KIN": Halt(
        kind="REFER",
        title=_("You can register with your family"),
        text=_(
            "Your parents or children have a household in Shanghai and agree to receive you. "
            "The registration belongs there, so a public household is not needed."
        ),
        where=_(
            "Please apply at the police station of that household, together with its head and the owner "
            "of the dwelling."
        ),
        step="settlement",
        rule="A4-KIN",
    ),
    "REFER_UNIT": Halt(
        kind="REFER",
        title=_("You can register in your employer's collective household"),
        text=_(
            "Your employer has a collective household that can receive you, "
            "so a public household is not needed."
        ),
        where=_(
            "Please ask the personnel office of your employer to apply at the police station "
            "of its household."
        ),
        step="settlement",
        rule="A4-UNIT",
    ),
}

FINDINGS = {
    "SEX_DIFFERS": Finding(
        "R-TH-01", "reject", _("The sex does not match the ID number. Please check both."), "applicant", "sex"
    ),
    "BIRTH_DATE_DIFFERS": Finding(
        "R-TH-01",
        "reject",
        _("The date of birth does not match the ID number. Please check both."),
        "applicant",
        "birth_date",
    ),
    "UNDER_AGE": Finding(
        "A6-birth_date",
        "reject",
        _("The applicant must be at least %(age)s years old."),
        "applicant",
        "birth_date",
    ),
    "APPROVAL_EXPIRED": Finding(
        "R-TH-03",
        "reject",
        _("The talent approval has expired. Please ask your employer to have it renewed first."),
        "approval",
        "approval_valid_to",
    ),
    "MOVE_RESTRICTED": Finding(
        "R-TH-12",
        "flag",
        _("The applicant names a restriction on moving, or is not sure. Please ask the place of origin."),
        "origin",
        "move_permission",
    ),
    "LEASE_TOO_SHORT": Finding(
        "R-TH-09",
        "reject",
        _("The lease must run for at least %(days)s more days. Please renew it first."),
        "settlement",
        "lease_to",
    ),
    "STATION_ELSEWHERE": Finding(
        "R-TH-07",
        "reject",
        _("This police station is not in the district of your residence. Please choose one that is."),
        "settlement",
        "target_station",
    ),
    "HOUSEHOLD_ELSEWHERE": Finding(
        "A6-public_household",
        "reject",
        _("This public household belongs to another police station. Please choose one of yours."),
        "settlement",
        "public_household",
    ),
    "HOUSEHOLD_FULL": Finding(
        "R-TH-08",
        "flag",
        _("The public household has no place left or takes nobody now. Please agree on another one."),
        "settlement",
        "public_household",
    ),
}


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Return where the person must go instead, in words, None when the case can go on here (A2, A4)."""
    return HALTS.get(rules.halt(answers))


def message(code: str, norms: Norms) -> str:
    """Return the sentence of a finding, with the limits in force, in the active language."""
    limits = {"age": norms.value("TH.adult_age"), "days": norms.value("TH.lease_min_days")}
    return str(FINDINGS[code].message) % limits


def check(answers: Answers, norms: Norms) -> list[Finding]:
    """Return the findings of the rules across fields (A10) on the day of `norms`."""
    codes = rules.problems(
        answers,
        on=norms.on,
        adult_age=norms.value("TH.adult_age"),
        lease_min_days=norms.value("TH.lease_min_days"),
        stations=norms.entries("units"),
        households=norms.entries("public_households"),
    )
    return [replace(FINDINGS[code], message=message(code, norms)) for code in codes]
