"""The settlement notice (落户告知): issued when the persons have been registered (domain A9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalog.declaration import Answers, Certificate, Norms
from portal.catalog.papers import CaseRecord, Paper, Table, is_english, name_in, written_day
from portal.standards import codes, resident_id

from .norms import TEXTS
from .people import movers


def valid_to(answers: Answers, issued_on: date, norms: Norms) -> None:
    """Return None: the notice tells what happened and does not run out."""


def registered(case: CaseRecord) -> tuple[str, str]:
    """Return household number and day of registration as the officer entered them, "" for what is missing."""
    entry = case.extra.get("register") or {}
    day = entry.get("registered_on")
    return str(entry.get("household_no") or ""), written_day(
        date.fromisoformat(day) if day else None, case.language
    )


def released(case: CaseRecord) -> str:
    """Return the number of the migration certificate and who issued it, "" when none was recorded."""
    entry = case.extra.get("release") or {}
    if not entry.get("number"):
        return ""
    issuer = entry.get("issued_by", "")
    return f"{entry['number']} ({issuer})" if is_english(case.language) else f"{entry['number']}（{issuer}）"


def persons_registered(answers: Answers, language: str) -> Table:
    """Return the table of the persons registered; their ID numbers masked."""
    return Table(
        title=_("Persons registered"),
        head=(_("Full name"), _("Sex"), _("Citizen ID number"), _("Relationship to the applicant")),
        rows=tuple(
            (
                person.name,
                codes.label(codes.SEX, person.sex, language),
                resident_id.mask(person.id_no),
                codes.label(codes.FAMILY_RELATION, person.relation, language),
            )
            for person in movers(answers)
        ),
        widths=(5, 2, 4, 3) if is_english(language) else (5, 1, 4, 2),
    )


def content(case: CaseRecord, norms: Norms) -> Paper:
    """Return the notice: where and since when the persons are registered. What comes next stands in its texts."""
    own, language = case.answers["applicant"], case.language
    household = norms.entries("public_households")[case.answers["household"]["public_household"]]
    station = norms.entries("units")[household["station_code"]]
    household_no, day = registered(case)
    fields = (
        (_("Full name of the applicant"), own["name"]),
        (_("Citizen ID number"), resident_id.mask(own["id_no"])),
        (_("Household number"), household_no),
        (_("Community public household"), household["name"]),
        (_("Address of the registration"), household["address"]),
        (_("Registered on"), day),
        (_("Registered by"), name_in(station, language)),
        (_("Migration certificate number"), released(case)),
        (_("Case number"), case.number),
    )
    return Paper(
        language=language,
        words={"name": own["name"], "contact": contact(household, station, language)},
        fields=tuple((label, value) for label, value in fields if value),
        tables=(persons_registered(case.answers, language),),
    )


def contact(household: Mapping[str, Any], station: Mapping[str, Any], language: str) -> str:
    """Return whom to ask about the public household: the station, with a phone number if there is one."""
    name, phone = name_in(station, language), household.get("contact_phone") or station.get("phone")
    if not phone:
        return name
    return f"{name} ({phone})" if is_english(language) else f"{name}，电话{phone}"


NOTICE = Certificate("LH", gettext_lazy("Settlement notice"), valid_to, content, TEXTS.key)
