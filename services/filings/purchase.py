"""The answers of a purchase filing as one typed object. Plain Python; what is missing is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.filings.catalogue import DensityMissing, kilograms

PERSON = "PER"
ONCE, MULTI = "ONCE", "MULTI"


@dataclass(frozen=True)
class Item:
    """One substance of the filing. kg is None as long as the amount cannot be computed."""

    chem: str
    product: str
    concentration: Decimal | None
    kg: Decimal | None
    annual_demand_kg: Decimal | None


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
        return sum((item.kg for item in self.items if item.kg is not None), Decimal(0))

    @property
    def kg_by_chem(self) -> dict[str, Decimal]:
        """Kilograms by substance code; rows of one substance are added up."""
        sums: dict[str, Decimal] = {}
        for item in self.items:
            if item.kg is not None:
                sums[item.chem] = sums.get(item.chem, Decimal(0)) + item.kg
        return sums


def read(answers: Mapping[str, Mapping[str, Any]]) -> Purchase:
    """Return the filing from `answers[step][field]`; steps and fields may be missing or half typed."""
    company, site, seller = (answers.get(step) or {} for step in ("company", "site", "seller"))
    rows = (answers.get("substances") or {}).get("rows") or []
    return Purchase(
        org_type=text(company, "org_type"),
        uscc=text(company, "uscc"),
        name=text(company, "name"),
        reg_district=text(company, "reg_district"),
        use_type=text(site, "use_type"),
        site_district=text(site, "use_site_district"),
        site_kind=text(site, "site_kind"),
        items=tuple(read_item(row) for row in rows),
        seller_uscc=text(seller, "seller_uscc"),
        seller_cert_to=day(seller, "seller_cert_to"),
        contract_kg=number(seller, "contract_qty"),
        pay_method=text(seller, "pay_method"),
        plan_from=day(seller, "plan_from"),
        plan_to=day(seller, "plan_to"),
    )


def read_item(row: Mapping[str, Any]) -> Item:
    """Return one substance from a row of answers."""
    return Item(
        chem=text(row, "chem"),
        product=text(row, "product"),
        concentration=number(row, "concentration"),
        kg=row_kg(row),
        annual_demand_kg=number(row, "annual_demand_kg"),
    )


def row_kg(row: Mapping[str, Any]) -> Decimal | None:
    """Return the amount of a row in kilograms, None as long as quantity, unit or density is missing."""
    quantity = number(row, "quantity")
    if quantity is None:
        return None
    try:
        return kilograms(quantity, text(row, "unit"), number(row, "density"))
    except (DensityMissing, KeyError):
        return None


def text(values: Mapping[str, Any], key: str) -> str:
    """Return a text answer, "" when it is missing."""
    return str(values.get(key) or "")


def number(values: Mapping[str, Any], key: str) -> Decimal | None:
    """Return a decimal answer, None when it is missing or no finite number."""
    try:
        value = Decimal(text(values, key))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def day(values: Mapping[str, Any], key: str) -> date | None:
    """Return a date answer, None when it is missing or no date."""
    try:
        return date.fromisoformat(text(values, key))
    except ValueError:
        return None
