"""What the codes of `rules` mean to people: where somebody is referred to, and what is wrong."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms, Past, Text

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
    "REFER_OWN_REGISTERED": Halt(
        kind="REFER",
        title=_("You can register at your own dwelling"),
        text=_(
            "The property register shows a dwelling in Shanghai under your ID number. The registration belongs "
            "there, so a public household is not needed."
        ),
        where=_(
            "Please apply at the police station of that dwelling. If the register is wrong, please have it corrected "
            "at the real-estate registration centre; your draft is kept."
        ),
        step="applicant",
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

#: code -> rule of the domain, step and field concerned, sentence.
Row = tuple[str, str, str, Text]
REJECTED: dict[str, Row] = {
    "SEX_DIFFERS": (
        "R-TH-01", "applicant", "sex", _("The sex does not match the ID number. Please check both."),
    ),
    "BIRTH_DATE_DIFFERS": (
        "R-TH-01", "applicant", "birth_date",
        _("The date of birth does not match the ID number. Please check both."),
    ),
    "UNDER_AGE": (
        "A6-birth_date", "applicant", "birth_date", _("The applicant must be at least %(age)s years old."),
    ),
    "IDENTITY_DIFFERS": (
        "CP01", "applicant", "name",
        _("The identity register has no person with this name and ID number. Please check both."),
    ),
    "APPLICANT_IN_OPEN_CASE": (
        "R-TH-13", "applicant", "id_no",
        _("There is another open application for this ID number. Please withdraw that one first."),
    ),
    "APPROVAL_EXPIRED": (
        "R-TH-03", "approval", "approval_valid_to",
        _("The talent approval has expired. Please ask your employer to have it renewed first."),
    ),
    "APPROVAL_NOT_FOUND": (
        "R-TH-03", "approval", "approval_no",
        _("The human-resources department has no approval for your ID number. Please ask your employer."),
    ),
    "APPROVAL_USED": (
        "R-TH-03", "approval", "approval_no",
        _("Somebody has already been registered with this approval. Please check the number."),
    ),
    "UNIT_HAS_HOUSEHOLD": (
        "A4-UNIT", "settlement", "unit_collective",
        _("The register shows a collective household of your employer. Please ask the personnel office."),
    ),
    "COMPANION_SEX_DIFFERS": (
        "R-TH-01", "family", "f_sex", _("The sex does not match the ID number. Please check both."),
    ),
    "COMPANION_BIRTH_DATE_DIFFERS": (
        "R-TH-01", "family", "f_birth",
        _("The date of birth does not match the ID number. Please check both."),
    ),
    "PERSON_TWICE": (
        "R-TH-13", "family", "f_id_no", _("This ID number stands in the application twice. Please check it."),
    ),
    "COMPANION_IN_OPEN_CASE": (
        "R-TH-13", "family", "f_id_no",
        _("Somebody who moves along is part of another open application. Please withdraw that one first."),
    ),
    "SPOUSE_MISSING": (
        "R-TH-05", "family", "relation",
        _("You are married. Please enter your spouse, either among those who move along or those who stay."),
    ),
    "SPOUSE_UNEXPECTED": (
        "R-TH-05", "family", "relation",
        _("A spouse is entered, but your marital status is another. Please check both."),
    ),
    "SPOUSE_TWICE": ("A5", "family", "relation", _("There can be only one spouse. Please check the entries.")),
    "CHILD_OF_AGE": (
        "R-TH-06", "family", "f_birth",
        _("A child of %(age)s or more can only move along while at ordinary senior high school or below."),
    ),
    "GUARDIAN_NOT_LISTED": (
        "A6-guardian", "family", "f_guardian_consent",
        _(
            "You said that your spouse moves along and signs for the child, but no spouse is entered. "
            "Please add your spouse, or name the other guardian."
        ),
    ),
    "LEASE_TOO_SHORT": (
        "R-TH-09", "residence", "lease_to",
        _("The lease must run for at least %(days)s more days. Please renew it first."),
    ),
    "RESIDENCE_CANCELLED": (
        "R-TH-09", "residence", "residence_kind",
        _("The register shows no residence of yours at this address. Please have it registered, or correct it."),
    ),
    "STATION_ELSEWHERE": (
        "R-TH-07", "household", "override_reason",
        _("This is not the police station of your address. Please say why in at least 10 characters."),
    ),
    "HOUSEHOLD_ELSEWHERE": (
        "A6-public_household", "household", "public_household",
        _("This public household belongs to another police station. Please choose one of yours."),
    ),
}  # fmt: skip
FLAGGED: dict[str, Row] = {
    "IDENTITY_UNCONFIRMED": (
        "CP01", "applicant", "name",
        _("The identity register could not be asked. Please verify the identity of the applicant."),
    ),
    "MOBILE_SHARED": (
        "R-TH-11", "applicant", "mobile", _("Several other applicants use this mobile number."),
    ),
    "APPROVAL_UNCONFIRMED": (
        "R-TH-03", "approval", "approval_no",
        _("The register of approvals could not be asked. Please check the approval by its paper."),
    ),
    "CONTRACT_ENDED": ("R-TH-14", "approval", "contract_to", _("The labour contract has ended.")),
    "SOCIAL_INSURANCE_DIFFERS": (
        "A6-social_ins", "approval", "social_ins_unit_match",
        _("Social insurance is paid by another employer than the one on the approval."),
    ),
    "MOVE_RESTRICTED": (
        "R-TH-12", "origin", "move_permission",
        _("The applicant names a restriction on moving, or is not sure. Please ask the place of origin."),
    ),
    "ORIGIN_NOT_FOUND": (
        "CP14", "origin", "origin_address",
        _("The register of households has no entry for the applicant at this place."),
    ),
    "COMPANION_NOT_APPROVED": (
        "R-TH-04", "family", "f_name",
        _("Somebody who moves along is not named on the approval, and no reason is given."),
    ),
    "GUARDIAN_UNREACHABLE": (
        "A6-guardian", "family", "f_guardian_consent", _("A guardian of a child cannot be reached."),
    ),
    "CHILD_NEAR_IN_AGE": (
        "A6-child_age", "family", "f_birth",
        _("A child is less than %(years)s years younger than the applicant."),
    ),
    "MARRIAGE_NOT_FOUND": (
        "CP18", "family", "f_marriage_no", _("The register of marriages does not have this marriage."),
    ),
    "ADDRESS_CROWDED": (
        "R-TH-10", "residence", "residence_road",
        _("Several other applications of the last year give the same residence."),
    ),
    "STATION_OVERRIDDEN": (
        "R-TH-07", "household", "override_reason",
        _("The applicant chose another police station than that of the address, and gives a reason."),
    ),
    "HOUSEHOLD_FULL": (
        "R-TH-08", "household", "public_household",
        _("The public household has no place left or takes nobody now. Please agree on another one."),
    ),
}  # fmt: skip
#: Flags that say something of registers or of other people: not for the applicant's eyes.
INTERNAL = {"IDENTITY_UNCONFIRMED", "APPROVAL_UNCONFIRMED", "ORIGIN_NOT_FOUND", "MARRIAGE_NOT_FOUND",
            "MOBILE_SHARED", "ADDRESS_CROWDED"}  # fmt: skip
#: States in which an approval has led to a registration.
SETTLED = ("REGISTERED", "DELIVERED", "CONCLUDED", "ARCHIVED")
YEAR = 365
FINDINGS: dict[str, Finding] = {
    **{
        code: Finding(rule, "reject", text, step, field)
        for code, (rule, step, field, text) in REJECTED.items()
    },
    **{
        code: Finding(rule, "flag", text, step, field, internal=code in INTERNAL)
        for code, (rule, step, field, text) in FLAGGED.items()
    },
}


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Return where the person must go instead, in words, None when the case can go on here (A2, A4)."""
    return HALTS.get(rules.halt(answers))


