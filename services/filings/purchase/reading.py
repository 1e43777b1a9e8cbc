"""The answers of a purchase filing as one typed object. Plain Python; what is missing is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.filings.chemicals.items import Item, kg_by_chem, read_item, total_kg
from services.filings.company.reading import company
from services.filings.reading import day, number, text

PERSON = "PER"
ONCE, MULTI = "ONCE", "MULTI"


@dataclass(frozen=True)
class Purchase:
    """What the rules need of a filing. Texts are "" and numbers and days None when not answered yet."""

    org_type: str
    uscc: str
    name: str
    reg_district: str
    use_type: str
    site_district: str
    site_kind: str
    items: tuple[Item, ...]
    seller_uscc: str
    seller_cert_to: date | None
    contract_kg: Decimal | None
    contract_no: str
    pay_method: str
    plan_from: date | None
    plan_to: date | None

    @property
    def by_person(self) -> bool:
        """Whether an individual buys."""
        return self.org_type == PERSON

    @property
    def total_kg(self) -> Decimal:
        """The sum of all amounts that can be computed, in kilograms."""
        return total_kg(self.items)

    @property
    def kg_by_chem(self) -> dict[str, Decimal]:
        """Kilograms by substance code; rows of one substance are added up."""
        return kg_by_chem(self.items)


def read(answers: Mapping[str, Mapping[str, Any]]) -> Purchase:
    """Return the filing from `answers[step][field]`; steps and fields may be missing or half typed."""
    own = company(answers)
    site, seller = (answers.get(step) or {} for step in ("site", "seller"))
    rows = (answers.get("substances") or {}).get("rows") or []
    return Purchase(
        org_type=own.org_type,
        uscc=own.uscc,
        name=own.handler_name if own.org_type == PERSON else own.name,
        reg_district=own.reg_district,
        use_type=text(seller, "use_type"),
        site_district=text(site, "use_site_district"),
        site_kind=text(site, "site_kind"),
        items=tuple(read_item(row) for row in rows),
        seller_uscc=text(seller, "seller_uscc"),
        seller_cert_to=day(seller, "seller_cert_to"),
        contract_kg=number(seller, "contract_qty"),
        contract_no=text(seller, "contract_no"),
        pay_method=text(seller, "pay_method"),
        plan_from=day(seller, "plan_from"),
        plan_to=day(seller, "plan_to"),
    )
