"""Found the account of a company, and confirm that it is that company's."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.catalog.sources import ask
from portal.companies import registers
from portal.companies.actions.allowing import count, may_ask_about
from portal.companies.models import Company, Handler
from portal.companies.policies import AlreadyMember, Taken
from portal.companies.queries import confirmed_of, forget_handlings
from portal.workdays.queries import today

#: What one account may found a day [P]. Each try puts a question about a person to the register of enterprises.
MOST_A_DAY = 5
#: How often a day the register is asked about one company, by whomever [P].
MOST_A_CODE = 10


def register_company(
    *, by: User, uscc: str, name: str, profile: Mapping[str, Any], details: Mapping[str, str], valid_to: date
) -> Company:
    """Found an account for somebody who asks for it, and let the register of enterprises confirm it if it can.

    uscc: a valid credit code. profile: {name, org_type, reg_district, legal_rep, legal_rep_id}, as typed.
    details: of the founder as handler (see `Handler`). The register is asked outside any transaction. Raises
    TooMany, Taken when that company has a confirmed account, AlreadyMember when `by` has founded one of that code,
    registers.NotConfirmed when the register knows no such company with that legal representative.
    """
    count(by, "company:asked", MOST_A_DAY)
    _check_free(uscc, by)
    question = {
        "uscc": uscc,
        "name": name,
        "legal_rep": str(profile.get("legal_rep", "")),
        "legal_rep_id": str(profile.get("legal_rep_id", "")),
    }
    confirmed = None
    if may_ask_about(uscc, by, MOST_A_CODE):  # else it is confirmed with its first filing
        reply = ask(registers.PLATFORM, registers.ENTERPRISE, question, registers.DEMO_FILE)
        confirmed = Company.Confirmed.REGISTER if registers.judge(reply, question) else None
    return found(
        by=by,
        uscc=uscc,
        name=name,
        profile=profile,
        details=details,
        valid_to=valid_to,
        confirmed_by=confirmed,
    )


@transaction.atomic
def found(
    *,
    by: User,
    uscc: str,
    name: str,
    profile: Mapping[str, Any],
    details: Mapping[str, str],
    valid_to: date,
    confirmed_by: Company.Confirmed | None = None,
) -> Company:
    """Create the account with `by` as its manager and return it. The register is not asked here.

    confirmed_by: what has confirmed the account already; None leaves that to its first approved filing. Raises
    Taken when a confirmed account of that code exists, AlreadyMember when `by` acts for one of that code.
    """
    User.objects.select_for_update().get(pk=by.pk)  # two presses of the button found one account
    _check_free(uscc, by)
    company = Company(uscc=uscc, name=name, profile_on=today())
    company.profile = {**profile, "name": name}
    if confirmed_by:
        company.confirmed_at, company.confirmed_by = timezone.now(), confirmed_by
    try:
        with transaction.atomic():
            company.save(force_insert=True)
    except IntegrityError:
        raise Taken(uscc) from None
    manager = Handler(
        company=company,
        user=by,
        email=by.email,
        role=Handler.Role.MANAGER,
        valid_to=valid_to,
        joined_at=timezone.now(),
    )
    manager.details = dict(details)
    manager.save(force_insert=True)
    forget_handlings(by)
    audit.record(
        actor=f"user:{by.pk}",
        action="company:found",
        subject=f"company:{company.pk}",
        data={"uscc": uscc, "confirmed": str(confirmed_by or ""), "handler": str(manager.pk)},
    )
    return company


def _check_free(uscc: str, by: User) -> None:
    if Handler.objects.filter(company__uscc=uscc, user=by, state=Handler.State.ACTIVE).exists():
        raise AlreadyMember(uscc)
    if confirmed_of(uscc):
        raise Taken(uscc)


@transaction.atomic
def confirm_by_filing(*, company: Company, case: str) -> bool:
    """Confirm an account by its first approved case (its number); return whether it is confirmed now.

    Nothing happens to an account that is confirmed already. When another one of the same code has been confirmed
    meanwhile, this one stays unconfirmed and only the audit says so.
    """
    # In the order of their keys: two approvals at the same moment wait for each other and do not deadlock.
    rows = list(Company.objects.select_for_update().filter(uscc=company.uscc).order_by("pk"))
    own = next(row for row in rows if row.pk == company.pk)
    if own.confirmed_at:
        return True
    confirmed = not any(row.confirmed_at for row in rows) and _confirm(own)
    audit.record(
        actor="system",
        action="company:confirmed" if confirmed else "company:not-confirmed",
        subject=f"company:{own.pk}",
        data={"case": case, "by": Company.Confirmed.FILING.value},
    )
    return confirmed


def _confirm(company: Company) -> bool:
    company.confirmed_at, company.confirmed_by = timezone.now(), Company.Confirmed.FILING
    try:
        with transaction.atomic():
            company.save(update_fields=["confirmed_at", "confirmed_by"])
    except IntegrityError:  # one was founded and confirmed at this very moment
        return False
    return True
