"""The company and its handler as one typed object. Plain Python; what is missing is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.filings.reading import number, text

#: Upper ends of the bands of employees in which companies are compared with each other.
BANDS = (9, 49, 299, 999)


@dataclass(frozen=True)
class Company:
    """What the rules need of the company and its handler. Texts are "" and numbers None when not answered yet."""

    org_type: str
    uscc: str
    name: str
    legal_rep: str
    reg_district: str
    reg_address: str
    reg_status: str
    industry: str
    employees: Decimal | None
    reg_capital: Decimal | None
    handler_name: str
    handler_doc_no: str

    @property
    def peer_group(self) -> str:
        """The group in which amounts are compared: two digits of the industry and the band of employees (B8)."""
        if not self.industry or self.employees is None:
            return ""
        band = sum(self.employees > end for end in BANDS)
        return f"{self.industry[:3]}:{band}"


def company(answers: Mapping[str, Mapping[str, Any]]) -> Company:
    """Return company and handler from `answers[step][field]`; steps and fields may be missing."""
    own, person = answers.get("company") or {}, answers.get("handler") or {}
    return Company(
        org_type=text(own, "org_type"),
        uscc=text(own, "uscc"),
        name=text(own, "name"),
        legal_rep=text(own, "legal_rep"),
        # A purchase asks for it on its first page, because it decides whether one may file here at all.
        reg_district=text(own, "reg_district") or text(answers.get("site") or {}, "reg_district"),
        reg_address=text(own, "reg_address"),
        reg_status=text(own, "reg_status"),
        industry=text(own, "industry"),
        employees=number(own, "employees"),
        reg_capital=number(own, "reg_capital"),
        handler_name=text(person, "handler_name"),
        handler_doc_no=text(person, "handler_doc_no"),
    )


def reply(answers: Mapping[str, Any], key: str) -> str:
    """Return what a register answered about the filing: YES, NO, UNAVAILABLE, or "" when it was not asked."""
    return str((answers.get("sources") or {}).get(key, {}).get("state") or "")
