"""Make a report: under the lock of the ledger, so that two at once never draw the same kilogram."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.catalog.declaration import Norms, Report, Reported
from portal.reports.actions.settling import settle
from portal.reports.alerting import alert
from portal.reports.amounts import plain
from portal.reports.held import Book, declared, form_of, open_book, reported
from portal.reports.models import PLACES, Balance, Draw, Ledger
from portal.reports.models import Report as Row
from portal.reports.policies import about_of, check_holder, check_taken
from portal.reports.recording import company_code, record_incident
from portal.rulebook.queries import norms as norms_on
from portal.standards.digests import canonical_json, sha256
from portal.ui.forms import StepForm
from portal.workdays.queries import today


class Refused(Exception):
    """What was typed is not accepted; `form` says beside each field why, and holds what was typed."""

    def __init__(self, form: StepForm) -> None:
        super().__init__("the report is not accepted")
        self.form = form


class AlreadySent(Exception):
    """The same page was sent before with other values; `row` is the report that was made then."""

    def __init__(self, row: Row) -> None:
        super().__init__("this page was sent already")
        self.row = row


@transaction.atomic
def report(
    ledger: Ledger, key: str, values: Mapping[str, Any], *, by: User, token: str, about: str = ""
) -> Row:
    """Make a report and return it; the same page sent twice makes one.

    key: of the declared report. values: as typed, {field: text}. about: id of the report it is about. token: of
    the page it was typed into, up to 32 characters. Writes what it takes off the balances, the incident on the
    company's record, the alert of the officers; ends the certificate when nothing is left.
    Raises NotAllowed for a stranger, NoSuchReport, NotTaken when the report is not taken now, Refused for what was
    typed wrong or overdraws, AlreadySent.
    """
    check_holder(ledger.application, by)
    if not token:
        raise NotAllowed("a report needs the token of its page")
    locked = Ledger.objects.select_for_update(of=("self",)).select_related("application").get(pk=ledger.pk)
    book, norms = open_book(locked, lock=True), norms_on(today())
    kind = declared(book.service, key)
    sent = next((row for row in book.rows if row.token == token), None)
    known = None if sent else about_of(book, kind, about)
    if sent is None:
        check_taken(book, kind, known, norms)
    form = form_of(kind, book.held, known or _about_sent(book, sent), norms, values)
    if not form.is_valid():
        raise Refused(form)
    kept = form.json_values()
    if sent is not None:
        return _again(sent, key, kept)
    return _keep(book, kind, form, kept, known, by, token, norms)


def _about_sent(book: Book, sent: Row | None) -> Reported | None:
    """Return what a report that was made already is about."""
    if sent is None or sent.about_id is None:
        return None
    return next(reported(row) for row in book.rows if row.pk == sent.about_id)


def _again(sent: Row, key: str, kept: Mapping[str, Any]) -> Row:
    """Return the report that the page made before; raise AlreadySent when other values were sent now."""
    if sent.key != key or sent.values != kept:
        raise AlreadySent(sent)
    return sent


def _keep(
    book: Book,
    kind: Report,
    form: StepForm,
    kept: Mapping[str, Any],
    about: Reported | None,
    by: User,
    token: str,
    norms: Norms,
) -> Row:
    """Write a report whose form is valid, and everything that follows from it."""
    amounts = {code: amount for code, amount in kind.amounts(kept).items() if amount > 0}
    _check(book, kind, form, kept, about, amounts, norms)
    ledger = book.ledger
    ledger.last_number += 1
    row = Row(
        ledger=ledger,
        number=ledger.last_number,
        key=kind.key,
        about_id=UUID(about.id) if about else None,
        on=date.fromisoformat(kept[kind.day]) if kind.day else today(),
        due_on=kind.due(kept, about, norms),
        urgent=kind.urgent,
        token=token,
        at=timezone.now(),
        by=by,
    )
    row.values = dict(kept)
    incident = kind.incident(kept, about, norms)
    if incident:
        row.incident = record_incident(ledger, kind, incident, row.on, company_code(book))
    row.save(force_insert=True)
    for code, amount in amounts.items():
        _draw(row, book.balances[code], amount)
    settle(open_book(ledger), norms)
    if kind.urgent:
        alert(row, kind)
    audit.record(
        actor=f"user:{by.pk}",
        action="report:made",
        subject=f"application:{ledger.application_id}",
        data={"report": str(row.pk), "kind": kind.key, "values": sha256(canonical_json(row.values))},
    )
    return row


def _check(
    book: Book,
    kind: Report,
    form: StepForm,
    kept: Mapping[str, Any],
    about: Reported | None,
    amounts: Mapping[str, Decimal],
    norms: Norms,
) -> None:
    """Raise Refused when a rule of the service refuses the report, or it takes more than is left."""
    for field, message in kind.check(book.held, kept, about, norms):
        form.add_error(field if field in form.fields else None, str(message))
    for code, amount in amounts.items():
        left = book.left.get(code, Decimal(0))
        if amount > left:
            field = kind.amount_field(code)
            form.add_error(field if field in form.fields else None, _too_much(book, code, amount, left))
    if form.errors:
        raise Refused(form)


def _too_much(book: Book, code: str, amount: Decimal, left: Decimal) -> str:
    """Return the sentence that says what is left of an item."""
    balance = book.balances.get(code)
    if balance is None:
        return _("The certificate does not hold for this item.")
    words = _("Only %(left)s %(unit)s are left on this certificate, and you report %(amount)s %(unit)s.")
    return words % {"left": plain(left), "amount": plain(amount), "unit": balance.unit}


def _draw(row: Row, balance: Balance, amount: Decimal) -> None:
    """Take an amount off a balance. The condition is asked again by the database, whatever was read before.

    Rounded, because SQLite counts in binary fractions: there 0.3 - 0.1 would be less than 0.2.
    """
    within = Balance.objects.filter(pk=balance.pk, used__lte=Round(F("granted") - amount, PLACES))
    if not within.update(used=Round(F("used") + amount, PLACES)):
        _overdrawn(balance)
    Draw.objects.create(report=row, balance=balance, amount=amount)


def _overdrawn(balance: Balance) -> NoReturn:
    raise RuntimeError(f"balance {balance.pk} changed although its ledger is locked")
