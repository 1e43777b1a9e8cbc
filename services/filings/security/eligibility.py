"""Is the filing needed, and here? A few questions before the forms of SX and SF (domain B1, R-EN-13)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Eligibility, Material, Norms, Text, Verdict
from portal.ui.fields import RadioField
from portal.ui.forms import StepForm
from services.filings.county import COUNTY, county_field, lazily
from services.filings.security import halts, materials

LICENCES = [
    ("OTHER", _("Yes, issued outside Shanghai")),
    ("SHANGHAI", _("Yes, issued in Shanghai")),
    ("NONE", _("No")),
]
LICENCE = _("Does the company hold a security service licence?")
PLACES = [("SHANGHAI", _("In Shanghai")), ("ELSEWHERE", _("Somewhere else"))]


class ServiceForm(StepForm):
    """The questions about a service."""

    licence = RadioField(label=LICENCE, choices=LICENCES)
    place = RadioField(label=_("Where do the guards work?"), choices=PLACES)
    county = county_field(_("In which county or district do they work?"))
    foreign = RadioField(
        label=_("Is the company foreign-invested?"), choices=[("YES", _("Yes")), ("NO", _("No"))]
    )
    key_unit = RadioField(
        label=_("Is the client a key unit of public security?"),
        choices=[("YES", _("Yes")), ("NO", _("No"))],
        help_text=_("The client knows: the police have told every key unit (治安保卫重点单位)."),
    )

    shown_when = {
        COUNTY: ("place", ("ELSEWHERE",)),
        "foreign": (("place", ("SHANGHAI",)), ("licence", ("OTHER",))),
        "key_unit": ("foreign", ("YES",)),
    }


class BranchForm(StepForm):
    """The questions about a branch."""

    licence = RadioField(label=LICENCE, choices=LICENCES, help_text=_("Its head office."))
    place = RadioField(label=_("Where is the branch?"), choices=PLACES)
    county = county_field(_("In which county or district is it?"))
    business_licence = RadioField(
        label=_("Does the branch have its business licence?"),
        choices=[("YES", _("Yes")), ("NO", _("Not yet"))],
    )

    shown_when = {
        COUNTY: ("place", ("ELSEWHERE",)),
        "business_licence": (("place", ("SHANGHAI",)), ("licence", ("OTHER", "SHANGHAI"))),
    }


def judge(answers: Mapping[str, Any], norms: Norms) -> Verdict:
    """Return whether a service is filed here, why, and with which papers (B1, R-EN-13).

    answers: of `ServiceForm`; what was not asked for is None.
    """
    if answers.get("licence") == "NONE":
        return Verdict(halts.no_licence(), ())
    if answers.get("place") == "ELSEWHERE":
        where = police(answers) or _("The municipal police of the place where the guards work")
        return Verdict(halts.service_elsewhere(where), ())
    if answers.get("licence") == "SHANGHAI":
        return Verdict(halts.not_required(), ())
    if answers.get("foreign") == answers.get("key_unit") == "YES":
        return Verdict(halts.foreign_and_key_unit(), ())
    reasons: tuple[Text, ...] = (
        _("The licence was issued in another province and the guards work in Shanghai."),
        _("The Shanghai Municipal Public Security Bureau takes the filing directly."),
    )
    return Verdict(None, reasons, *papers(materials.SERVICE))


def judge_branch(answers: Mapping[str, Any], norms: Norms) -> Verdict:
    """Return whether a branch is filed here, why, and with which papers (B1).

    answers: of `BranchForm`; what was not asked for is None.
    """
    if answers.get("licence") == "NONE":
        return Verdict(halts.no_licence(), ())
    if answers.get("place") == "ELSEWHERE":
        where = police(answers) or _("The municipal police of the place of the branch")
        return Verdict(halts.branch_elsewhere(where), ())
    if answers.get("business_licence") == "NO":
        return Verdict(halts.no_branch_yet(), ())
    reasons: tuple[Text, ...] = (
        _("The branch is in Shanghai: its police take the filing, wherever the head office is."),
    )
    return Verdict(None, reasons, *papers(materials.BRANCH))


def police(answers: Mapping[str, Any]) -> Text:
    """Return the municipal police of the county that was answered; "" without one."""
    return lazily(halts.city_police)(str(answers[COUNTY])) if answers.get(COUNTY) else ""


def papers(all_of_them: tuple[Material, ...]) -> tuple[tuple[Material, ...], tuple[Material, ...]]:
    """Return the papers needed for certain, and those that depend on what is answered later."""
    return (
        tuple(item for item in all_of_them if not item.condition),
        tuple(item for item in all_of_them if item.condition),
    )


ELIGIBILITY = Eligibility(
    form=ServiceForm,
    judge=judge,
    why=_("Not every service is filed here. A few questions tell whether yours is."),
)
BRANCH_ELIGIBILITY = Eligibility(
    form=BranchForm,
    judge=judge_branch,
    why=_("A few questions tell whether and where your branch is filed."),
)
