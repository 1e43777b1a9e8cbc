"""What the rules say about a filing, in words: when it cannot go on here, and what must be put right."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms
from portal.standards import divisions
from services.filings.chemicals import catalogue
from services.filings.jurisdiction import NotCompetent
from services.filings.lists import relief_in_force
from services.filings.purchase import rules
from services.filings.purchase.reading import Purchase, read


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Return why the filing cannot go on here and where to go instead, None when it can.

    Asked after every step, so any answer may still be missing. Domain B1, R-EN-02, R-EN-07.
    """
    purchase = read(answers)
    return not_competent(purchase) or forbidden(purchase, norms) or not_required(purchase, norms)


def not_competent(purchase: Purchase) -> Halt | None:
    """Name the home county when the buyer has no place in Shanghai; None before both places are known."""
    if not (purchase.reg_district and purchase.site_district):
        return None
    route = rules.route(purchase)
    if not isinstance(route, NotCompetent):
        return None
    return Halt(
        kind="NOT_COMPETENT",
        title=_("This purchase is filed where your organisation is"),
        text=_(
            "A purchase is filed with the police of the buyer's own place. Without a branch or place of use "
            "in Shanghai, the Shanghai police may not take the filing."
        ),
        where=_("The county-level police of %(place)s") % {"place": divisions.name(route.home_county)},
        step="site",
        rule="B1",
    )


def forbidden(purchase: Purchase, norms: Norms) -> Halt | None:
    """Tell an individual that category 2 may not be bought (R-EN-02)."""
    if not rules.person_buys_category_2(purchase, norms.entries("chemicals")):
        return None
    return Halt(
        kind="FORBIDDEN",
        title=_("Individuals may not buy this substance"),
        text=_(
            "The law forbids individuals to buy precursor chemicals of category 1 or 2 "
            "(Regulation on Precursor Chemicals, article 16). An individual may only buy category 3."
        ),
        where=_("The organisation that lawfully uses the substance may file the purchase itself."),
        step="substances",
        rule="R-EN-02",
    )


def not_required(purchase: Purchase, norms: Norms) -> Halt | None:
    """Tell at once that no filing is needed: small own use, or every product is exempt (R-EN-07)."""
    if is_small_own_use(purchase, norms):
        text = _("An individual who buys a little potassium permanganate for own use needs no filing.")
        return no_filing(text, rule="B5")
    rows = rules.relieved_rows(purchase, relief_in_force(norms))
    if rows and len(rows) == len(purchase.items):
        text = _(
            "Your products contain less of the substance than the limit from which a filing is needed. "
            "Please keep the purchase records in your organisation."
        )
        return no_filing(text, rule="R-EN-07")
    return None


def no_filing(text: str, *, rule: str) -> Halt:
    """Return the halt that says: nothing has to be filed."""
    return Halt(
        kind="NOT_REQUIRED",
        title=_("You do not need this filing"),
        text=text,
        where=_("You may buy from the seller without a filing certificate."),
        step="substances",
        rule=rule,
    )


def is_small_own_use(purchase: Purchase, norms: Norms) -> bool:
    """Return whether the norms of the day exempt the filing as small own use."""
    return rules.small_own_use(
        purchase,
        norms.value("PB.permanganate_code"),
        norms.value("PB.permanganate_once_kg"),
        norms.value("PB.permanganate_year_kg"),
    )


def check(answers: Answers, norms: Norms) -> list[Finding]:
    """Return what the rules across fields find: `reject` for the applicant, `flag` for the officer."""
    purchase = read(answers)
    return [
        *company_findings(purchase),
        *site_findings(purchase),
        *substance_findings(purchase, norms),
        *seller_findings(purchase, norms),
        *plan_findings(purchase, norms),
    ]


def company_findings(purchase: Purchase) -> Iterator[Finding]:
    """R-EN-01 for the buyer."""
    if rules.unusual_code(purchase.uscc):
        message = _("The buyer's credit code is valid but unusual. Please compare it with the licence.")
        yield Finding("R-EN-01", "flag", message, "company", "uscc")


def site_findings(purchase: Purchase) -> Iterator[Finding]:
    """Place of use and kind of use: B1, B5, R-EN-06."""
    if rules.registration_is_not_there(purchase):
        message = _(
            "Your organisation is registered elsewhere. Please choose branch or another place of use."
        )
        yield Finding("B1", "reject", message, "site", "site_kind")
    if rules.person_wants_multi(purchase):
        message = _("Individuals can file for one use only.")
        yield Finding("R-EN-06", "reject", message, "site", "use_type")
    if rules.multi_to_be_checked(purchase):
        message = _("Multiple use: please check for a year of filings without violation, or offer one use.")
        yield Finding("R-EN-06", "flag", message, "site", "use_type")


