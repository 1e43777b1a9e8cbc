"""What the page of an account shows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.companies import queries, wording
from portal.companies.actions.inviting import check_address
from portal.companies.forms import ORGANISATIONS, company_services
from portal.companies.models import Company, Handler
from portal.companies.policies import NotInvited, is_open, may_renew_alone
from portal.companies.queries import handlers_of, invitation_days, memberships
from portal.standards import divisions
from portal.ui.fields import CreditCodeField
from portal.ui.listing import listed
from portal.ui.templatetags.ui import local_date, mask_id
from portal.workdays.queries import today

#: How long before its last day an authorisation is said to run out.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One handler as shown. tone and state: the badge. note: what to do about it, "" for nothing."""

    row: Handler
    name: str
    scopes: str
    tone: str
    state: str
    note: str
    own: bool


@dataclass(frozen=True)
class Account:
    """One account in the list of a person: the authorisation, how the account stands, and what is wrong with it."""

    row: Handler
    tone: str
    standing: str
    note: str


def accounts_listed(user: User) -> list[Account]:
    """Return the accounts of which a person is a handler, by name of the company, as the list shows them."""
    rows = queries.handlings_of(user)
    behind = queries.overtaken(row.company for row in rows)
    return [
        Account(
            row,
            *wording.standing_of(row.company, behind),
            note=str(wording.OVERTAKEN) if row.company_id in behind else "",
        )
        for row in rows
    ]


def may_manage(company: Company, user: User) -> bool:
    """Return whether a person manages the account and is authorised today."""
    own = memberships(user).filter(company=company, role=Handler.Role.MANAGER).first()
    return own is not None and own.holds


def context_of(company: Company, user: User) -> dict[str, Any]:
    """Return what the page of an account shows to one of its handlers."""
    handlers = handlers_of(company)
    own = next(row for row in handlers if row.user_id == user.pk and row.state == Handler.State.ACTIVE)
    lines = [line_of(row, user) for row in handlers]
    behind = queries.overtaken([company])
    return {
        "company": company,
        "standing": wording.standing_of(company, behind),
        "overtaken": wording.OVERTAKEN if behind else "",
        "rows": facts_of(company),
        "lines": [line for line in lines if line.row.state != Handler.State.ENDED],
        "former": [line for line in lines if line.row.state == Handler.State.ENDED],
        "own": own,
        "details": details_of(own),
        "manages": own.role == Handler.Role.MANAGER and own.holds,
        "renews": may_renew_alone(own, user),
    }


def facts_of(company: Company) -> list[tuple[str, Any, str]]:
    """Return (name, label, text) of what the account keeps of the company; the ID number in part."""
    profile = company.profile
    district = str(profile.get("reg_district") or "")
    known = [
        ("uscc", _("Unified social credit code"), CreditCodeField().text(company.uscc)),
        (
            "org_type",
            _("Kind of organisation"),
            str(dict(ORGANISATIONS).get(profile.get("org_type", ""), "")),
        ),
        ("reg_district", _("County or district of registration"), name_of(district)),
        ("legal_rep", _("Legal representative"), str(profile.get("legal_rep") or "")),
        ("legal_rep_id", _("ID number of the legal representative"), mask_id(profile.get("legal_rep_id"))),
        ("profile_on", _("Data last confirmed on"), local_date(company.profile_on)),
    ]
    return [row for row in known if row[2]]


def name_of(district: str) -> str:
    """Return the name of a county; a code that is none stays a code."""
    return divisions.name(district) if divisions.is_county(district) else district


def details_of(handler: Handler) -> list[tuple[str, Any, str]]:
    """Return (name, label, text) of a handler's own details; the ID number in part."""
    details = handler.details
    known = [
        ("handler_name", _("Your name"), str(details.get("handler_name") or "")),
        ("handler_doc_no", _("Your ID number"), mask_id(details.get("handler_doc_no"))),
        ("handler_mobile", _("Your mobile number"), str(details.get("handler_mobile") or "")),
        (
            "authorization_no",
            _("Number of the letter of authorisation"),
            str(details.get("authorization_no") or ""),
        ),
    ]
    return [row for row in known if row[2]]


def line_of(row: Handler, viewer: User) -> Line:
    """Return how a handler is shown."""
    titles = {code: str(title) for code, title in company_services()}
    scopes = listed(titles.get(code, code) for code in row.scopes) or _("All services")
    name = str(row.details.get("handler_name") or row.email)
    tone, state, note = badge_of(row)
    return Line(row, name, scopes, tone, state, note, own=row.user_id == viewer.pk)


def badge_of(row: Handler) -> tuple[str, str, str]:
    """Return tone and words of the state of an authorisation, and what is to be said about it."""
    if row.state == Handler.State.ENDED:
        return "neutral", _("Ended"), ""
    if row.state == Handler.State.INVITED:
        if is_open(row, invitation_days()):
            return "info", _("Invited"), ""
        return "warn", _("Invitation has run out"), _("Invite once more, or withdraw the invitation.")
    if not row.holds:
        return "bad", _("Run out"), _("This person cannot act for the company until it is renewed.")
    if row.valid_to and row.valid_to <= today() + SOON:
        return "warn", _("Runs out soon"), _("Please renew it in time.")
    return "good", _("Active"), ""


def check_invitation(invitation: Handler | None, user: User) -> None:
    """Raise NotInvited unless the person may take the invitation: it is open, and went to his or her address."""
    if invitation is None or not is_open(invitation, invitation_days()):
        raise NotInvited("over")
    check_address(invitation, user)


def founded(company: Company) -> str:
    """Return what the founder is told."""
    if company.confirmed_at:
        return _(
            "The account of %(company)s is founded, and the register of enterprises has confirmed it."
        ) % {"company": company.name}
    return _(
        "The account of %(company)s is founded. The register of enterprises could not be asked; the account is "
        "confirmed with the first application of it that is approved. You can apply at once."
    ) % {"company": company.name}


def ended(handler: Handler) -> str:
    """Return what is said when an authorisation was ended or an invitation withdrawn."""
    if handler.user_id is None:
        return _("The invitation is withdrawn. Its link does not work any more.")
    return _("The authorisation is ended. The drafts and cases stay with the company.")
