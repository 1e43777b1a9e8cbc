"""TH, registration of incoming talent in a community public household: the declaration."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Limits, Service, Step
from portal.catalog.registry import register

from . import norms  # noqa: F401 -- declares the lists and values of this service
from .certificate import PERMIT
from .eligibility import ELIGIBILITY
from .facts import facts, route, subject
from .materials import MATERIALS
from .outcomes import check, halt
from .samples import sample
from .steps.applicant import ApplicantForm
from .steps.approval import ApprovalForm
from .steps.consent import ConsentForm
from .steps.origin import OriginForm
from .steps.settlement import SettlementForm

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
        steps=(
            Step(
                slug="consent",
                title=_("Notice and consent"),
                form=ConsentForm,
                why=_("You should know what happens to your data before you give them."),
            ),
            Step(
                slug="applicant",
                title=_("About you"),
                form=ApplicantForm,
                why=_(
                    "The registration and the permit carry these details, "
                    "so they must match your identity card."
                ),
            ),
            Step(
                slug="approval",
                title=_("Talent approval"),
                form=ApprovalForm,
                why=_(
                    "The human-resources department decides who settles as talent. We carry its decision out."
                ),
            ),
            Step(
                slug="origin",
                title=_("Present registration"),
                form=OriginForm,
                why=_("The police at your present place of registration must release you."),
            ),
            Step(
                slug="settlement",
                title=_("Where you will be registered"),
                form=SettlementForm,
                why=_(
                    "A public household is for people who live in Shanghai "
                    "and have no other household to join."
                ),
            ),
        ),
        materials=MATERIALS,
        eligibility=ELIGIBILITY,
        route=route,
        subject=subject,
        halt=halt,
        check=check,
        facts=facts,
        sample=sample,
        certificate=PERMIT,
        limits=Limits(intake="TH.intake_days", decision="TH.decision_days", statutory="TH.statutory_days"),
        officers=3,
        after="origin",
    )
)
