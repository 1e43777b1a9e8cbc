"""What the rules say about the filing of a branch (SF), in words."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms
from portal.workdays.queries import add_workdays
from services.filings.company.findings import company_findings, unusual_code
from services.filings.company.reading import company
from services.filings.jurisdiction import NotCompetent
from services.filings.security import halts, rules
from services.filings.security.guards import fault_text, guard_findings
from services.filings.security.jurisdiction import route_branch
from services.filings.security.reading import Branch, read_branch
from services.filings.security.verdicts import licence_findings


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Return why the branch is not filed here and where it is; None when it is, or is not known yet (B1)."""
    branch = read_branch(answers)
    if not branch.place:
        return None
    route = route_branch(branch.place, norms.value("SF.competence"))
    return (
        halts.branch_elsewhere(halts.city_police(route.home_county))
        if isinstance(route, NotCompetent)
        else None
    )


def check(answers: Answers, norms: Norms) -> list[Finding]:
    """Return what the rules across fields find: `reject` for the applicant, `flag` for the officer."""
    branch = read_branch(answers)
    return [
        *company_findings(answers),
        *licence_findings(answers, branch.licence, norms),
        *branch_findings(answers, norms),
        *guard_findings(branch.guards, norms.on, norms),
    ]


def branch_findings(answers: Answers, norms: Norms) -> Iterator[Finding]:
    """Return what is to be said about the branch and its head: its code, R-EN-12, and whether it is late (B6b)."""
    branch = read_branch(answers)
    if rules.branch_is_head_office(branch, company(answers).uscc):
        message = _("This is the code of the head office. Please type the branch's own credit code.")
        yield Finding("B6b", "reject", message, "branch", "branch_uscc")
    elif unusual_code(branch.uscc):
        message = _("The branch's credit code is valid but unusual. Please compare it with the licence.")
        yield Finding("R-EN-01", "flag", message, "branch", "branch_uscc")
    if rules.under_age(branch.head.id_no, norms.on, norms.value("SX.guard_age")):
        yield Finding("R-EN-12", "reject", fault_text(rules.AGE, norms), "branch", "head_id")
    last = last_day(branch, norms)
    if last and rules.filed_late(norms.on, last):
        message = _("Late: the branch should have been filed by %(day)s. It is taken all the same.")
        yield Finding(
            "B6b.late", "flag", message % {"day": date_format(last)}, "branch", "branch_established"
        )


def last_day(branch: Branch, norms: Norms) -> date | None:
    """Return the last day on which the branch is filed in time, None while its day is not known."""
    if branch.established is None:
        return None
    return add_workdays(branch.established, norms.value("SF.days")).on
