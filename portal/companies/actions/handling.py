"""What is done to the authorisation of a handler."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.companies.models import Company, Handler
from portal.companies.policies import NotManager, check_can_end, check_manages, may_renew_alone
from portal.companies.queries import forget_handlings


@transaction.atomic
def end(*, handler: Handler, by: User) -> Handler:
    """End an authorisation, or withdraw an invitation, as a manager. What is ended already stays so.

    Raises NotManager, and LastManager for the only active manager.
    """
    _lock(handler)
    check_manages(handler.company, by)
    return _ended(handler, by)


@transaction.atomic
def leave(*, company: Company, by: User) -> Handler:
    """End one's own authorisation. Raises LastManager for the only manager, NotManager for no handler at all."""
    Company.objects.select_for_update().get(pk=company.pk)
    return _ended(_own(company, by), by)


def _ended(handler: Handler, by: User) -> Handler:
    row = Handler.objects.select_for_update().get(pk=handler.pk)
    if row.state == Handler.State.ENDED:
        return row
    if row.state == Handler.State.ACTIVE:
        check_can_end(row)
    row.state, row.ended_at, row.token = Handler.State.ENDED, timezone.now(), ""
    row.save(update_fields=["state", "ended_at", "token"])
    forget_handlings(by)
    _note(row, "ended", by)
    return row


@transaction.atomic
def renew(*, handler: Handler, by: User, number: str, valid_to: date) -> Handler:
    """Write a new letter of authorisation: its number and last day. Raises NotManager.

    A manager whose own authorisation has run out may renew it when nobody else is there to do so.
    """
    _lock(handler)
    row = Handler.objects.select_for_update().get(pk=handler.pk)
    if not may_renew_alone(row, by):
        check_manages(handler.company, by)
    row.details = {**row.details, "authorization_no": number}
    row.valid_to = valid_to
    row.save(update_fields=["details_sealed", "valid_to"])
    forget_handlings(by)
    _note(row, "renewed", by, valid_to=str(valid_to))
    return row


@transaction.atomic
def rescope(*, handler: Handler, by: User, scopes: list[str]) -> Handler:
    """Say which services a handler may act in; none: all of them. Raises NotManager."""
    _lock(handler)
    check_manages(handler.company, by)
    row = Handler.objects.select_for_update().get(pk=handler.pk)
    row.scopes = sorted(scopes)
    row.save(update_fields=["scopes"])
    forget_handlings(by)
    _note(row, "scopes", by, scopes=row.scopes)
    return row


@transaction.atomic
def describe(*, company: Company, by: User, details: Mapping[str, str]) -> Handler:
    """Change one's own name, ID number and mobile number as a handler. Raises NotManager for no handler at all."""
    row = _own(company, by)
    kept = {name: text for name, text in details.items() if name != "authorization_no"}
    row.details = {**row.details, **kept}
    row.save(update_fields=["details_sealed"])
    forget_handlings(by)
    _note(row, "details", by)
    return row


def _own(company: Company, by: User) -> Handler:
    row = (
        Handler.objects.select_for_update()
        .filter(company=company, user=by, state=Handler.State.ACTIVE)
        .first()
    )
    if row is None:
        raise NotManager(str(company.pk))
    return row


def _lock(handler: Handler) -> None:
    """Let what is done to the handlers of an account happen one after another: two managers end each other once."""
    Company.objects.select_for_update().get(pk=handler.company_id)


def _note(row: Handler, what: str, by: User, **data: object) -> None:
    audit.record(
        actor=f"user:{by.pk}",
        action=f"handler:{what}",
        subject=f"company:{row.company_id}",
        data={"handler": str(row.pk), **data},
    )
