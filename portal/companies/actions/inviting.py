"""Invite somebody to act for a company, and take an invitation."""

import secrets
from collections.abc import Mapping
from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.companies.actions.allowing import count
from portal.companies.models import Company, Handler
from portal.companies.policies import AlreadyMember, NotInvited, check_manages, is_open
from portal.companies.queries import by_token, forget_handlings, invitation_days
from portal.notifications import telling
from portal.standards.digests import sha256

#: Mails of invitation that one account may send a day [P].
MOST_A_DAY = 20


def invite(
    *,
    company: Company,
    by: User,
    email: str,
    role: str,
    scopes: list[str],
    valid_to: date,
    number: str,
    language: str,
) -> Handler:
    """Invite an address to act for a company, and mail it the link.

    role, scopes, valid_to, number (of the letter of authorisation): what the handler will have. language: of the
    mail. Raises NotManager, TooMany, AlreadyMember when the address is a handler's, telling.NotSent when the mail
    was not taken; the invitation stands then and can be sent again.
    """
    check_manages(company, by)
    count(by, "company:invites", MOST_A_DAY)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        check_manages(company, by)
        there = Handler.objects.filter(company=company, email__iexact=email).exclude(
            state=Handler.State.ENDED
        )
        if there.exists():
            raise AlreadyMember(email)
        row = Handler(
            company=company, email=email.lower(), role=role, scopes=sorted(scopes), valid_to=valid_to
        )
        row.state, row.token, row.invited_at = Handler.State.INVITED, sha256(token.encode()), timezone.now()
        row.details = {"authorization_no": number}
        row.save(force_insert=True)
        _note(row, "invited", by, role=role, scopes=row.scopes)
    _mail(row, token, language)
    return row


def invite_again(*, handler: Handler, by: User, language: str) -> Handler:
    """Send an invitation once more with a new link; the one before leads nowhere from then on.

    Raises NotManager, TooMany, NotInvited when it was taken or withdrawn meanwhile, telling.NotSent.
    """
    check_manages(handler.company, by)
    count(by, "company:invites", MOST_A_DAY)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = Handler.objects.select_for_update(of=("self",)).select_related("company").get(pk=handler.pk)
        if row.state != Handler.State.INVITED:
            raise NotInvited("over")
        row.token, row.invited_at = sha256(token.encode()), timezone.now()
        row.save(update_fields=["token", "invited_at"])
        _note(row, "invited-again", by)
    _mail(row, token, language)
    return row


@transaction.atomic
def join(*, token: str, by: User, details: Mapping[str, str]) -> Handler:
    """Take an invitation: from now on `by` acts for the company. The link cannot be used again.

    details: {handler_name, handler_doc_type, handler_doc_no, handler_mobile}. Raises NotInvited when it is used,
    withdrawn or too old ("over") or when the address it went to is none that `by` has confirmed ("address");
    AlreadyMember when `by` acts for that company already.
    """
    found = by_token(token)
    if found is None:
        raise NotInvited("over")
    row = Handler.objects.select_for_update(of=("self",)).select_related("company").get(pk=found.pk)
    if row.token != found.token or not is_open(row, invitation_days()):
        raise NotInvited("over")
    check_address(row, by)
    if Handler.objects.filter(company=row.company_id, user=by, state=Handler.State.ACTIVE).exists():
        raise AlreadyMember(str(row.company_id))
    row.user, row.state, row.token, row.joined_at = by, Handler.State.ACTIVE, "", timezone.now()
    row.details = {**row.details, **details}
    row.save()
    forget_handlings(by)
    _note(row, "joined", by)
    return row


def check_address(invitation: Handler, user: User) -> None:
    """Raise NotInvited unless the address that was invited is one the person has confirmed."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    # Compared here: a database takes the capital of a dotless i for that of an i, which is another mailbox.
    if not any(_same(address, invitation.email) for address in addresses):
        raise NotInvited("address")


def _same(one: str, other: str) -> bool:
    """Return whether two addresses are the same but for capitals of the plain alphabet."""
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())


def _mail(row: Handler, token: str, language: str) -> None:
    with override(language):
        link = settings.SITE_URL + reverse("companies:join", args=[token])
    context = {"company": row.company.name, "link": link, "days": invitation_days()}
    telling.mail(address=row.email, kind="company_invitation", language=language, context=context)


def _note(row: Handler, what: str, by: User, **data: object) -> None:
    audit.record(
        actor=f"user:{by.pk}",
        action=f"handler:{what}",
        subject=f"company:{row.company_id}",
        data={"handler": str(row.pk), **data},
    )
