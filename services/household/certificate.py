"""The move-in permit (准予迁入证明): its validity, and what it says of a case (domain A9)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalog.declaration import Answers, Certificate, Norms
from portal.catalog.papers import CaseRecord, Paper, Table, is_english, name_in, written_day
from portal.standards import codes, divisions, periods

from . import people, rules
from .norms import TEXTS


def valid_to(answers: Answers, issued_on: date, norms: Norms) -> date:
    """Return the last day of the permit: as many days after the issue as the rulebook says."""
    return periods.add_days(issued_on, norms.value("TH.zqz_valid_days"))


def origin_address(answers: Answers) -> str:
    """Return the present registered address with its province and county in front, once."""
    place = "".join(divisions.parts(answers["origin"]["origin_code"]))
    return place + str(answers["origin"]["origin_address"]).replace(" ", "").removeprefix(place)


def destination(answers: Answers, norms: Norms, language: str) -> str:
    """Return where the persons will be registered: station, public household and its address."""
    household = norms.entries("public_households")[answers["household"]["public_household"]]
    station = name_in(norms.entries("units")[household["station_code"]], language)
    if is_english(language):
        return f"{station}, {household['name']} ({household['address']})"
    return f"{station}{household['name']}（{household['address']}）"


def issuer(answers: Answers, norms: Norms, language: str = "zh-hans") -> str:
    """Return the name of the district bureau above the station: it issues the permit."""
    bureau = answers["household"]["target_station"][:6] + "000000"
    return name_in(norms.entries("units")[bureau], language)


def movers(answers: Answers, language: str) -> Table:
    """Return the table of the persons who move, the applicant first."""
    return Table(
        title=_("Persons moving"),
        head=(
            _("Full name"),
            _("Sex"),
            _("Date of birth"),
            _("Citizen ID number"),
            _("Relationship to the applicant"),
        ),
        rows=tuple(
            (
                person.name,
                codes.label(codes.SEX, person.sex, language),
                written_day(date.fromisoformat(person.born), language),
                person.id_no,
                codes.label(codes.FAMILY_RELATION, person.relation, language),
            )
            for person in people.movers(answers)
        ),
        widths=(5, 2, 4, 4, 3) if is_english(language) else (5, 1, 3, 4, 2),
    )


def reason(norms: Norms, language: str) -> str:
    """Return why the persons move, as the permit says it."""
    return str(norms.value("TH.move_reason_en" if is_english(language) else "TH.move_reason"))


def release(answers: Answers) -> str:
    """Return how the persons are released from their present registration, by how that place is reached (A2)."""
    if rules.lane(answers["origin"]["origin_code"]) == "DELTA":
        return _("The police authorities arrange the moving out among themselves. You need not go anywhere.")
    return _(
        "While this permit is valid, please take it to the police station of your present registration and have "
        "the moving out done there."
    )


def content(case: CaseRecord, norms: Norms) -> Paper:
    """Return the permit. The ID numbers stand in full: the place of origin must know whom to release."""
    answers, language = case.answers, case.language
    return Paper(
        language=language,
        words={
            "origin": answers["origin"]["origin_station_name"],
            "persons": str(rules.persons(answers)),
            "release": release(answers),
        },
        fields=(
            (_("Full name of the applicant"), answers["applicant"]["name"]),
            (_("Citizen ID number"), answers["applicant"]["id_no"]),
            (_("Present place of registration"), origin_address(answers)),
            (_("To be registered at"), destination(answers, norms, language)),
            (_("Reason for moving"), reason(norms, language)),
            (_("Issuing authority"), issuer(answers, norms, language)),
            (_("Officer in charge"), case.handled_by),
            (_("Issued on"), written_day(case.issued_on or case.decided_on, language)),
            (_("Valid until"), written_day(case.valid_to, language)),
        ),
        tables=(movers(answers, language),),
    )


PERMIT = Certificate("ZQ", gettext_lazy("Move-in permit"), valid_to, content, TEXTS.key)
