"""PB: purchase of category 2 and 3 precursor chemicals, filed before they are bought."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Certificate, Limits, Repeat, Service, Step
from services.filings.after.purchase import (
    PURCHASE_REPORTS,
    purchase_allowances,
    purchase_dues,
    purchase_exhausted,
)
from services.filings.chemicals import reasonable
from services.filings.chemicals.naming import row_name, substances
from services.filings.company.facts import IDENTITIES
from services.filings.company.materials import RETENTION
from services.filings.company.sources import PROFILE, SOURCES
from services.filings.lists import PAPERS
from services.filings.purchase import certificate, facts, materials, samples, verdicts
from services.filings.purchase.checkpoints import CHECKPOINTS
from services.filings.purchase.eligibility import ELIGIBILITY
from services.filings.purchase.reading import PERSON
from services.filings.purchase.steps.buyer import BuyerForm, BuyerHandlerForm
from services.filings.purchase.steps.declare import DeclareForm
from services.filings.purchase.steps.seller import SellerForm
from services.filings.purchase.steps.site import SiteForm
from services.filings.purchase.steps.store import StoreForm
from services.filings.purchase.steps.substances import SubstanceForm


def by_organisation(answers: Answers) -> bool:
    """Return whether the buyer is an organisation, as far as that is answered."""
    return (answers.get("company") or {}).get("org_type") != PERSON


STEPS = (
    Step(
        "site",
        _("Registration and place of use"),
        SiteForm,
        _("Decides which district takes your filing, or whether you file elsewhere."),
    ),
    Step("company", _("The buyer"), BuyerForm, _("Printed on the certificate.")),
    Step("handler", _("Who files"), BuyerHandlerForm, _("The person the police may ask.")),
    Step(
        "store",
        _("Store and person in charge"),
        StoreForm,
        _("The law asks for an internal system before you buy."),
        when=by_organisation,
    ),
    Step(
        "substances",
        _("Substances"),
        SubstanceForm,
        _("The certificate holds for exactly these substances and amounts."),
        repeat=Repeat(_("Chemical"), minimum=1, maximum=50, single=True, name=row_name, table=True),
    ),
    Step(
        "seller",
        _("Seller and contract"),
        SellerForm,
        _("Shows that the seller may sell to you."),
        fresh=("contract_no", "contract_date", "contract_qty", "plan_from", "plan_to"),
    ),
    Step("declare", _("Declaration"), DeclareForm, fresh=("declare", "declare_use", "declare_lawful_use")),
)

#: What the account keeps; the first page asks where the company is registered.
KEPT = tuple("site.reg_district" if place == "company.reg_district" else place for place in PROFILE)
KEPT_OF_STORE = tuple(f"store.{name}" for name in StoreForm.base_fields)

BARS = {
    "PERSON": _(
        "An individual wants to buy category 1 or 2 (Regulation on Precursor Chemicals, article 16)."
    ),
    "CASH": _("The substances are paid in cash or by barter (Regulation on Precursor Chemicals, article 5)."),
    "CATEGORY_1": _(
        "A substance of category 1 needs a licence (Regulation on Precursor Chemicals, article 15)."
    ),
}

PB = Service(
    code="PB",
    title=_("Purchase filing for precursor chemicals"),
    summary=_(
        "For organisations that buy category 2 or 3 precursor chemicals for use in Shanghai, also when "
        "they are registered elsewhere. File before you buy."
    ),
    audience="company",
    nature="filing",
    steps=STEPS,
    materials=materials.PURCHASE,
    eligibility=ELIGIBILITY,
    route=facts.route,
    subject=facts.subject,
    halt=verdicts.halt,
    check=verdicts.check,
    crosscheck=verdicts.crosscheck,
    facts=facts.facts,
    sample=samples.purchase,
    certificate=Certificate(
        type="GB",
        title=_("Purchase filing certificate for category 2 and 3 precursor chemicals"),
        valid_to=certificate.valid_to,
        content=certificate.content,
        texts=PAPERS.key,
    ),
    limits=Limits(decision="PB.decision_days", statutory="PB.statutory_days", same_day=True),
    officers=2,
    retention=RETENTION,
    after="deliver",
    aids=reasonable.aids,
    items=substances,
    allowances=purchase_allowances,
    reports=PURCHASE_REPORTS,
    dues=purchase_dues,
    exhausted=purchase_exhausted,
    schema_version=2,
    sources=SOURCES,
    company="company.uscc",
    individuals=True,
    profile=(*KEPT, *KEPT_OF_STORE),
    again=True,
    bars=BARS,
    checkpoints=CHECKPOINTS,
    fact_names=facts.FACT_NAMES,
    identities=IDENTITIES,
)