def limits(norms: Norms) -> rules.Limits:
    """Return the numbers of the rules in force on the day of `norms`."""
    return rules.Limits(
        on=norms.on,
        adult_age=norms.value("TH.adult_age"),
        lease_min_days=norms.value("TH.lease_min_days"),
        parent_years=norms.value("TH.parent_years"),
    )


def words_of(norms: Norms) -> dict[str, int]:
    """Return the limits in force by the names that the sentences of findings have for them."""
    now = limits(norms)
    return {"age": now.adult_age, "days": now.lease_min_days, "years": now.parent_years}


def message(code: str, norms: Norms) -> str:
    """Return the sentence of a finding, with the limits in force, in the active language."""
    return str(FINDINGS[code].message) % words_of(norms)


def in_words(codes: list[str], norms: Norms) -> list[Finding]:
    """Return the findings of codes, in order."""
    return [replace(FINDINGS[code], message=message(code, norms)) for code in codes]


def codes_of(answers: Answers, norms: Norms, on: date | None = None) -> list[str]:
    """Return the codes of what the rules across fields find (A10). on: the day that counts; that of `norms`."""
    counted = limits(norms)
    return rules.problems(
        answers,
        limits=replace(counted, on=on) if on else counted,
        areas=norms.entries("residence_areas"),
        households=norms.entries("public_households"),
    )


def check(answers: Answers, norms: Norms) -> list[Finding]:
    """Return the findings of the rules across fields (A10) on the day of `norms`."""
    return in_words(codes_of(answers, norms), norms)


def crossing_codes(answers: Answers, norms: Norms, past: Past) -> list[str]:
    """Return the codes of what other cases say (R-TH-03, R-TH-10, R-TH-11, R-TH-13)."""

    def count(kind: str, value: str) -> int:
        if kind == "approval_used":
            return past.cases("approval_no", value, states=SETTLED)
        if kind == "residence":
            return past.cases("residence", value, secret=True, since=norms.on - timedelta(days=YEAR))
        return past.cases(kind, value, secret=True, open_only=True)

    return rules.crossings(
        answers,
        count,
        most_at_address=norms.value("TH.most_at_address"),
        most_of_mobile=norms.value("TH.most_of_mobile"),
    )


def crosscheck(answers: Answers, norms: Norms, past: Past) -> list[Finding]:
    """Return the findings of the rules that look at other cases (R-TH-03, R-TH-10, R-TH-11, R-TH-13)."""
    return in_words(crossing_codes(answers, norms, past), norms)
