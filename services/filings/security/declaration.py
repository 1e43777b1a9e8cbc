"""SX, a security service across provinces, and SF, a branch of a security company: the declarations."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Certificate, Limits, Service, Step
from services.filings.after.branch import (
    BRANCH_REPORTS,
    branch_allowances,
    branch_dues,
    branch_exhausted,
)
from services.filings.after.guards import GUARD_REPORTS, guard_allowances, guard_dues, guard_exhausted
from services.filings.company.facts import IDENTITIES
from services.filings.company.materials import RETENTION
from services.filings.company.steps import CompanyForm, HandlerForm
from services.filings.lists import PAPERS
from services.filings.security import (
    branches,
    certificate,
    checkpoints,
    facts,
    materials,
    samples,
    sources,
    verdicts,
)
from services.filings.security.eligibility import BRANCH_ELIGIBILITY, ELIGIBILITY
from services.filings.security.steps.branch import BranchForm
from services.filings.security.steps.client import ClientForm
from services.filings.security.steps.contract import ContractForm
from services.filings.security.steps.declare import BranchDeclareForm, DeclareForm
from services.filings.security.steps.guards import GuardForm, roster
from services.filings.security.steps.leader import LeaderForm
from services.filings.security.steps.licence import LicenceForm, ServiceLicenceForm
from services.filings.security.steps.place import BranchPlaceForm, SitePlaceForm

HANDLER = Step("handler", _("The handler"), HandlerForm, _("So that we know whom to ask."))

SX = Service(
    code="SX",
    title=_("Security services across provinces"),
    summary=_(
        "For security companies licensed in another province whose guards work in Shanghai. File well before "
        "the service starts. The list of guards may be handed in as a table."
    ),
    audience="company",
    nature="filing",
    steps=(
        Step("place", _("Place of service"), SitePlaceForm, _("Decides whether and where you file.")),
        Step("company", _("The security company"), CompanyForm, _("Printed on the certificate.")),
        HANDLER,
        Step("licence", _("Security licence"), ServiceLicenceForm, _("Shows which services you may offer.")),
        Step("client", _("The client"), ClientForm, _("The filing holds for this client only.")),
        Step(
            "contract",
            _("Contract and services"),
            ContractForm,
            _("The certificate is valid until the contract ends."),
            fresh=("contract_no", "contract_from", "contract_to", "service_start"),
        ),
        Step("leader", _("Project leader"), LeaderForm, _("Answers for the guards at the place.")),
        Step(
            "guards",
            _("Guards"),
            GuardForm,
            _("Each guard is looked at alone; those who do not pass can be replaced."),
            repeat=roster(minimum=1),
        ),
        Step(
            "declare",
            _("Declaration"),
            DeclareForm,
            fresh=("declare", "declare_guards", "declare_duties"),
        ),
    ),
    materials=materials.SERVICE,
    route=facts.route,
    subject=facts.subject,
    halt=verdicts.halt,
    check=verdicts.check,
    facts=facts.facts,
    sample=samples.service,
    eligibility=ELIGIBILITY,
    sources=sources.SOURCES,
    certificate=Certificate(
        type="BA",
        title=_("Filing certificate for security services across provinces"),
        valid_to=certificate.valid_to,
        content=certificate.content,
        texts=PAPERS.key,
    ),
    limits=Limits(decision="SX.decision_days"),
    officers=2,
    retention=RETENTION,
    after="inspect",
    inspection="SX.inspection_days",
    company="company.uscc",
    profile=sources.PROFILE,
    again=True,
    allowances=guard_allowances,
    reports=GUARD_REPORTS,
    dues=guard_dues,
    exhausted=guard_exhausted,
    checkpoints=checkpoints.SERVICE,
    fact_names=facts.FACT_NAMES,
    identities=(*IDENTITIES, "guard"),
    bars={
        "R-EN-13": _("A foreign-invested company may not serve a key unit (article 22)."),
        "ART-10": _("Armed escort without the capital or the share of the state it needs (article 10)."),
        "R-EN-14": _("Services that the security licence does not cover."),
    },
)

SF = Service(
    code="SF",
    title=_("Branch of a security company"),
    summary=_(
        "For security companies that have set up a branch in Shanghai. File it soon after it was set up, "
        "where the branch is."
    ),
    audience="company",
    nature="filing",
    steps=(
        Step(
            "place", _("Place of the branch"), BranchPlaceForm, _("Decides which office takes your filing.")
        ),
        Step("company", _("Head office"), CompanyForm, _("Printed on the certificate.")),
        HANDLER,
        Step(
            "licence",
            _("Security licence"),
            LicenceForm,
            _("The branch works under the head office's licence."),
        ),
        Step(
            "branch",
            _("The branch"),
            BranchForm,
            _("Printed on the certificate."),
            fresh=tuple(BranchForm.base_fields),
        ),
        Step(
            "guards",
            _("Guards of the branch"),
            GuardForm,
            _("If the branch has guards already. You may go on without any."),
            repeat=roster(minimum=0),
        ),
        Step("declare", _("Declaration"), BranchDeclareForm, fresh=("declare", "declare_guards")),
    ),
    materials=materials.BRANCH,
    route=facts.branch_route,
    subject=facts.subject,
    halt=branches.halt,
    check=branches.check,
    facts=facts.branch_facts,
    sample=samples.branch,
    eligibility=BRANCH_ELIGIBILITY,
    sources=sources.BRANCH_SOURCES,
    certificate=Certificate(
        type="BF",
        title=_("Filing certificate for a branch of a security company"),
        valid_to=certificate.branch_valid_to,
        content=certificate.branch_content,
        texts=PAPERS.key,
    ),
    limits=Limits(decision="SF.decision_days"),
    officers=2,
    retention=RETENTION,
    after="inspect",
    inspection="SF.inspection_days",
    company="company.uscc",
    profile=sources.PROFILE,
    again=True,
    allowances=branch_allowances,
    reports=BRANCH_REPORTS,
    dues=branch_dues,
    exhausted=branch_exhausted,
    checkpoints=checkpoints.BRANCH,
    fact_names=facts.BRANCH_FACT_NAMES,
    identities=(*IDENTITIES, "branch_uscc", "guard"),
)
