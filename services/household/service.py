"""TH, registration of incoming talent in a community public household: the declaration."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Limits, Repeat, Service, Step
from portal.catalog.registry import register

from . import norms  # noqa: F401 -- declares the lists and values of this service
from .certificate import PERMIT
from .checkpoints import CHECKPOINTS
from .closing import NOTICE
from .eligibility import ELIGIBILITY
from .exchange import EXCHANGE
from .facts import FACT_NAMES, facts, reserves, route, subject
from .materials import MATERIALS
from .outcomes import check, crosscheck, halt
from .progress import PROGRESS
from .progress import words as progress_words
from .rows import companion_name, staying_name
from .samples import sample
from .signing import signers
from .sources import SOURCES
from .steps.applicant import ApplicantForm
from .steps.approval import ApprovalForm
from .steps.consent import ConsentForm
from .steps.delivery import DeliveryForm
from .steps.family import CompanionForm, StayingForm
from .steps.household import HouseholdForm
from .steps.origin import OriginForm
from .steps.residence import ResidenceForm
from .steps.settlement import SettlementForm

STEPS = (
    Step(
        slug="consent",
        title=_("Notice and consent"),
        form=ConsentForm,
        why=_("You should know what happens to your data before you give them."),
    ),
    Step(
        slug="settlement",
        title=_("Which household receives you"),
        form=SettlementForm,
        why=_("A public household is for people who have no other household to join. We ask this first."),
    ),
    Step(
        slug="applicant",
        title=_("About you"),
        form=ApplicantForm,
        why=_("The registration and the permit carry these details, so they must match your identity card."),
    ),
    Step(
        slug="approval",
        title=_("Talent approval"),
        form=ApprovalForm,
        why=_("The human-resources department decides who settles as talent. We carry its decision out."),
    ),
    Step(
        slug="origin",
        title=_("Present registration"),
        form=OriginForm,
        why=_("The police at your present place of registration must release you."),
    ),
    Step(
        slug="family",
        title=_("Who moves along"),
        form=CompanionForm,
        why=_("Your spouse and your children can move with you in the same application."),
        repeat=Repeat(row=_("Person"), minimum=0, maximum=9, single=True, name=companion_name),
    ),
    Step(
        slug="staying",
        title=_("Who stays"),
        form=StayingForm,
        why=_("Please name your spouse and each child who does not move along, and why."),
        repeat=Repeat(row=_("Relative who stays"), minimum=0, maximum=9, single=True, name=staying_name),
    ),
    Step(
        slug="residence",
        title=_("Where you live"),
        form=ResidenceForm,
        why=_("You are registered where you actually live. The address decides which police station it is."),
    ),
    Step(
        slug="household",
        title=_("Public household"),
        form=HouseholdForm,
        why=_("Here you will be registered."),
    ),
    Step(
        slug="delivery",
        title=_("Delivery"),
        form=DeliveryForm,
        why=_("So that the papers reach you."),
    ),
)

SERVICE = register(
    Service(
        code="TH",
        title=_("Household registration for incoming talent"),
        summary=_(
            "Move your household registration to the public household of the community where you live "
            "in Shanghai, after your talent approval. Everything is done online."
        ),
        audience="person",
        nature="confirmation",
        steps=STEPS,
        materials=MATERIALS,
        eligibility=ELIGIBILITY,
        route=route,
        subject=subject,
        halt=halt,
        check=check,
        crosscheck=crosscheck,
        facts=facts,
        reserves=reserves,
        sources=SOURCES,
        disputed_in="delivery",
        signers=signers,
        sample=sample,
        certificate=PERMIT,
        exchange=EXCHANGE,
        closing=NOTICE,
        limits=Limits(intake="TH.intake_days", decision="TH.decision_days", statutory="TH.statutory_days"),
        officers=3,
        after="origin",
        schema_version=2,
        progress=PROGRESS,
        progress_words=progress_words,
        checkpoints=CHECKPOINTS,
        fact_names=FACT_NAMES,
        identities=("person", "applicant_id"),
    )
)
