"""What can be searched and counted of the company in every filing."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Fact, Text
from services.filings.company.reading import company, reply

#: Who takes part in every filing.
IDENTITIES = ("company_uscc", "handler")
#: What officers may look for in every filing.
COMPANY_FACT_NAMES: dict[str, Text] = {
    "company_uscc": _("Credit code of the company"),
    "company_name": _("Name of the company"),
    "peer_group": _("Industry and size"),
    "handler": _("ID number of the handler"),
    "real_name_level": _("Level of identification"),
    "district": _("District"),
}


def company_facts(answers: Answers) -> list[Fact]:
    """Return credit code, name, group of comparison, and how far the handler's identity is assured."""
    own = company(answers)
    facts = [
        Fact("company_uscc", text=own.uscc),
        Fact("company_name", text=own.name),
        Fact("peer_group", text=own.peer_group),
        Fact("real_name_level", text="L3" if reply(answers, "identity") == "YES" else "L2"),
        Fact("handler", secret=own.handler_doc_no),
    ]
    return [fact for fact in facts if fact.text or fact.secret]
