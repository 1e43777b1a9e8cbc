"""Where a purchase filing goes, who it is about, and what can be searched and counted of it."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Fact, Norms, Text
from portal.standards import names
from services.filings.chemicals.facts import SUBSTANCE_FACT_NAMES, substance_facts
from services.filings.company.facts import COMPANY_FACT_NAMES, company_facts
from services.filings.jurisdiction import Competent, NoCompetentUnit
from services.filings.purchase import rules
from services.filings.purchase.reading import Purchase, read

#: What officers may look for in purchase filings.
FACT_NAMES: dict[str, Text] = {
    **COMPANY_FACT_NAMES,
    "use_type": _("One use or multiple use"),
    "contract_no": _("Contract number"),
    **SUBSTANCE_FACT_NAMES,
}


def district(purchase: Purchase) -> str:
    """Return the six digits of the competent district. Raises NoCompetentUnit when there is none here."""
    found = rules.route(purchase)
    if not isinstance(found, Competent):
        raise NoCompetentUnit(found.home_county)
    return found.district


def route(answers: Answers, norms: Norms) -> str:
    """Return the 12 digits of the district bureau that takes the filing (C3). Raises NoCompetentUnit."""
    return district(read(answers)) + "000000"


def subject(answers: Answers) -> str:
    """Return the name of the buyer, of an individual the masked one."""
    purchase = read(answers)
    return names.mask(purchase.name) if purchase.by_person else purchase.name


def facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return buyer, district, kind of use, contract and the facts of the substances.

    The name of an individual stands in no fact in clear.
    """
    purchase = read(answers)
    return [
        *company_facts(answers),
        Fact("district", text=district(purchase)),
        Fact("use_type", text=purchase.use_type),
        Fact("contract_no", text=purchase.contract_no),
        *substance_facts(purchase.items),
    ]
