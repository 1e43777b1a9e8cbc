"""What the rules say about a transport, in words: when it cannot go on here, and what must be put right."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Finding, Halt, Norms, Past
from portal.standards import divisions
from services.filings.chemicals.catalogue import name, plain
from services.filings.chemicals.findings import (
    contract_findings,
    no_filing,
    relief_halt,
    substance_findings,
)
from services.filings.chemicals.naming import category_1_transport_text, language
from services.filings.chemicals.rules import category_rows
from services.filings.company.findings import company_findings, record_findings, unusual_code
from services.filings.company.history import Probation
from services.filings.jurisdiction import NotCompetent, NotRequired
from services.filings.lists import key_areas_in_force
from services.filings.transport import rules
from services.filings.transport.kinds import CODES, Kind
from services.filings.transport.reading import M12, Transport, read


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Return why the transport cannot go on here and where to go instead, None when it can.

    Asked after every step, so any answer may still be missing. Domain B1, R-EN-07, R-EN-08, R-EN-09.
    """
    transport = read(answers)
    where = _("You may send the goods without a certificate of this kind.")
    return place_halt(transport, norms, where) or relief_halt(transport.items, norms, where)


def place_halt(transport: Transport, norms: Norms, where: str) -> Halt | None:
    """Name the county of dispatch (R-EN-08), or tell that nothing is filed inside a city (R-EN-09)."""
    route = rules.route(transport, key_areas_in_force(norms))
    if isinstance(route, NotCompetent):
        return Halt(
            kind="NOT_COMPETENT",
            title=_("This transport is filed where it begins"),
            text=_("The police of the place of dispatch take it. Your goods do not leave from Shanghai."),
            where=_("The county-level police of %(place)s") % {"place": divisions.name(route.home_county)},
            step="place",
            rule="R-EN-08",
        )
    if isinstance(route, NotRequired):
        text = _(
            "A transport inside one city needs neither filing nor licence (Regulation on Precursor Chemicals, "
            "article 20)."
        )
        return no_filing(text, where, step="place", rule="R-EN-09")
    return None


def check(answers: Answers, norms: Norms, kind: Kind) -> list[Finding]:
    """Return what the rules across fields find: `reject` for the applicant, `flag` for the officer."""
    transport = read(answers)
    return [
        *common_findings(answers, norms),
        *category_findings(transport, norms, kind),
        *document_findings(transport, norms, kind),
    ]


def common_findings(answers: Answers, norms: Norms) -> list[Finding]:
    """Return what does not depend on the kind of transport."""
    transport = read(answers)
    return [
        *company_findings(answers),
        *substance_findings(transport.items, norms, category_1_transport_text),
        *carrier_findings(transport, norms),
        *trips_findings(transport),
    ]


def crosscheck(answers: Answers, norms: Norms, past: Past, kind: Kind) -> list[Finding]:
    """Return what other cases and the record of the company say: R-EN-06, R-EN-16, the purchase, the contract."""
    transport = read(answers)
    return [
        *record_findings(transport.uscc, past, norms),
        *history_findings(transport, norms, past, kind),
        *purchase_findings(transport, norms, past),
        *contract_used_findings(transport, past),
    ]


def other_category_text(kind: Kind) -> str:
    """Return where the other part of a mixed load goes (B6: two cases, linked)."""
    if kind.category == 3:
        return _(
            "This is a substance of category 2, which needs a transport licence. Please apply for that part with "
            "“Transport licence for category 2”, and name the number of the one case in the other."
        )
    return _(
        "This is a substance of category 3, which is filed. Please file that part with “Transport filing for "
        "category 3”, and name the number of the one case in the other."
    )


def category_findings(transport: Transport, norms: Norms, kind: Kind) -> Iterator[Finding]:
    """B6: each service takes its own category; a mixed load is two cases."""
    for row in category_rows(transport.items, norms.entries("chemicals"), kind.other_category):
        message = _("Substance %(row)s: %(text)s") % {"row": row, "text": other_category_text(kind)}
        yield Finding("B6", "reject", message, "substances")


def carrier_findings(transport: Transport, norms: Norms) -> Iterator[Finding]:
    """R-EN-01 for the carrier, and B6: its licence and the escort for dangerous goods."""
    chemicals = norms.entries("chemicals")
    if unusual_code(transport.carrier_uscc):
        message = _("The carrier's credit code is valid but unusual. Please compare it with the licence.")
        yield Finding("R-EN-01", "flag", message, "carrier", "carrier_uscc")
    if classes := rules.uncovered_hazards(transport, chemicals):
        message = _(
            "The goods are dangerous goods of class %(classes)s, which the carrier's licence does not cover."
        ) % {"classes": ", ".join(classes)}
        yield Finding("B6", "reject", message, "carrier", "carrier_scope")
    if rules.escorts_missing(transport, chemicals):
        message = _("Dangerous goods need an escort. Please name at least one.")
        yield Finding("B6", "reject", message, "escorts")


