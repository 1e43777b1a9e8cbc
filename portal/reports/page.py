"""What the pages show of a ledger, put together for the templates."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications.models import Application
from portal.catalog.declaration import Due, Norms
from portal.catalog.declaration import Report as Declared
from portal.reports.actions.settling import dues_of
from portal.reports.amounts import plain
from portal.reports.held import Book, form_of, open_book
from portal.reports.models import Balance, Ledger, Report
from portal.reports.policies import about_of, can_withdraw, is_taken, possible, possible_about
from portal.reports.queries import ledger_of
from portal.rulebook.queries import norms as norms_on
from portal.ui.forms import EMPTY
from portal.workdays.queries import today

PAGE_ROWS = 30


@dataclass(frozen=True)
class Amount:
    """What is left of one item, as a bar that also speaks as text."""

    title: str
    unit: str
    granted: str
    used: str
    left: str
    percent: int


@dataclass(frozen=True)
class Duty:
    """A report that is owed. url_about: the id of the report it is about. ready: it can be made now."""

    text: str
    on: date
    late: bool
    key: str
    about: str
    ready: bool


@dataclass(frozen=True)
class Line:
    """One report as shown. fields: (name, label, text). acts: the reports that can be made about it now."""

    row: Report
    title: str
    fields: list[tuple[str, str, str]]
    about: int | None = None
    acts: list[Declared] = field(default_factory=list)
    can_withdraw: bool = False
    tone: str = "neutral"


def context_of(application: Application, page: Any = 1) -> dict[str, Any] | None:
    """Return what is shown of the newest ledger of a case; None when it has none. The same queries for any number.

    page: of the list of reports, newest first.
    """
    ledger = ledger_of(application)
    if ledger is None:
        return None
    book, norms = open_book(ledger), norms_on(today())
    rows = Paginator(list(reversed(book.rows)), PAGE_ROWS).get_page(page)
    return {
        "ledger": ledger,
        "standing": standing_of(book),
        "tone": "good" if ledger.standing == Ledger.State.ACTIVE else "neutral",
        "amounts": amounts_of(book),
        "duties": duties_of(book, norms),
        "acts": possible(book, norms),
        "lines": lines_of(book, rows, norms),
        "urgent": lines_of(book, urgent_rows(book), norms),
        "page": rows,
    }


def urgent_rows(book: Book) -> list[Report]:
    """Return the urgent reports that stand, newest first."""
    return [row for row in reversed(book.standing_rows()) if row.urgent]


def standing_of(book: Book) -> str:
    """Return the state of the certificate in words; an expired one of which nothing was used says so."""
    standing = book.ledger.standing
    unused = bool(book.balances) and not any(balance.used for balance in book.balances.values())
    if standing == Ledger.State.EXPIRED and unused:
        return _("Expired unused")
    if standing == Ledger.State.USED_UP:
        return _("Used up") if book.balances else _("Ended by its holder")
    return str(Ledger.State(standing).label)


def amounts_of(book: Book) -> list[Amount]:
    """Return what is left of each item, under the titles of the day of issue."""
    if not book.balances:
        return []
    items = book.service.allowances(book.held.answers, norms_on(book.ledger.issued_on))
    titles = {item.code: str(item.title) for item in items}
    return [amount_of(row, titles.get(row.code, row.code)) for row in book.balances.values()]


def amount_of(balance: Balance, title: str) -> Amount:
    """Return one balance as shown; something that is left is never shown as nothing."""
    left = balance.granted - balance.used
    percent = (
        int((left / balance.granted * 100).quantize(Decimal(1), ROUND_HALF_UP)) if balance.granted else 0
    )
    return Amount(
        title,
        balance.unit,
        plain(balance.granted),
        plain(balance.used),
        plain(left),
        max(percent, 1) if left else 0,
    )


def duties_of(book: Book, norms: Norms) -> list[Duty]:
    """Return what is owed, late ones first."""
    return [duty_of(book, due, norms) for due in dues_of(book, norms)]


def duty_of(book: Book, due: Due, norms: Norms) -> Duty:
    """Return one due as shown."""
    kind = next((row for row in book.service.reports if row.key == due.report), None)
    about = about_of(book, kind, due.about) if kind and due.about else None
    ready = kind is not None and is_taken(book, kind, about, norms)
    return Duty(str(due.text), due.on, due.on < norms.on, due.report, due.about, ready)


def lines_of(book: Book, rows: Page[Report] | list[Report], norms: Norms) -> list[Line]:
    """Return reports as shown, with what can be done about each."""
    kinds = {kind.key: kind for kind in book.service.reports}
    numbers = {row.pk: row.number for row in book.rows}
    now = timezone.now()
    lines = []
    for row in rows:
        kind = kinds.get(row.key)
        lines.append(
            Line(
                row,
                str(kind.title) if kind else row.key,
                shown(book, kind, row, norms) if kind else [],
                numbers.get(row.about_id),
                possible_about(book, row, norms),
                can_withdraw(book, row, now, norms),
                "bad" if row.urgent else "warn" if row.late else "neutral",
            )
        )
    return lines


def shown(book: Book, kind: Declared, row: Report, norms: Norms) -> list[tuple[str, str, str]]:
    """Return the values of a report under the labels of its form; what was left out is left out."""
    about = next((one for one in book.held.reports if one.id == str(row.about_id or "")), None)
    form = form_of(kind, book.held, about, norms)
    return [item for item in form.display(row.values) if row.values.get(item[0]) not in EMPTY]
