"""Whom the portal calls when a paper cannot be made, and when the seal runs out."""

import logging
from typing import Any

from django.utils import timezone

from portal.accounts import reach
from portal.accounts.models import Posting, Role, User
from portal.applications.models import Application
from portal.applications.policies import has_part
from portal.certificates import memos
from portal.certificates.models import Certificate, Proposal
from portal.certificates.policies import kept_apart
from portal.certificates.queries import may_open
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.seals import current
from portal.seals.errors import SealUnavailable

log = logging.getLogger(__name__)
#: Days before the end of the seal's certificate on which those who keep it are called, each once.
SEAL_WARNINGS = (30, 7, 1)


def operators(place: tuple[str, str] | None = None) -> list[User]:
    """Return who sees to papers that stopped: the supervisors of the case's unit, its district, the city.

    place: unit and district of the case; None: those of the city.
    """
    posted = Posting.objects.filter(role=Role.SUPERVISOR, active=True, user__is_active=True)
    rows = posted.filter(reach.above(place) if place else reach.above())
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("pk"))


def call_operators(certificate: Certificate) -> int:
    """Put into the inbox of the operators that a paper stopped, and why; return how many were called."""
    case = certificate.application
    context = {
        "number": case.number,
        "type": certificate.type,
        "missing": [f"U+{ord(char):04X}" for char in certificate.missing],
        "characters": certificate.missing,
    }
    called = [
        inbox.put(recipient=one, kind=memos.STOPPED, subject=f"application:{case.pk}", context=context)
        for one in operators((case.unit, case.district))
    ]
    return len(called)


def call_second(proposal: Proposal) -> int:
    """Put into the inbox of those who may decide on a proposal that it waits for them; return how many were called.

    Of a batch: the approvers whose units cover each of its certificates. Call it when the batch has its items.
    """
    people = second_officers(proposal)
    kind = memos.BATCH_PROPOSED if proposal.certificate is None else memos.PROPOSED
    for one in people:
        inbox.put(
            recipient=one,
            kind=kind,
            subject=subject_of(proposal),
            context=named(proposal),
            by=proposal.proposed_by,
        )
    return len(people)


def second_officers(proposal: Proposal) -> list[User]:
    """Return who may decide on a proposal: approvers who did not ask, over all its cases, with no part in them."""
    if proposal.certificate is None:
        items = Certificate.objects.filter(pk__in=proposal.items.values("certificate"))
        places = set(items.values_list("application__unit", "application__district").distinct())
        cases: list[Application] = []
    else:
        cases = [proposal.certificate.application]
        places = {(cases[0].unit, cases[0].district)}
    posted = Posting.objects.filter(role=Role.APPROVER, active=True)
    for place in places:
        over = Posting.objects.filter(reach.above(place), role=Role.APPROVER, active=True)
        posted = posted.filter(user__in=over.values("user"))
    people = User.objects.filter(pk__in=posted.values("user"), is_active=True)
    others = people.exclude(pk=proposal.proposed_by_id).order_by("pk")
    return [one for one in others if not any(is_apart(one, case, proposal) for case in cases)]


def is_apart(officer: User, case: Application, proposal: Proposal) -> bool:
    """Return whether an approver must keep away: part in the case, stood back, or handled what is to be revoked."""
    return has_part(officer, case) or not may_open(officer, case) or bool(kept_apart(officer, proposal))


def settle(sender: type[Proposal], instance: Proposal, **_signal: Any) -> None:
    """Mark the calls for a proposal as read when it is not open any more, and tell who asked what was decided.

    A receiver of `post_save`, so that whoever decides, by whichever way, need not think of it.
    """
    if instance.outcome == Proposal.Outcome.OPEN:
        return
    subject, batch = subject_of(instance), instance.certificate_id is None
    calls = Memo.objects.filter(kind=memos.BATCH_PROPOSED if batch else memos.PROPOSED, subject=subject)
    calls.filter(read_at=None).update(read_at=timezone.now())
    if instance.outcome == Proposal.Outcome.WITHDRAWN:
        return
    inbox.put(
        recipient=instance.proposed_by,
        kind=memos.BATCH_DECIDED if batch else memos.DECIDED,
        subject=subject,
        context={**named(instance), "outcome": instance.outcome},
        by=instance.decided_by,
    )


def subject_of(proposal: Proposal) -> str:
    """Return what the lines about a proposal name as their subject: its certificate, or the batch."""
    if proposal.certificate_id is None:
        return f"{memos.BATCH}:{proposal.pk}"
    return f"{memos.CERTIFICATE}:{proposal.certificate_id}"


def named(proposal: Proposal) -> dict[str, Any]:
    """Return what names a proposal in the lines about it."""
    if proposal.certificate is None:
        return {"act": proposal.act, "count": proposal.items.count()}
    return {"act": proposal.act, "number": proposal.certificate.number}


def watch_seal() -> int:
    """Call the operators of the city 30, 7 and 1 days before the seal's certificate ends; return how many were called.

    Each of these days calls once, and a seal that cannot be used at all says so in the log at each look.
    """
    try:
        left, seal = current.days_left(), current.signer().fingerprint
        current.check()
    except SealUnavailable as problem:
        log.error("the seal cannot be used: %s", problem)
        return 0
    passed = [days for days in SEAL_WARNINGS if left <= days]
    if not passed:
        return 0
    log.error("the certificate of the seal ends in %s days", left)
    subject = f"seal:{seal[:16]}:{min(passed)}"
    if Memo.objects.filter(kind=memos.SEAL_ENDS, subject=subject).exists():
        return 0
    people = operators()
    for one in people:
        inbox.put(recipient=one, kind=memos.SEAL_ENDS, subject=subject, context={"days": left})
    return len(people)
