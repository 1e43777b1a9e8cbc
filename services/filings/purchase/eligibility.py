"""Is a purchase filed, and here? A few questions before the form (domain B1, R-EN-02, R-EN-04, R-EN-07)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Eligibility, Halt, Material, Norms, Text, Verdict
from portal.ui.fields import RadioField
from portal.ui.forms import StepForm
from services.filings.county import COUNTY, county_field, named
from services.filings.purchase.materials import PURCHASE
from services.filings.purchase.reading import PERSON

HERE, ELSEWHERE, NONE = "HERE", "ELSEWHERE", "NONE"
#: District codes that stand for the answers: only whether they lie in Shanghai, and in one district, counts.
REGISTERED = {HERE: "310101", ELSEWHERE: "320508"}
SITES = {HERE: "310101", ELSEWHERE: "310116", NONE: NONE}


class EligibilityForm(StepForm):
    """Who buys, from where, for use where, and what."""

    who = RadioField(
        label=_("Who buys?"),
        choices=[("ORG", _("A company or another organisation")), (PERSON, _("I, for myself"))],
    )
    registered = RadioField(
        label=_("Where is the buyer registered?"),
        choices=[(HERE, _("In Shanghai")), (ELSEWHERE, _("In another province"))],
    )
    county = county_field(_("In which county or district is the buyer registered?"))
    site = RadioField(
        label=_("Where are the substances used?"),
        choices=[
            (HERE, _("In the district of Shanghai where the buyer is registered")),
            (ELSEWHERE, _("At another place in Shanghai")),
            (NONE, _("Not in Shanghai")),
        ],
    )
    what = RadioField(
        label=_("What is bought?"),
        choices=[
            ("1", _("A substance of category 1, for example piperonal or ephedrine")),
            ("2", _("A substance of category 2, for example acetic anhydride, chloroform or ether")),
            ("3", _("A substance of category 3, for example acetone, toluene or sulfuric acid")),
            ("RELIEF", _("Photoresist, printing ink or the like with a little γ-butyrolactone")),
            ("SMALL", _("A little potassium permanganate for own use")),
            ("OTHER", _("Something that is not in the catalogue")),
        ],
        help_text=_(
            "The catalogue of the Regulation on Precursor Chemicals says which category a substance is of."
        ),
    )

    shown_when = {COUNTY: ("registered", (ELSEWHERE,))}


CATEGORY_1 = Halt(
    kind="REFER",
    title=_("This substance needs a licence"),
    text=_("Precursor chemicals of category 1 are bought with a licence; they cannot be filed here."),
    where=_(
        "上海市药品监督管理局 (drug administration) for pharmaceutical precursors, "
        "上海市公安局 (police) for the others."
    ),
    step="substances",
    rule="R-EN-04",
)
FORBIDDEN = Halt(
    kind="FORBIDDEN",
    title=_("Individuals may not buy this substance"),
    text=_(
        "The law forbids individuals to buy precursor chemicals of category 1 or 2 "
        "(Regulation on Precursor Chemicals, article 16). An individual may only buy category 3."
    ),
    where=_("The organisation that lawfully uses the substance may file the purchase itself."),
    step="substances",
    rule="R-EN-02",
)
NOT_COMPETENT = Halt(
    kind="NOT_COMPETENT",
    title=_("This purchase is filed where your organisation is"),
    text=_(
        "A purchase is filed with the police of the buyer's own place. Without a branch or place of use "
        "in Shanghai, the Shanghai police may not take the filing."
    ),
    where=_("The county-level police of the place where the buyer is registered"),
    step="site",
    rule="B1",
)


def not_required(text: Text, rule: str) -> Halt:
    """Return the halt that says: nothing has to be filed."""
    where = _("You may buy from the seller without a filing certificate.")
    return Halt("NOT_REQUIRED", _("You do not need this filing"), text, where, step="substances", rule=rule)


NOT_REQUIRED = {
    "RELIEF": not_required(
        _(
            "Such products need no filing as long as they contain less of γ-butyrolactone than the limit for "
            "them. Please keep the purchase records in your organisation."
        ),
        "R-EN-07",
    ),
    "SMALL": not_required(
        _("An individual who buys a little potassium permanganate for own use needs no filing."), "B5"
    ),
    "OTHER": not_required(_("Only the substances of the catalogue are filed."), "B5"),
}


def judge(answers: Mapping[str, Any], norms: Norms) -> Verdict:
    """Return whether the purchase is filed here, why, and with which papers.

    answers: of `EligibilityForm`. What the law forbids counts first, then what needs no filing, then the place.
    """
    person, what = answers.get("who") == PERSON, answers.get("what") or ""
    if person and what in {"1", "2"}:
        return Verdict(FORBIDDEN, ())
    if what == "1":
        return Verdict(CATEGORY_1, ())
    if what in NOT_REQUIRED and (person or what != "SMALL"):
        return Verdict(NOT_REQUIRED[what], ())
    if answers.get("registered") != HERE and answers.get("site") == NONE:
        return Verdict(named(NOT_COMPETENT, answers), ())
    return Verdict(None, tuple(_reasons(answers)), *_materials(_draft(answers)))


def _reasons(answers: Mapping[str, Any]) -> Iterator[Text]:
    if answers.get("what") == "2":
        yield _("Category 2 is filed with the police before it is bought.")
    else:
        yield _("Category 3 is filed with the police before it is bought.")
    if answers.get("site") == NONE:
        yield _("The police of the district where you are registered take the filing.")
    else:
        yield _("The police of the district where the substances are used take the filing.")


def _draft(answers: Mapping[str, Any]) -> Answers:
    """Return the answers where the steps of the form would keep them."""
    registered = REGISTERED[answers.get("registered") or HERE]
    place = SITES[answers.get("site") or HERE]
    if answers.get("site") == HERE and registered != place:
        place = SITES[
            ELSEWHERE
        ]  # registered in another province: no district here is that of the registration
    return {
        "site": {"reg_district": registered, "use_site_district": place},
        "company": {"org_type": PERSON if answers.get("who") == PERSON else "ENT"},
    }


def _materials(draft: Answers) -> tuple[tuple[Material, ...], tuple[Material, ...]]:
    """Return the papers that are needed for certain, and those that the questions leave open."""
    asked = [item for item in PURCHASE if item.when(draft)]
    return tuple(item for item in asked if item.required), tuple(item for item in asked if not item.required)


ELIGIBILITY = Eligibility(
    form=EligibilityForm,
    judge=judge,
    why=_("Four questions tell whether the purchase is filed, and whether it is filed in Shanghai."),
)
