"""What the rules say about a filing, in words: when it cannot go on here, and what must be put right."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms, Past
from portal.standards import divisions
from services.filings.chemicals import catalogue
from services.filings.chemicals.findings import (
    contract_findings,
    no_filing,
    relief_halt,
    substance_findings,
)
from services.filings.company.findings import company_findings, record_findings, unusual_code
from services.filings.company.history import Probation
from services.filings.jurisdiction import NotCompetent
from services.filings.purchase import rules
from services.filings.purchase.reading import MULTI, Purchase, read


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
    return person_forbidden()


def person_forbidden() -> Halt:
    """Return what an individual is told who wants to buy category 1 or 2. 易制毒化学品管理条例 art. 16."""
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
    where = _("You may buy from the seller without a filing certificate.")
    if is_small_own_use(purchase, norms):
        text = _("An individual who buys a little potassium permanganate for own use needs no filing.")
        return no_filing(text, where, step="substances", rule="B5")
    return relief_halt(purchase.items, norms, where)


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
        *site_findings(purchase),
        *company_findings(answers),
        *substance_findings(purchase.items, norms),
        *person_findings(purchase, norms),
        *seller_findings(purchase, norms),
        *plan_findings(purchase, norms),
    ]


def crosscheck(answers: Answers, norms: Norms, past: Past) -> list[Finding]:
    """Return what other cases and the company's record say: R-EN-06, R-EN-16, a contract used before."""
    purchase = read(answers)
    return [
        *record_findings(purchase.uscc, past, norms),
        *multi_findings(purchase, norms, past),
        *contract_used_findings(purchase, past),
    ]


def multi_findings(purchase: Purchase, norms: Norms, past: Past) -> Iterator[Finding]:
    """R-EN-06: multiple use needs a certificate of a year ago and nothing on record since (B8 multi_ok)."""
    if purchase.by_person or purchase.use_type != MULTI:
        return
    probation = Probation(norms.value("PB.multi_history_months"), ["PB"])
    if probation.passed(purchase.uscc, past, norms.on):
        return
    months, since = probation.months, probation.possible_from(purchase.uscc, past, norms.on)
    if since is None:
        message = _(
            "Multiple use is open %(months)s months after your first purchase certificate. Please choose one use."
        ) % {"months": months}
    else:
        message = _(
            "Multiple use needs %(months)s months of filings without violation. You can choose it from %(day)s, "
            "if nothing comes in between. Please choose one use until then."
        ) % {"months": months, "day": date_format(since)}
    yield Finding("R-EN-06", "reject", message, "seller", "use_type")


def contract_used_findings(purchase: Purchase, past: Past) -> Iterator[Finding]:
    """B5: another open filing names the same contract."""
    if purchase.contract_no and past.cases("contract_no", purchase.contract_no, open_only=True):
        message = _("Another open filing names a contract with this number. Please compare the two.")
        yield Finding("B5", "flag", message, "seller", "contract_no", internal=True)


def site_findings(purchase: Purchase) -> Iterator[Finding]:
    """B1: the place of use and what it is."""
    if rules.registration_is_not_there(purchase):
        message = _(
            "Your organisation is registered elsewhere. Please choose branch or another place of use."
        )
        yield Finding("B1", "reject", message, "site", "site_kind")


def person_findings(purchase: Purchase, norms: Norms) -> Iterator[Finding]:
    """B5, R-EN-06: how often and how much an individual may buy."""
    if rules.person_wants_multi(purchase):
        message = _("Individuals can file for one use only.")
        yield Finding("R-EN-06", "reject", message, "seller", "use_type")
    limit = norms.value("PB.person_total_kg")
    if rules.person_exceeds(purchase, limit):
        message = _("Individuals can file at most %(limit)s kg in all.") % {"limit": catalogue.plain(limit)}
        yield Finding("B5", "reject", message, "substances")


def seller_findings(purchase: Purchase, norms: Norms) -> Iterator[Finding]:
    """Seller, contract and payment: R-EN-01, R-EN-03, R-EN-05, R-EN-11."""
    if rules.seller_is_buyer(purchase):
        message = _("The seller cannot be the buyer. Please check the seller's credit code.")
        yield Finding("B5", "reject", message, "seller", "seller_uscc")
    elif unusual_code(purchase.seller_uscc):
        message = _("The seller's credit code is valid but unusual. Please compare it with the licence.")
        yield Finding("R-EN-01", "flag", message, "seller", "seller_uscc")
    yield from contract_findings(purchase.items, purchase.contract_kg, "seller")
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
