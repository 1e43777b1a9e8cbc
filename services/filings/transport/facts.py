"""Where a transport goes, who it is about, and what can be searched and counted of it."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Fact, Norms, Text
from services.filings.chemicals.facts import SUBSTANCE_FACT_NAMES, substance_facts
from services.filings.company.facts import COMPANY_FACT_NAMES, company_facts
from services.filings.jurisdiction import Competent, NoCompetentUnit
from services.filings.lists import key_areas_in_force
from services.filings.transport import rules
from services.filings.transport.reading import Transport, read

#: What officers may look for in transports.
FACT_NAMES: dict[str, Text] = {
    **COMPANY_FACT_NAMES,
    "dispatch_district": _("Place of dispatch"),
    "destination_district": _("Place of destination"),
    "carrier_uscc": _("Credit code of the carrier"),
    "plate": _("Number plate"),
    "validity": _("Period asked for"),
    "contract_no": _("Contract number"),
    "purchase_cert": _("Number of the purchase certificate"),
    **SUBSTANCE_FACT_NAMES,
}


def district(transport: Transport, norms: Norms) -> str:
    """Return the six digits of the competent district. Raises NoCompetentUnit when there is none here."""
    found = rules.route(transport, key_areas_in_force(norms))
    if not isinstance(found, Competent):
        raise NoCompetentUnit(transport.haul.dispatch)
    return found.district


def route(answers: Answers, norms: Norms) -> str:
    """Return the 12 digits of the district bureau at the place of dispatch. Raises NoCompetentUnit."""
    return district(read(answers), norms) + "000000"


def subject(answers: Answers) -> str:
    """Return the name of the cargo owner."""
    return read(answers).name


def facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return owner, places, carrier, vehicles (by blind index), period, papers and the facts of the substances."""
    transport = read(answers)
    texts = {
        "district": district(transport, norms),
        "dispatch_district": transport.haul.dispatch,
        "destination_district": transport.haul.destination,
        "carrier_uscc": transport.carrier_uscc,
        "validity": transport.validity,
        "contract_no": transport.contract_no,
        "purchase_cert": transport.purchase_cert_no,
    }
    return [
        *company_facts(answers),
        *(Fact(key, text=text) for key, text in texts.items() if text),
        *(Fact("plate", secret=plate) for plate in transport.plates),
        *substance_facts(transport.items),
    ]
