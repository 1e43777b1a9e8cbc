"""The rules of a purchase filing (domain B1, B5, B8, B13), as pure functions: no Django, no words.

Every function takes what it judges and the norms it needs as plain values. Something not answered yet never
breaks a rule. `verdicts.py` puts the outcomes into words.
"""

from datetime import date
from decimal import Decimal

from portal.standards.periods import add_months
from services.filings.chemicals.catalogue import Catalogue
from services.filings.chemicals.rules import categories
from services.filings.jurisdiction import Competent, NotCompetent, in_shanghai, route_purchase
from services.filings.purchase.reading import MULTI, Purchase


def route(purchase: Purchase) -> Competent | NotCompetent:
    """Return which district's police take the filing, or whose county's (B1)."""
    return route_purchase(purchase.reg_district, purchase.site_district, purchase.site_kind)


def person_buys_category_2(purchase: Purchase, catalogue: Catalogue) -> bool:
    """R-EN-02: individuals may not buy category 2 (category 1 is R-EN-04). 易制毒化学品管理条例 art. 16."""
    return purchase.by_person and 2 in categories(purchase.items, catalogue)


def cash_refused(purchase: Purchase, catalogue: Catalogue) -> bool:
    """R-EN-03: no cash, except an individual lawfully buying category 3. 易制毒化学品管理条例 art. 5."""
    allowed = purchase.by_person and categories(purchase.items, catalogue) <= {3}
    return purchase.pay_method == "CASH" and not allowed


def person_wants_multi(purchase: Purchase) -> bool:
    """Individuals file for one use only (B5)."""
    return purchase.by_person and purchase.use_type == MULTI


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
