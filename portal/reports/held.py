"""A ledger as the functions of its service see it, and the form of one of its reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.applications.queries import latest_submission
from portal.catalog.declaration import Held, Norms, Report, Reported, Service
from portal.reports.models import Balance, Ledger
from portal.reports.models import Report as Row
from portal.ui.forms import StepForm


class NoSuchReport(LookupError):
    """The service declares no report of that key."""


def declared(service: Service, key: str) -> Report:
    """Return the declaration of a report. Raises NoSuchReport."""
    for report in service.reports:
        if report.key == key:
            return report
    raise NoSuchReport(key)


def title_of(service: Service, key: str) -> str:
    """Return the title of a report in the active language; a key that is declared no more stays a key."""
    return next((str(report.title) for report in service.reports if report.key == key), key)


def reported(row: Row) -> Reported:
    """Return a report as the service's functions see it."""
    return Reported(str(row.pk), row.key, row.on, row.values, str(row.about_id or ""))


@dataclass
class Book:
    """An opened ledger: what was filed, every report (withdrawn ones too, oldest first) and the balances by item."""

    ledger: Ledger
    service: Service
    rows: list[Row]
    balances: dict[str, Balance]
    held: Held

    @property
    def left(self) -> dict[str, Decimal]:
        """What is left, by item code."""
        return {code: balance.granted - balance.used for code, balance in self.balances.items()}

    def standing_rows(self) -> list[Row]:
        """Return the reports that were not withdrawn."""
        return [row for row in self.rows if row.cancelled_at is None]


def open_book(ledger: Ledger, *, lock: bool = False) -> Book:
    """Return the book of a ledger. Three queries.

    lock: the balances are locked, in the order of their ids; the ledger itself must be locked already.
    """
    submission = latest_submission(ledger.application)
    answers = submission.content["answers"] if submission else {}
    rows = list(ledger.reports.select_related("by").order_by("number"))
    balances = ledger.balances.order_by("pk")
    found = {row.code: row for row in (balances.select_for_update() if lock else balances)}
    return Book(ledger, ledger.application.declaration, rows, found, held_of(ledger, answers, rows))


def held_of(ledger: Ledger, answers: Mapping[str, Mapping[str, Any]], rows: Iterable[Row]) -> Held:
    """Return what is held, from the reports that were not withdrawn."""
    kept = tuple(reported(row) for row in rows if row.cancelled_at is None)
    return Held(answers, ledger.issued_on, ledger.valid_to, kept)


def form_of(
    report: Report, held: Held, about: Reported | None, norms: Norms, data: Mapping[str, Any] | None = None
) -> StepForm:
    """Return the form of a report, bound to `data` when given.

    Its `answers` are what was filed and: held, the days of the certificate; about, what the report is about said;
    latest, the same with what the last report of this kind about it changed.
    """
    days = {
        "issued_on": held.issued_on.isoformat(),
        "valid_to": held.valid_to.isoformat() if held.valid_to else "",
    }
    last = [row.values for row in held.of(report.key, about.id)[-1:]] if about else []
    known = {
        **held.answers,
        "held": days,
        "about": about.values if about else {},
        "latest": {**(about.values if about else {}), **(last[0] if last else {})},
    }
    form: StepForm = report.form(data, norms=norms, answers=known)  # type: ignore[call-arg, assignment]
    return form
