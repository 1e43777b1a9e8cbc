"""What the rules say about a service across provinces (SX), in words: when it cannot go on, what must be put right."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms
from portal.ui.listing import listed
from portal.workdays.queries import add_workdays
from services.filings.company.findings import company_findings, unusual_code
from services.filings.company.reading import Company, company, reply
from services.filings.jurisdiction import NotCompetent, NotRequired
from services.filings.security import halts, rules
from services.filings.security.fields import service_choices
from services.filings.security.guards import fault_text, guard_findings
from services.filings.security.jurisdiction import route_security
from services.filings.security.reading import Licence, Security, read_security


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Return why the filing cannot go on here and where to go instead, None when it can.

    Asked after every step, so any answer may still be missing. Domain B1, R-EN-13.
    """
    security = read_security(answers)
    return wrong_place(security.licence.province, security.site) or forbidden(security)


def wrong_place(province: str, site: str) -> Halt | None:
    """Tell where a service is filed that is not filed here; None before both places are known (B1)."""
    if not (province and site):
        return None
    route = route_security(province, site)
    if isinstance(route, NotRequired):
        return halts.not_required()
    return (
        halts.service_elsewhere(halts.city_police(route.home_county))
        if isinstance(route, NotCompetent)
        else None
    )


def forbidden(security: Security) -> Halt | None:
    """Tell a foreign-invested company that it may not serve a key unit (R-EN-13)."""
    return halts.foreign_and_key_unit() if rules.forbidden_client(security) else None


def check(answers: Answers, norms: Norms) -> list[Finding]:
    """Return what the rules across fields find: `reject` for the applicant, `flag` for the officer."""
    security = read_security(answers)
    return [
        *company_findings(answers),
        *licence_findings(answers, security.licence, norms),
        *client_findings(answers, norms),
        *forbidden_findings(security),
        *contract_findings(answers, norms),
        *leader_findings(answers, norms),
        *guard_findings(security.guards, first_day(security, norms), norms),
    ]


def first_day(security: Security, norms: Norms) -> date:
    """Return the day on which ages are counted: the start of the service, today while it is not known."""
    return security.service_start or norms.on


def licence_findings(answers: Answers, licence: Licence, norms: Norms) -> Iterator[Finding]:
    """Tell the officer of a licence that looks unusual or that its register does not know."""
    if rules.unusual_licence(licence, norms.value("SX.licence_pattern")):
        message = _("The number of the security licence has not the usual form. Please compare it.")
        yield Finding("B6b", "flag", message, "licence", "sec_licence_no")
    if licence.number and reply(answers, "security_licence") == "NO":
        message = _("The register of security licences knows no such licence of this company.")
        yield Finding("B6b", "flag", message, "licence", "sec_licence_no")


def client_findings(answers: Answers, norms: Norms) -> Iterator[Finding]:
    """Return what is to be said about the client's code: R-EN-01, and that nobody is its own client."""
    security = read_security(answers)
    if rules.own_client(security, company(answers).uscc):
        message = _("The client cannot be your own company. Please check the client's credit code.")
        yield Finding("B6b", "reject", message, "client", "client_uscc")
    elif unusual_code(security.client_uscc):
        message = _("The client's credit code is valid but unusual. Please compare it with the contract.")
        yield Finding("R-EN-01", "flag", message, "client", "client_uscc")


def forbidden_findings(security: Security) -> Iterator[Finding]:
    """R-EN-13 as a finding, for a correction in which the steps that halt are not open."""
    if rules.forbidden_client(security):
        message = _("A foreign-invested company may not serve a key unit.")
        yield Finding("R-EN-13", "reject", message, "client", "client_key_unit")


def contract_findings(answers: Answers, norms: Norms) -> Iterator[Finding]:
    """Return what is to be said about contract, services and start: R-EN-14, art. 10 and B6b."""
    security = read_security(answers)
    yield from period_findings(security, norms)
    outside = rules.outside_scope(security)
    if outside:
        names = [label for code, label in service_choices(norms) if code in outside]
        message = _("Your security licence does not cover: %(services)s.") % {"services": listed(names)}
        yield Finding("R-EN-14", "reject", message, "contract", "services")
    yield from armed_findings(security, company(answers), norms)


def period_findings(security: Security, norms: Norms) -> Iterator[Finding]:
    """Return what is to be said about the days of the contract, and whether the filing is late (B6b)."""
    if rules.contract_backwards(security):
        message = _("The contract must end after it begins.")
        yield Finding("B6b", "reject", message, "contract", "contract_to")
    elif rules.contract_over(security, norms.on):
        message = _("The contract has already ended. Please file the current one.")
        yield Finding("B6b", "reject", message, "contract", "contract_to")
    if rules.starts_after_contract(security):
        message = _("The service cannot start after the end of the contract.")
        yield Finding("B6b", "reject", message, "contract", "service_start")
    elif rules.starts_before_contract(security):
        message = _("The service starts before the contract does. Please compare with the contract.")
        yield Finding("B6b", "flag", message, "contract", "service_start")
    earliest = earliest_start(norms)
    if rules.starts_early(security, earliest):
        message = _(
            "Late: filed on this day, the service should start on %(day)s at the earliest. It is taken all the same."
        )
        message %= {"day": date_format(earliest)}
        yield Finding("B6b.late", "flag", message, "contract", "service_start")


def earliest_start(norms: Norms) -> date:
    """Return the first day on which a service filed on the day of the norms may start in time."""
    return add_workdays(norms.on, norms.value("SX.start_workdays")).on


def armed_findings(security: Security, own: Company, norms: Norms) -> Iterator[Finding]:
    """Return what armed escort lacks: licence, capital, share of the state (art. 10)."""
    if rules.armed_differs(security):
        message = _("Answer yes if, and only if, armed guarding and escort is among the services.")
        yield Finding("B6b", "reject", message, "contract", "armed")
    if rules.armed_not_licensed(security):
        message = _("Your security licence does not cover armed guarding and escort.")
        yield Finding("R-EN-14", "reject", message, "contract", "armed")
    capital, share = norms.value("SX.armed_capital"), norms.value("SX.armed_state_share")
    if rules.armed_capital_short(security, own.reg_capital, capital):
        message = _(
            "Armed escort needs a registered capital of at least %(capital)s × 10,000 yuan (article 10)."
        )
        yield Finding("B6b", "reject", message % {"capital": capital}, "contract", "armed")
    if rules.armed_share_short(security, share):
        message = _("Armed escort needs a share of the state of at least %(share)s %% (article 10).")
        yield Finding("B6b", "reject", message % {"share": share}, "contract", "armed")


def leader_findings(answers: Answers, norms: Norms) -> Iterator[Finding]:
    """Hold the project leader to the age of a guard (R-EN-12)."""
    security = read_security(answers)
    least = norms.value("SX.guard_age")
    if rules.under_age(security.leader.id_no, first_day(security, norms), least):
        yield Finding("R-EN-12", "reject", fault_text(rules.AGE, norms), "leader", "leader_id")
