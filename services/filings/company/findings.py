"""What the rules say about the company and its handler, in words (R-EN-01, R-EN-15, R-EN-16)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Finding, Norms, Past
from portal.standards import credit_code
from portal.standards.periods import add_months
from services.filings.company.reading import Company, company, reply


def unusual_code(code: str) -> bool:
    """R-EN-01: a valid credit code of a kind an officer should look at (C-standards C2)."""
    return bool(code) and bool(credit_code.warnings(code))


def company_findings(answers: Answers) -> Iterator[Finding]:
    """Return what is to be said about the company: R-EN-01, state of registration, and the handler R-EN-15."""
    own = company(answers)
    if unusual_code(own.uscc):
        message = _("The credit code is valid but unusual. Please compare it with the licence.")
        yield Finding("R-EN-01", "flag", message, "company", "uscc")
    yield from register_findings(answers, own)
    if own.reg_status == "ABNORMAL":
        message = _("The organisation is listed as abnormal. Please look at its registration.")
        yield Finding("B4", "flag", message, "company", "reg_status")
    yield from handler_findings(answers, own)


def register_findings(answers: Answers, own: Company) -> Iterator[Finding]:
    """R-EN-01: what the register of enterprises says about name and code."""
    state = reply(answers, "enterprise")
    if state == "NO":
        message = _("The register of enterprises knows no organisation of this code and name.")
        yield Finding("R-EN-01", "flag", message, "company", "name")
    elif state == "UNAVAILABLE" and own.uscc:
        message = _("The register of enterprises could not be asked. Please compare with the licence.")
        yield Finding("R-EN-01", "flag", message, "company", "name", internal=True)


def handler_findings(answers: Answers, own: Company) -> Iterator[Finding]:
    """R-EN-15: the handler is a real person by the identity register (real-name level L3)."""
    state = reply(answers, "identity")
    if state == "NO":
        message = _("The identity register has no person with this name and ID number. Please check both.")
        yield Finding("R-EN-15", "reject", message, "handler", "handler_doc_no")
    elif state == "UNAVAILABLE" and own.handler_doc_no:
        message = _("The identity register could not be asked. Please verify the identity of the handler.")
        yield Finding("R-EN-15", "flag", message, "handler", "handler_doc_no", internal=True)


def record_findings(uscc: str, past: Past, norms: Norms) -> Iterator[Finding]:
    """R-EN-16: a recent penalty needs an officer's decision; it refuses nothing by itself (B8 `blocked`).

    易制毒化学品管理条例 art. 38: for three years after a penalty applications may be refused.
    """
    since = add_months(norms.on, -12 * norms.value("record.penalty_years"))
    if uscc and past.incidents(uscc, kinds=["PENALTY"], since=since):
        message = _("A penalty is on record. An officer has to decide whether to go on.")
        yield Finding("R-EN-16", "flag", message, "company", "uscc", internal=True)
