"""TB, transport filing for category 3, and TP, transport licence for category 2: the same steps, two services."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Certificate, Limits, Repeat, Service, Step
from services.filings.after.transport import (
    TRANSPORT_REPORTS,
    transport_allowances,
    transport_dues,
    transport_exhausted,
)
from services.filings.chemicals import reasonable
from services.filings.chemicals.naming import row_name, substances
from services.filings.company.facts import IDENTITIES
from services.filings.company.materials import RETENTION
from services.filings.company.safety import OfficerForm
from services.filings.company.sources import PROFILE, SOURCES
from services.filings.company.steps import CompanyForm, HandlerForm
from services.filings.lists import PAPERS
from services.filings.transport import certificate, facts, lists, samples, verdicts
from services.filings.transport.checkpoints import checkpoints
from services.filings.transport.eligibility import eligibility
from services.filings.transport.kinds import FILING, LICENCE
from services.filings.transport.materials import TRANSPORT
from services.filings.transport.reading import read
from services.filings.transport.steps.carrier import CarrierForm
from services.filings.transport.steps.consignee import ConsigneeForm
from services.filings.transport.steps.crew import DriverForm, EscortForm, VehicleForm, called
from services.filings.transport.steps.declare import DeclareForm
from services.filings.transport.steps.load import FilingLoadForm, LicenceLoadForm, LoadForm
from services.filings.transport.steps.place import PlaceForm
from services.filings.transport.steps.route import RouteForm
from services.filings.transport.steps.trips import FRESH, TripsForm

__all__ = ["lists"]

MOST_ROWS = 200


def by_road(answers: Answers) -> bool:
    """Return whether the goods go by road."""
    return read(answers).by_road


def rows(what: object, field: str, *unique: str, minimum: int = 1) -> Repeat:
    """Return how vehicles, drivers and escorts are repeated; a row is called by one of its fields."""
    return Repeat(
        what,  # type: ignore[arg-type]
        minimum=minimum,
        maximum=MOST_ROWS,
        single=True,
        name=called(field),
        table=True,
        unique=unique,
    )


def steps(load: type[LoadForm]) -> tuple[Step, ...]:
    """Return the steps, with the form of a substance of one category."""
    return (
        Step(
            "place", _("From where to where"), PlaceForm, _("Decides who takes it, or that nothing is filed.")
        ),
        Step("company", _("The cargo owner"), CompanyForm, _("Printed on the certificate.")),
        Step("handler", _("Who files"), HandlerForm, _("The person the police may ask.")),
        Step("safety", _("Person in charge"), OfficerForm, _("Answers for the safety of the goods.")),
        Step("consignee", _("The consignee"), ConsigneeForm, _("Printed on the certificate.")),
        Step(
            "substances",
            _("Substances"),
            load,
            _("The certificate holds for exactly these substances and amounts."),
            repeat=Repeat(_("Chemical"), maximum=50, single=True, name=row_name, table=True),
        ),
        Step("carrier", _("The carrier"), CarrierForm, _("Must be allowed to carry these goods.")),
        Step(
            "vehicles", _("Vehicles"), VehicleForm, when=by_road, repeat=rows(_("Vehicle"), "plate", "plate")
        ),
        Step(
            "drivers",
            _("Drivers"),
            DriverForm,
            when=by_road,
            repeat=rows(_("Driver"), "driver_name", "driver_id_no"),
        ),
        Step(
            "escorts",
            _("Escorts"),
            EscortForm,
            _("Dangerous goods travel with an escort."),
            when=by_road,
            repeat=rows(_("Escort"), "escort_name", "escort_id_no", minimum=0),
        ),
        Step("route", _("Route"), RouteForm),
        Step("trips", _("Trips, period and contract"), TripsForm, fresh=FRESH),
        Step("declare", _("Declaration"), DeclareForm, fresh=("declare", "declare_safe")),
    )


KEPT = (*PROFILE, "safety.safety_officer", "safety.safety_mobile")

TB = Service(
    code=FILING.code,
    title=_("Transport filing for category 3 precursor chemicals"),
    summary=_(
        "For owners who send category 3 precursor chemicals from Shanghai to another city. Answered the same day."
    ),
    audience="company",
    nature="filing",
    steps=steps(FilingLoadForm),
    materials=TRANSPORT,
    eligibility=eligibility(FILING),
    route=facts.route,
    subject=facts.subject,
    halt=verdicts.halt,
    check=partial(verdicts.check, kind=FILING),
    crosscheck=partial(verdicts.crosscheck, kind=FILING),
    facts=facts.facts,
    sample=samples.filing,
    certificate=Certificate(
        type="YB",
        title=_("Transport filing certificate for category 3 precursor chemicals"),
        valid_to=partial(certificate.valid_to, kind=FILING),
        content=partial(certificate.content, kind=FILING),
        texts=PAPERS.key,
    ),
    limits=Limits(decision="TB.decision_days", statutory="TB.statutory_days", same_day=True),
    officers=2,
    retention=RETENTION,
    sources=SOURCES,
    company="company.uscc",
    profile=KEPT,
    again=True,
    aids=reasonable.aids,
    items=substances,
    allowances=transport_allowances,
    reports=TRANSPORT_REPORTS,
    dues=transport_dues,
    exhausted=transport_exhausted,
    checkpoints=checkpoints(FILING),
    fact_names=facts.FACT_NAMES,
    identities=IDENTITIES,
    bars={
        "CATEGORY_1": _(
            "A substance of category 1 is moved without a licence (Regulation on Precursor Chemicals, article 20)."
        ),
        "CATEGORY_2": _(
            "A substance of category 2 is moved without a licence (Regulation on Precursor Chemicals, article 20)."
        ),
    },
)

TP = replace(
    TB,
    code=LICENCE.code,
    title=_("Transport licence for category 2 precursor chemicals"),
    summary=_("For owners who send category 2 precursor chemicals from Shanghai to another city."),
    nature="licence",
    steps=steps(LicenceLoadForm),
    eligibility=eligibility(LICENCE),
    check=partial(verdicts.check, kind=LICENCE),
    crosscheck=partial(verdicts.crosscheck, kind=LICENCE),
    sample=samples.licence,
    certificate=Certificate(
        type="YX",
        title=_("Transport licence for category 2 precursor chemicals"),
        valid_to=partial(certificate.valid_to, kind=LICENCE),
        content=partial(certificate.content, kind=LICENCE),
        texts=PAPERS.key,
    ),
    limits=Limits(intake="TP.intake_days", decision="TP.decision_days", statutory="TP.statutory_days"),
    checkpoints=checkpoints(LICENCE),
    bars={},  # a licence is refused on grounds that are recorded, not on a closed list
)
