"""PB: purchase of category 2 and 3 precursor chemicals, filed before they are bought."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Certificate, Limits, Repeat, Service, Step
from services.filings import reasonable
from services.filings.after.purchase import (
    PURCHASE_REPORTS,
    purchase_allowances,
    purchase_dues,
    purchase_exhausted,
)
from services.filings.purchase import certificate, facts, materials, samples, verdicts
from services.filings.purchase.steps.buyer import CompanyForm
from services.filings.purchase.steps.declare import DeclareForm
from services.filings.purchase.steps.seller import SellerForm
from services.filings.purchase.steps.site import SiteForm
from services.filings.purchase.steps.substances import SubstanceForm

PB = Service(
    code="PB",
    title=_("Purchase filing for precursor chemicals"),
    summary=_(
        "For organisations that buy category 2 or 3 precursor chemicals for use in Shanghai, also when "
        "they are registered elsewhere. File before you buy."
    ),
    audience="company",
    nature="filing",
    steps=(
        Step("company", _("Your organisation"), CompanyForm, _("Printed on the certificate.")),
        Step("site", _("Place of use"), SiteForm, _("Decides which district takes your filing.")),
        Step(
            "substances",
            _("Substances"),
            SubstanceForm,
            _("The certificate holds for exactly these substances and amounts."),
            repeat=Repeat(_("Chemical"), minimum=1, maximum=50),
        ),
        Step("seller", _("Seller and contract"), SellerForm, _("Shows that the seller may sell to you.")),
        Step("declare", _("Declaration"), DeclareForm),
    ),
    materials=materials.PURCHASE,
    route=facts.route,
    subject=facts.subject,
    halt=verdicts.halt,
    check=verdicts.check,
    facts=facts.facts,
    sample=samples.purchase,
    certificate=Certificate(
        type="GB",
        title=_("Purchase filing certificate for category 2 and 3 precursor chemicals"),
        valid_to=certificate.valid_to,
        content=certificate.content,
    ),
    limits=Limits(decision="PB.decision_days", statutory="PB.statutory_days", same_day=True),
    officers=2,
    after="deliver",
    aids=reasonable.aids,
    company="company.uscc",
    allowances=purchase_allowances,
    reports=PURCHASE_REPORTS,
    dues=purchase_dues,
    exhausted=purchase_exhausted,
)
