"""Where a purchase filing goes, who it is about, and what can be searched and counted of it."""

from portal.catalog.declaration import Answers, Fact, Norms
from portal.standards import names
from services.filings.jurisdiction import Competent, NoCompetentUnit
from services.filings.purchase import rules
from services.filings.purchase.reading import Purchase, read


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
    """Return buyer, district, kind of use, each substance and its kilograms, and the sum of kilograms.

    `kg:<code>` answers "how much of this substance"; names of individuals stand in no fact.
    """
    purchase = read(answers)
    kg_by_chem = purchase.kg_by_chem
    buyer = [Fact("company_uscc", text=purchase.uscc), Fact("company_name", text=purchase.name)]
    return [
        *([] if purchase.by_person else buyer),
        Fact("district", text=district(purchase)),
        Fact("use_type", text=purchase.use_type),
        *(Fact("chem", text=code) for code in kg_by_chem),
        *(Fact(f"kg:{code}", number=kg) for code, kg in kg_by_chem.items()),
        Fact("total_kg", number=purchase.total_kg),
    ]
