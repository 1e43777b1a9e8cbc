"""Whom the portal calls when a paper cannot be made, and when the seal runs out."""

import logging

from portal.accounts import reach
from portal.accounts.models import Posting, Role, User
from portal.certificates import memos
from portal.certificates.models import Certificate, Proposal
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
    """Put into the inbox of the approvers of a certificate's unit that something waits for them; return how many."""
    if proposal.certificate is None:
        return 0
    case = proposal.certificate.application
    posted = Posting.objects.filter(reach.above((case.unit, case.district)), role=Role.APPROVER, active=True)
    people = User.objects.filter(pk__in=posted.values("user"), is_active=True).exclude(
        pk=proposal.proposed_by_id
    )
    context = {"number": proposal.certificate.number}
    for one in people.order_by("pk"):
        inbox.put(recipient=one, kind=memos.PROPOSED, subject=f"application:{case.pk}", context=context)
    return len(people)


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
