"""The company's account and the registers that know about it (domain B4, B9 SHARE), and what they fill in."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Source
from services.filings.company.reading import company

#: What the account of the company says by itself: the platform puts it in, nobody types over it.
ACCOUNT_FILLS = (
    "company.org_type",
    "company.uscc",
    "handler.handler_name",
    "handler.handler_doc_no",
    "handler.handler_mobile",
    "handler.authorization_no",
    "handler.authorization_valid_to",
)
#: What the account keeps from one filing to the next.
PROFILE = (
    "company.name",
    "company.legal_rep",
    "company.legal_rep_id",
    "company.reg_district",
    "company.reg_address",
    "company.licence_term",
    "company.licence_valid_to",
    "company.reg_status",
    "company.industry",
    "company.reg_capital",
    "company.employees",
    "company.phone",
)


def enterprise(answers: Answers) -> dict[str, str] | None:
    """Return the question about the company: code and name; None while they are not given."""
    own = company(answers)
    return {"uscc": own.uscc, "name": own.name} if own.uscc and own.name else None


def identity(answers: Answers) -> dict[str, str] | None:
    """Return the question about the handler: name and ID number; None while they are not given."""
    own = company(answers)
    if not (own.handler_name and own.handler_doc_no):
        return None
    return {"name": own.handler_name, "id_no": own.handler_doc_no}


ACCOUNT = Source("account", _("Your company's account"), lambda answers: None, fills=ACCOUNT_FILLS)
ENTERPRISE = Source("enterprise", _("Register of enterprises"), enterprise)
IDENTITY = Source("identity", _("Identity register"), identity)
SOURCES = (ACCOUNT, ENTERPRISE, IDENTITY)
