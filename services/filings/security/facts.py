"""Where the security filings go, who they are about, and what can be searched and counted of them."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Fact, Norms, Text
from services.filings.company.facts import COMPANY_FACT_NAMES, company_facts
from services.filings.company.reading import company
from services.filings.jurisdiction import NoCompetentUnit
from services.filings.security import rules
from services.filings.security.branches import last_day
from services.filings.security.jurisdiction import Taken, route_branch, route_security
from services.filings.security.reading import Guard, read_branch, read_security
from services.filings.security.verdicts import earliest_start

LATE = "LATE"
_BOTH_NAMES: dict[str, Text] = {
    **COMPANY_FACT_NAMES,
    "licence_no": _("Number of the security licence"),
    "guard": _("ID number of a guard"),
    "guards": _("Number of guards"),
    "late": _("Filed late"),
}
#: What officers may look for in services across provinces.
FACT_NAMES: dict[str, Text] = {
    **_BOTH_NAMES,
    "client_uscc": _("Credit code of the client"),
    "service": _("Kind of security service"),
    "service_start": _("First day of the service"),
    "contract_to": _("Last day of the contract"),
}
#: What officers may look for in filings of branches.
BRANCH_FACT_NAMES: dict[str, Text] = {
    **_BOTH_NAMES,
    "branch_uscc": _("Credit code of the branch"),
    "established": _("Day on which the branch was set up"),
}


def route(answers: Answers, norms: Norms) -> str:
    """Return the 12 digits of the unit that takes a filing SX. Raises NoCompetentUnit."""
    security = read_security(answers)
    found = route_security(security.licence.province, security.site)
    if not isinstance(found, Taken):
        raise NoCompetentUnit(security.site)
    return found.unit


def branch_route(answers: Answers, norms: Norms) -> str:
    """Return the 12 digits of the unit that takes a filing SF. Raises NoCompetentUnit."""
    branch = read_branch(answers)
    found = route_branch(branch.place, norms.value("SF.competence"))
    if not isinstance(found, Taken):
        raise NoCompetentUnit(branch.place)
    return found.unit


def subject(answers: Answers) -> str:
    """Return the name of the company that files."""
    return company(answers).name


def facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return company, place, client, licence, days and number of guards of a filing SX, and whether it is late."""
    security = read_security(answers)
    late = rules.starts_early(security, earliest_start(norms))
    return [
        *company_facts(answers),
        Fact("district", text=security.site),
        Fact("client_uscc", text=security.client_uscc),
        Fact("licence_no", text=security.licence.number),
        *(Fact("service", text=code) for code in sorted(security.services)),
        Fact("service_start", date=security.service_start),
        Fact("contract_to", date=security.contract_to),
        *([Fact("late", text=LATE)] if late else []),
        *guard_facts(security.guards),
    ]


def branch_facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return company, place, branch, licence and number of guards of a filing SF, and whether it is late."""
    branch = read_branch(answers)
    last = last_day(branch, norms)
    late = last is not None and rules.filed_late(norms.on, last)
    return [
        *company_facts(answers),
        Fact("district", text=branch.place),
        Fact("branch_uscc", text=branch.uscc),
        Fact("licence_no", text=branch.licence.number),
        Fact("established", date=branch.established),
        *([Fact("late", text=LATE)] if late else []),
        *guard_facts(branch.guards),
    ]


def guard_facts(guards: tuple[Guard, ...]) -> list[Fact]:
    """Return how many guards there are, and each as a secret: a guard in two companies can be found by it."""
    numbers = dict.fromkeys(guard.id_no for guard in guards if guard.id_no)
    return [
        Fact("guards", number=Decimal(len(guards))),
        *(Fact("guard", secret=number) for number in numbers),
    ]