def substance_findings(purchase: Purchase, norms: Norms) -> Iterator[Finding]:
    """Catalogue, relief and amounts of individuals: R-EN-04, R-EN-07, B5."""
    chemicals = norms.entries("chemicals")
    for row in rules.category_1_rows(purchase, chemicals):
        text = category_1_text(chemicals[purchase.items[row - 1].chem])
        message = _("Substance %(row)s: %(text)s") % {"row": row, "text": text}
        yield Finding("R-EN-04", "reject", message, "substances")
    for row in rules.unlisted_rows(purchase, chemicals):
        message = _("Substance %(row)s is not in today's catalogue. Please choose it again.") % {"row": row}
        yield Finding("R-EN-04", "reject", message, "substances")
    for row in rules.relieved_rows(purchase, relief_in_force(norms)):
        message = _("Substance %(row)s needs no filing. Please remove it.") % {"row": row}
        yield Finding("R-EN-07", "reject", message, "substances")
    limit = norms.value("PB.person_total_kg")
    if rules.person_exceeds(purchase, limit):
        message = _("Individuals can file at most %(limit)s kg in all.") % {"limit": catalogue.plain(limit)}
        yield Finding("B5", "reject", message, "substances")


def category_1_text(entry: Mapping[str, Any]) -> str:
    """Return where to go for a substance of category 1 (R-EN-04; 易制毒化学品管理条例 art. 15)."""
    if entry["pharmaceutical"]:
        return _(
            "This is a category 1 pharmaceutical precursor. It needs a purchase licence of the provincial "
            "drug administration (上海市药品监督管理局) and cannot be filed here."
        )
    return _(
        "This is a category 1 precursor. It needs a purchase licence of the provincial police "
        "(上海市公安局) and cannot be filed here."
    )


def seller_findings(purchase: Purchase, norms: Norms) -> Iterator[Finding]:
    """Seller, contract and payment: R-EN-01, R-EN-03, R-EN-05, R-EN-11."""
    if rules.seller_is_buyer(purchase):
        message = _("The seller cannot be the buyer. Please check the seller's credit code.")
        yield Finding("B5", "reject", message, "seller", "seller_uscc")
    elif rules.unusual_code(purchase.seller_uscc):
        message = _("The seller's credit code is valid but unusual. Please compare it with the licence.")
        yield Finding("R-EN-01", "flag", message, "seller", "seller_uscc")
    if rules.exceeds_contract(purchase):
        message = _(
            "You file %(filed)s kg, but the contract is for %(contract)s kg. Please correct one of them."
        ) % {
            "filed": catalogue.plain(purchase.total_kg),
            "contract": catalogue.plain(purchase.contract_kg or purchase.total_kg),
        }
        yield Finding("R-EN-05", "reject", message, "seller", "contract_qty")
    if rules.cash_refused(purchase, norms.entries("chemicals")):
        message = _("The law does not allow cash here. Please agree another way of payment with the seller.")
        yield Finding("R-EN-03", "reject", message, "seller", "pay_method")
    if rules.seller_certificate_short(purchase, norms.on):
        message = _("The seller's certificate has expired or ends before the planned purchase.")
        yield Finding("R-EN-11", "flag", message, "seller", "seller_cert_to")


def plan_findings(purchase: Purchase, norms: Norms) -> Iterator[Finding]:
    """The planned period against the validity of a certificate issued today (B5, B8)."""
    last = rules.valid_to(
        purchase.use_type, norms.on, norms.value("PB.once_months"), norms.value("PB.multi_months")
    )
    if rules.plan_backwards(purchase):
        message = _("The last day cannot be before the first day.")
        yield Finding("B5", "reject", message, "seller", "plan_to")
    elif rules.plan_beyond(purchase, last):
        message = _("The certificate will be valid until %(day)s. Please plan the purchase until then.")
        yield Finding("B5", "reject", message % {"day": date_format(last)}, "seller", "plan_to")
    elif rules.plan_over(purchase, norms.on):
        message = _("The planned period is already over. Please ask the applicant for a new one.")
        yield Finding("B5", "flag", message, "seller", "plan_to")


def language() -> str:
    """Return the active language; Chinese when translation is switched off."""
    return get_language() or "zh-hans"
