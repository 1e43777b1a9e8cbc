"""Is a transport filed or licensed, and here? Three questions before the form (B1, R-EN-04, R-EN-08, R-EN-09)."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Eligibility, Halt, Norms, Text, Verdict
from portal.ui.fields import RadioField
from portal.ui.forms import StepForm
from services.filings.county import COUNTY, county_field, named
from services.filings.lists import key_areas_in_force
from services.filings.transport.kinds import Kind
from services.filings.transport.materials import TRANSPORT

HERE, ELSEWHERE = "HERE", "ELSEWHERE"


class EligibilityForm(StepForm):
    """From where, to where, and what."""

    dispatch = RadioField(
        label=_("Where are the goods loaded?"),
        choices=[(HERE, _("In Shanghai")), (ELSEWHERE, _("In another province"))],
    )
    county = county_field(_("In which county or district are they loaded?"))
    destination = RadioField(
        label=_("Where are the goods unloaded?"),
        choices=[(HERE, _("In Shanghai")), (ELSEWHERE, _("In another province"))],
    )
    what = RadioField(
        label=_("What is moved?"),
        choices=[
            ("1", _("A substance of category 1, for example piperonal or ephedrine")),
            ("2", _("Substances of category 2, for example acetic anhydride, chloroform or ether")),
            ("3", _("Substances of category 3, for example acetone, toluene or sulfuric acid")),
            ("BOTH", _("Substances of category 2 and of category 3")),
            ("OTHER", _("Something that is not in the catalogue")),
        ],
        help_text=_(
            "The catalogue of the Regulation on Precursor Chemicals says which category a substance is of."
        ),
    )

    shown_when = {COUNTY: ("dispatch", (ELSEWHERE,))}


def halt(kind: Any, title: Text, text: Text, where: Text, step: str, rule: str) -> Halt:
    """Return a halt; written once so that the table below stays readable."""
    return Halt(kind, title, text, where, step=step, rule=rule)


NOT_COMPETENT = halt(
    "NOT_COMPETENT",
    _("This transport is filed where it begins"),
    _("The police of the place of dispatch take it. Your goods do not leave from Shanghai."),
    _("The county-level police of the place where the goods are loaded"),
    "place",
    "R-EN-08",
)
INSIDE = halt(
    "NOT_REQUIRED",
    _("You do not need this filing"),
    _(
        "A transport inside one city needs neither filing nor licence (Regulation on Precursor Chemicals, article 20)."
    ),
    _("You may send the goods without a certificate of this kind."),
    "place",
    "R-EN-09",
)
UNLISTED = halt(
    "NOT_REQUIRED",
    _("You do not need this filing"),
    _("Only the substances of the catalogue are filed."),
    _("You may send the goods without a certificate of this kind."),
    "substances",
    "B6",
)
CATEGORY_1 = halt(
    "REFER",
    _("This substance needs a licence of a higher authority"),
    _("The police of the city license the transport of category 1; it cannot be filed here."),
    _("上海市公安局 (municipal police)"),
    "substances",
    "R-EN-04",
)
TO_LICENCE = halt(
    "REFER",
    _("This transport needs a licence"),
    _("Substances of category 2 are moved with a transport licence, not with a filing."),
    _("“Transport licence for category 2” on this site"),
    "substances",
    "B6",
)
TO_FILING = halt(
    "REFER",
    _("This transport is only filed"),
    _("Substances of category 3 are filed before they are moved. They need no licence."),
    _("“Transport filing for category 3” on this site"),
    "substances",
    "B6",
)


def judge(answers: Mapping[str, Any], norms: Norms, kind: Kind) -> Verdict:
    """Return whether the transport is filed or licensed here, why, and with which papers.

    answers: of `EligibilityForm`. The place of dispatch counts first, then the substance, then the destination.
    """
    what = answers.get("what") or ""
    stops: dict[str, Halt] = {
        "1": CATEGORY_1,
        "OTHER": UNLISTED,
        str(kind.other_category): TO_LICENCE if kind.category == 3 else TO_FILING,
    }
    if answers.get("dispatch") != HERE:
        return Verdict(named(NOT_COMPETENT, answers), ())
    if what in stops:
        return Verdict(stops[what], ())
    if answers.get("destination") == HERE and not key_areas_in_force(norms):
        return Verdict(INSIDE, ())
    return Verdict(
        None,
        tuple(_reasons(answers, kind)),
        tuple(item for item in TRANSPORT if item.required),
        tuple(item for item in TRANSPORT if not item.required),
    )


def _reasons(answers: Mapping[str, Any], kind: Kind) -> Iterator[Text]:
    if kind.category == 3:
        yield _("The transport of category 3 out of the city is filed with the police, the same day.")
    else:
        yield _("The transport of category 2 out of the city needs a licence of the police.")
    if answers.get("what") == "BOTH":
        yield _("A mixed load is two cases: one for each category. Name the number of the one in the other.")
    if answers.get("destination") == HERE:
        yield _("Inside Shanghai this holds only where the goods leave from a key area of drug control.")
    yield _("The police of the district where the goods are loaded take it. The owner of the goods applies.")


def eligibility(kind: Kind) -> Eligibility:
    """Return the questions before the form of a kind of transport."""
    judged: Callable[[Mapping[str, Any], Norms], Verdict] = partial(judge, kind=kind)
    return Eligibility(
        form=EligibilityForm,
        judge=judged,
        why=_("Three questions tell whether the transport is filed or licensed, and whether in Shanghai."),
    )
