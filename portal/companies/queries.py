"""Which companies somebody may act for, and what stands on a company's record."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.companies.models import Company, Handler, Incident
from portal.rulebook.queries import norms
from portal.standards.digests import sha256
from portal.workdays.queries import today


def acting(user: User) -> QuerySet[Handler]:
    """Return the authorisations of a person that hold today; none for visitors."""
    if not user.is_authenticated:
        return Handler.objects.none()
    holds = Q(valid_to=None) | Q(valid_to__gte=today())
    return Handler.objects.filter(holds, user=user, state=Handler.State.ACTIVE)


def memberships(user: User) -> QuerySet[Handler]:
    """Return the authorisations of a person that nobody has ended, also those whose day has passed."""
    if not user.is_authenticated:
        return Handler.objects.none()
    return Handler.objects.filter(user=user, state=Handler.State.ACTIVE)


def handlings_of(user: User) -> list[Handler]:
    """Return what `memberships` does with the companies, by name, for pages; details stay sealed.

    Kept on the user object: asked many times in one request, read once. What decides is asked anew.
    """
    return [row for row in _handlings(user) if row.state == Handler.State.ACTIVE]


def ended_of(user: User) -> list[tuple[UUID, datetime]]:
    """Return (company, when) of the authorisations of a person that were ended."""
    return [(row.company_id, row.ended_at) for row in _handlings(user) if row.ended_at is not None]


def _handlings(user: User) -> list[Handler]:
    if not user.is_authenticated:
        return []
    kept: list[Handler] | None = getattr(user, "_handlings", None)
    if kept is None:
        rows = Handler.objects.filter(user=user).select_related("company").order_by("company__name", "pk")
        kept = list(rows.defer("details_sealed", "company__profile_sealed"))
        user._handlings = kept  # type: ignore[attr-defined]
    return kept


def names_for(user: User) -> dict[tuple[UUID, int], str]:
    """Return the names of the handlers, also former ones, of the companies of a person, by (company, account).

    One query a request, kept on the user object. Nobody outside a company is told its handlers' names.
    """
    kept: dict[tuple[UUID, int], str] | None = getattr(user, "_handler_names", None)
    if kept is None:
        mine = {row.company_id for row in handlings_of(user)}
        rows = Handler.objects.filter(company__in=mine, user__isnull=False).order_by("created_at")
        kept = {
            (row.company_id, row.user_id): str(row.details.get("handler_name") or "")
            for row in rows
            if row.user_id is not None
        }
        user._handler_names = kept  # type: ignore[attr-defined]
    return kept


def forget_handlings(user: User) -> None:
    """Have what is kept on the user object read again: something was changed with this very object at hand."""
    user.__dict__.pop("_handlings", None)
    user.__dict__.pop("_handler_names", None)


def companies_of(user: User, service: str = "") -> list[Company]:
    """Return the companies that a person may act for today (in a service, when its code is given), by name."""
    rows = (row for row in handlings_of(user) if row.holds and (not service or row.covers(service)))
    return [row.company for row in rows]


def handler_for(user: User, company: Company) -> Handler | None:
    """Return the authorisation by which a person acts for a company today; None when there is none."""
    return acting(user).filter(company=company).first()


def belongs_to(user: User, company_id: UUID | None, since: datetime) -> bool:
    """Return whether somebody is a handler of a company, or was one at that moment or later (four eyes).

    Also one whose authorisation has run out: whoever leaves does not become impartial about what was filed before.
    """
    if company_id is None:
        return False
    active = any(row.company_id == company_id for row in handlings_of(user))
    return active or any(company == company_id and at >= since for company, at in ended_of(user))


def managers_of(company_id: UUID) -> list[User]:
    """Return who manages an account: those authorised today, or, when there are none, those who may renew it."""
    rows = Handler.objects.filter(
        company=company_id, state=Handler.State.ACTIVE, role=Handler.Role.MANAGER
    ).select_related("user")
    managers = list(rows.order_by("joined_at", "pk"))
    now = [row for row in managers if row.holds] or managers
    return [row.user for row in now if row.user is not None]


def accounts_of(user: User) -> QuerySet[Company]:
    """Return the accounts whose page a person may open: those of which he or she is a handler."""
    return Company.objects.filter(pk__in=memberships(user).values("company"))


def handlers_of(company: Company) -> list[Handler]:
    """Return the handlers of an account: managers first, then handlers, invitations and those who have left."""
    order = {Handler.State.ACTIVE: 0, Handler.State.INVITED: 1, Handler.State.ENDED: 2}
    rows = company.handlers.select_related("user").order_by("created_at", "pk")
    return sorted(rows, key=lambda row: (order[Handler.State(row.state)], row.role != Handler.Role.MANAGER))


def confirmed_of(uscc: str) -> Company | None:
    """Return the confirmed account of a credit code; None when there is none."""
    return Company.objects.filter(uscc=uscc, confirmed_at__isnull=False).first()


def overtaken(companies: Iterable[Company]) -> frozenset[UUID]:
    """Return the keys of those accounts that are unconfirmed while another one of their credit code is confirmed.

    One query for all of them, none when each is confirmed. Nobody submits from such an account any more.
    """
    open_ones = {company.pk: company.uscc for company in companies if company.confirmed_at is None}
    if not open_ones:
        return frozenset()
    taken = Company.objects.filter(uscc__in=set(open_ones.values()), confirmed_at__isnull=False)
    codes = set(taken.values_list("uscc", flat=True))
    return frozenset(key for key, uscc in open_ones.items() if uscc in codes)


def by_token(token: str) -> Handler | None:
    """Return the invitation that a link was made for; None for any other text, and for a link that was used."""
    found = Handler.objects.filter(token=sha256(token.encode()), state=Handler.State.INVITED)
    return found.select_related("company").first()


def invitation_days() -> int:
    """Return how many days an invitation may be used."""
    return int(norms(today()).value("company.invitation_days"))


def incidents_of(uscc: str) -> QuerySet[Incident]:
    """Return what stands on the record of a company (its credit code), newest first; nothing for an empty code."""
    if not uscc:
        return Incident.objects.none()
    return Incident.objects.filter(uscc=uscc).order_by("-on", "-created_at")
