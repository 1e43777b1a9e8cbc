"""The purchase filing certificate as data (domain B8, B11)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, Table, is_english
from portal.standards import resident_id
from services.filings.chemicals.printing import as_filed, period, substances, sum_in_words
from services.filings.purchase import rules
from services.filings.purchase.reading import MULTI, ONCE, read

USES = {ONCE: gettext_lazy("For one use"), MULTI: gettext_lazy("For several uses")}
LINES_OF_USE = {ONCE: 6, MULTI: 20}


def valid_to(answers: Answers, issued: date, norms: Norms) -> date:
    """Return the last day of the certificate: one or six months after issue, as the norms say (B8)."""
    return rules.valid_to(
        read(answers).use_type, issued, norms.value("PB.once_months"), norms.value("PB.multi_months")
    )


def content(record: CaseRecord, norms: Norms) -> Paper:
    """Return the certificate of a decided case, without number, seal and QR code. Pure."""
    purchase, language = read(record.answers), record.language
    rows = record.answers["substances"]["rows"]
    title = _("Substances, quantities and uses")
    return Paper(
        language=language,
        fields=(
            *buyer_fields(record.answers),
            (_("Seller"), record.answers["seller"]["seller_name"]),
            (_("Total quantity"), sum_in_words(purchase.total_kg, language)),
            (_("Use of the certificate"), str(USES[purchase.use_type])),
            (_("Validity period"), period(record.issued_on, record.valid_to, language)),
            (_("Filing authority"), record.unit_name),
        ),
        tables=(substances(rows, as_filed(record, norms), title, language, purposes=True),),
        # Uses are entered on the original only: two records would never agree.
        reverse=() if is_english(language) else (record_of_use(purchase.use_type),),
    )


def record_of_use(use_type: str) -> Table:
    """Return the empty lines on the reverse in which each purchase is entered by hand."""
    head = (_("Date of purchase"), _("Substance bought"), _("Quantity (kg)"), _("Seal of the seller"))
    lines = (("",) * len(head),) * LINES_OF_USE[use_type]
    return Table(head=head, rows=lines, title=_("Record of use"), widths=(2, 3, 2, 3))


def buyer_fields(answers: Answers) -> list[tuple[str, str]]:
    """Return the buyer and the handler; the handler's ID number is masked (B11)."""
    own, site, person = answers["company"], answers["site"], answers["handler"]
    purchase = read(answers)
    pairs = [
        (_("Buyer (person)") if purchase.by_person else _("Buyer (company)"), purchase.name),
        (_("Unified social credit code"), own.get("uscc")),
        (_("Legal representative"), own.get("legal_rep")),
        (_("Address"), own["reg_address"]),
        (_("Place of use"), site.get("use_site_address")),
        (_("Who files"), person["handler_name"]),
        (_("ID number of who files"), resident_id.mask(person["handler_doc_no"])),
    ]
    return [(label, value) for label, value in pairs if value]
