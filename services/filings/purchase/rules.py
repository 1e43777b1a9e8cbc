"""The rules of a purchase filing (domain B1, B5, B8, B13), as pure functions: no Django, no words.

Every function takes what it judges and the norms it needs as plain values. Something not answered yet never
breaks a rule. `verdicts.py` puts the outcomes into words.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.standards import credit_code
from portal.standards.periods import add_months
from services.filings.chemicals.catalogue import Catalogue, category
from services.filings.chemicals.items import Item
from services.filings.jurisdiction import Competent, NotCompetent, in_shanghai, route_purchase
from services.filings.purchase.reading import MULTI, Purchase

#: The list `chemical_relief` of the rulebook: product code -> chem, below_percent.
Relief = Mapping[str, Mapping[str, Any]]


def route(purchase: Purchase) -> Competent | NotCompetent:
    """Return which district's police take the filing, or whose county's (B1)."""
    return route_purchase(purchase.reg_district, purchase.site_district, purchase.site_kind)


def categories(purchase: Purchase, catalogue: Catalogue) -> set[int]:
    """Return the categories (1, 2, 3) of the substances named so far."""
    found = {category(catalogue, item.chem) for item in purchase.items}
    return {number for number in found if number is not None}


def person_buys_category_2(purchase: Purchase, catalogue: Catalogue) -> bool:
    """R-EN-02: individuals may not buy category 2. 易制毒化学品管理条例 art. 16."""
    return purchase.by_person and 2 in categories(purchase, catalogue)


def cash_refused(purchase: Purchase, catalogue: Catalogue) -> bool:
    """R-EN-03: no cash, except an individual lawfully buying category 3. 易制毒化学品管理条例 art. 5."""
    allowed = purchase.by_person and categories(purchase, catalogue) <= {3}
    return purchase.pay_method == "CASH" and not allowed


def category_1_rows(purchase: Purchase, catalogue: Catalogue) -> list[int]:
    """R-EN-04: return the rows (from 1) with a substance of category 1, which needs a provincial licence."""
    return [row for row, item in enumerate(purchase.items, 1) if category(catalogue, item.chem) == 1]


def unlisted_rows(purchase: Purchase, catalogue: Catalogue) -> list[int]:
    """Return the rows (from 1) with a substance that is not in the catalogue of the day."""
    return [row for row, item in enumerate(purchase.items, 1) if item.chem and item.chem not in catalogue]


def exceeds_contract(purchase: Purchase) -> bool:
    """R-EN-05: the kilograms filed are more than those of the contract."""
    return purchase.contract_kg is not None and purchase.total_kg > purchase.contract_kg


def person_wants_multi(purchase: Purchase) -> bool:
    """Individuals file for one use only (B5)."""
    return purchase.by_person and purchase.use_type == MULTI


def multi_to_be_checked(purchase: Purchase) -> bool:
    """R-EN-06: multiple use needs a clean year of filings; the officer checks it (B8 multi_ok)."""
    return not purchase.by_person and purchase.use_type == MULTI


def relieved(item: Item, relief: Relief) -> bool:
    """R-EN-07: the product needs no paper, because its content of the substance is below the limit."""
    rule = relief.get(item.product)
    if rule is None or item.concentration is None:
        return False
    return bool(rule["chem"] == item.chem and item.concentration < rule["below_percent"])


def relieved_rows(purchase: Purchase, relief: Relief) -> list[int]:
    """Return the rows (from 1) that need no filing by R-EN-07."""
    return [row for row, item in enumerate(purchase.items, 1) if relieved(item, relief)]


def small_own_use(purchase: Purchase, code: str, once_kg: Decimal, year_kg: Decimal) -> bool:
    """An individual's small own use of potassium permanganate needs no filing. 易制毒化学品管理条例 art. 17.

    code: its code in the catalogue. once_kg, year_kg: the most at once and in a year.
    """
    if not purchase.by_person or {item.chem for item in purchase.items} != {code}:
        return False
    year = [item.annual_demand_kg for item in purchase.items]
    if any(item.kg is None for item in purchase.items) or None in year:
        return False
    return purchase.total_kg <= once_kg and sum(filter(None, year), Decimal(0)) <= year_kg


def person_exceeds(purchase: Purchase, limit_kg: Decimal) -> bool:
    """An individual files for at most `limit_kg` in all (B5, admin limit)."""
    return purchase.by_person and purchase.total_kg > limit_kg


def registration_is_not_there(purchase: Purchase) -> bool:
    """The place of use is said to be the registered seat, but lies in another district."""
    return (
        purchase.site_kind == "REGISTRATION"
        and in_shanghai(purchase.site_district)
        and bool(purchase.reg_district)
        and purchase.site_district != purchase.reg_district
    )


def seller_is_buyer(purchase: Purchase) -> bool:
    """The seller has the buyer's credit code (B5)."""
    return bool(purchase.seller_uscc) and purchase.seller_uscc == purchase.uscc


def seller_certificate_short(purchase: Purchase, on: date) -> bool:
    """R-EN-11: the seller's certificate has expired on `on`, or ends before the planned purchase does."""
    until = max(on, purchase.plan_to or on)
    return purchase.seller_cert_to is not None and purchase.seller_cert_to < until


def unusual_code(code: str) -> bool:
    """R-EN-01: a valid credit code of a kind an officer should look at (C-standards C2)."""
    return bool(code) and bool(credit_code.warnings(code))


def valid_to(use_type: str, issued: date, once_months: int, multi_months: int) -> date:
    """Return the last day of a purchase certificate, inclusive (B8; Civil Code 201 to 203)."""
    return add_months(issued, multi_months if use_type == MULTI else once_months)


def plan_backwards(purchase: Purchase) -> bool:
    """The planned period ends before it begins."""
    return bool(purchase.plan_from and purchase.plan_to and purchase.plan_to < purchase.plan_from)


def plan_beyond(purchase: Purchase, last: date) -> bool:
    """The planned period ends after `last`, the last day of a certificate issued today (B5)."""
    return purchase.plan_to is not None and purchase.plan_to > last


def plan_over(purchase: Purchase, on: date) -> bool:
    """The planned period lies wholly before the day `on`."""
    return purchase.plan_to is not None and purchase.plan_to < on