def trips_findings(transport: Transport) -> Iterator[Finding]:
    """B6 and R-EN-05: trips and contract against the amounts."""
    yield from contract_findings(transport.items, transport.contract_kg, "trips")
    if rules.exceeds_trips(transport):
        message = _(
            "The trips planned carry less than the %(total)s kg that you file. Please plan more or larger trips."
        ) % {"total": plain(transport.total_kg)}
        yield Finding("B6", "reject", message, "trips", "per_trip_max_kg")


WHOSE = {
    "carrier": lambda row, named: _("the carrier's licence"),
    "vehicles": lambda row, named: _("vehicle %(row)s (%(name)s)") % {"row": row, "name": named},
    "drivers": lambda row, named: _("driver %(row)s (%(name)s)") % {"row": row, "name": named},
    "escorts": lambda row, named: _("escort %(row)s (%(name)s)") % {"row": row, "name": named},
}


def document_findings(transport: Transport, norms: Norms, kind: Kind) -> Iterator[Finding]:
    """R-EN-10: documents that end before the period asked for, counted from today; one flag for each step."""
    if not transport.validity:
        return
    months = (norms.value(f"{kind.code}.{key}_months") for key in ("m3", "m12"))
    last = rules.valid_to(transport.validity, norms.on, *months)
    found: dict[str, list[str]] = {}
    for step, row, named in rules.ending_before(transport, last):
        found.setdefault(step, []).append(WHOSE[step](row, named))
    for step, documents in found.items():
        message = _("These documents end before %(day)s, the last day asked for: %(documents)s.") % {
            "day": date_format(last),
            "documents": ", ".join(documents),
        }
        field = "carrier_valid_to" if step == "carrier" else ""
        yield Finding("R-EN-10", "flag", message, step, field)


def history_findings(transport: Transport, norms: Norms, past: Past, kind: Kind) -> Iterator[Finding]:
    """R-EN-06: twelve months need half a year of safe transport (B8 m12_ok)."""
    if transport.validity != M12:
        return
    months = norms.value(f"{kind.code}.m12_history_months")
    probation = Probation(months, CODES, open_only=True)
    if probation.passed(transport.uscc, past, norms.on):
        return
    since = probation.possible_from(transport.uscc, past, norms.on)
    if since is None:
        message = _(
            "Twelve months are open %(months)s months after your first transport certificate. Please choose "
            "three months."
        ) % {"months": months}
    else:
        message = _(
            "Twelve months need %(months)s months of safe transport. You can choose them from %(day)s, if nothing "
            "comes in between. Please choose three months until then."
        ) % {"months": months, "day": date_format(since)}
    yield Finding("R-EN-06", "reject", message, "trips", "validity_requested")


def purchase_findings(transport: Transport, norms: Norms, past: Past) -> Iterator[Finding]:
    """B6: no more is moved than the purchase certificate named has left.

    It is the cargo owner's or the consignee's. How much the consignee has left is told to nobody else.
    """
    if not transport.purchase_cert_no:
        return
    own = past.left(transport.purchase_cert_no, transport.uscc)
    left = past.left(transport.purchase_cert_no, transport.consignee_uscc) if own is None else own
    if left is None:
        message = _("The purchase certificate is not known here. Please compare it with the paper.")
        yield Finding("B6", "flag", message, "trips", "purchase_cert_no")
        return
    chemicals = norms.entries("chemicals")
    for code, (filed, rest) in rules.beyond_purchase(transport, left).items():
        known = {
            "filed": plain(filed),
            "substance": name(chemicals[code], language()) if code in chemicals else code,
            "left": plain(rest),
        }
        yield Finding("B6", "reject", beyond_text(own is not None) % known, "trips", "purchase_cert_no")


def beyond_text(own: bool) -> str:
    """Return the words for more than a purchase certificate has left. own: it is the cargo owner's."""
    if own:
        return _("You move %(filed)s kg of %(substance)s, but the purchase certificate has %(left)s kg left.")
    return _(
        "You move %(filed)s kg of %(substance)s, and the consignee's purchase certificate has less than that left. "
        "Please ask the consignee."
    )


def contract_used_findings(transport: Transport, past: Past) -> Iterator[Finding]:
    """B6: another open case names the same contract."""
    if transport.contract_no and past.cases("contract_no", transport.contract_no, open_only=True):
        message = _("Another open filing names a contract with this number. Please compare the two.")
        yield Finding("B6", "flag", message, "trips", "contract_no", internal=True)
