"""The registers that know about security companies, their guards and their branches (domain B9 SHARE)."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Source
from services.filings.company.reading import company
from services.filings.company.sources import PROFILE as COMPANY_PROFILE
from services.filings.company.sources import SOURCES as COMPANY_SOURCES
from services.filings.security.reading import read_branch, read_guards, read_licence

LICENCE_FILLS = (
    "licence.sec_licence_no",
    "licence.sec_licence_org",
    "licence.sec_licence_date",
    "licence.scope",
    "licence.foreign_invested",
)
#: What the account of a security company keeps from one filing to the next.
PROFILE = (*COMPANY_PROFILE, "place.licence_province", *LICENCE_FILLS)


def licence(answers: Answers) -> dict[str, str] | None:
    """Return the question about the licence: the holder's code, and its number once it is known.

    Asked as soon as the company is known, so that what the register says stands in the form already.
    """
    own = company(answers)
    return {"uscc": own.uscc, "sec_licence_no": read_licence(answers).number} if own.uscc else None


def guards(answers: Answers) -> dict[str, str] | None:
    """Return the question about the guards: the numbers of their certificates, sorted; None without any."""
    numbers = sorted({guard.cert_no for guard in read_guards(answers) if guard.cert_no})
    own = company(answers)
    return {"uscc": own.uscc, "certificates": ",".join(numbers)} if own.uscc and numbers else None


def branch(answers: Answers) -> dict[str, str] | None:
    """Return the question about the branch: its code and its head office's; None while they are not given."""
    code, own = read_branch(answers).uscc, company(answers)
    return {"uscc": code, "head_office": own.uscc} if code and own.uscc else None


LICENCES = Source("security_licence", _("Register of security licences"), licence, fills=LICENCE_FILLS)
GUARDS = Source("guard_certificates", _("Register of guard certificates"), guards)
BRANCHES = Source("branch_register", _("Register of branches"), branch)
SOURCES = (*COMPANY_SOURCES, LICENCES, GUARDS)
BRANCH_SOURCES = (*SOURCES, BRANCHES)
