"""Put what a report tells on the record of the company."""

from datetime import date

from django.utils import translation

from portal.catalog.declaration import Report
from portal.companies.models import Incident
from portal.reports.held import Book
from portal.reports.models import Ledger


def company_code(book: Book) -> str:
    """Return the credit code of the company that holds the certificate; "" for a person."""
    company = book.ledger.application.company
    if company is not None:
        return str(company.uscc)
    step, _dot, field = book.service.company.partition(".")
    return str((book.held.answers.get(step) or {}).get(field) or "")


def record_incident(ledger: Ledger, kind: Report, incident: str, on: date, uscc: str) -> Incident | None:
    """Write an entry on the record of a company and return it; None when no company holds the certificate.

    incident: kind of the entry. on: the day of what happened. The note is the title of the report, in Chinese.
    """
    if not uscc:
        return None
    with translation.override("zh-hans"):
        note = str(kind.title)
    return Incident.objects.create(
        uscc=uscc, kind=incident, on=on, case=ledger.application.number or "", note=note
    )
