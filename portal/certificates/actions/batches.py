"""Many certificates issued anew at once: renewals of a year, or all of a kind after the organ's name changed.

One officer chooses and asks, another confirms. Then each item is asked for and made as any other certificate, a
portion at a time, by whichever worker or ticker comes along; killed in between, it goes on where it stopped.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import postings_of
from portal.applications.gates import check_not_barred
from portal.applications.policies import Blocked, NotAllowed
from portal.audit import actions as audit
from portal.certificates.actions import alerts
from portal.certificates.actions.requesting import reissue
from portal.certificates.models import BatchItem, Certificate, Proposal
from portal.certificates.policies import (
    PROPOSERS,
    SETTLED,
    Refused,
    check_reason,
    is_renewable,
    obstacle,
    papers_visible_to,
)
from portal.work.background import claim, enqueue, is_immediate

Act, Outcome = Proposal.Act, BatchItem.Outcome
#: Items that one round takes; a round is one short transaction an item.
PORTION = 100
MOST = 20_000


def eligible(
    by: User, *, kind: str, ends_from: date | None, ends_to: date | None, act: str = Act.REISSUE
) -> QuerySet[Certificate]:
    """Return the certificates in force of one type for which an officer may ask for an act, by their last day.

    ends_from, ends_to: of the last day, both inclusive; None: no bound. act: "reissue" or "renew"; of a kind that is
    not renewed there are none. Never the officer's own, none about which something has been asked for already, and
    none whose case is still on its way.
    """
    rows = papers_visible_to(by, *PROPOSERS).filter(
        type=kind, event=None, status=Certificate.Status.ISSUED, register=Certificate.Register.ACTIVE
    )
    if act == Act.RENEW and not is_renewable(kind):
        return rows.none()
    rows = rows.filter(valid_to__gte=ends_from) if ends_from else rows
    rows = rows.filter(valid_to__lte=ends_to) if ends_to else rows
    free = rows.exclude(proposals__outcome=Proposal.Outcome.OPEN).exclude(pk__in=asked_for())
    return free.filter(successors=None, application__state__in=SETTLED).order_by("created_at", "pk")


def asked_for() -> QuerySet[BatchItem, Any]:
    """Return the certificates of batches that wait for the second officer."""
    waiting = BatchItem.objects.filter(proposal__outcome=Proposal.Outcome.OPEN)
    return waiting.values("certificate")


@transaction.atomic
def propose_many(*, by: User, act: str, certificates: QuerySet[Certificate], reason: str) -> Proposal:
    """Ask that many certificates be issued anew or renewed. act: "reissue" or "renew". reason: 15 characters at least.

    Raises NotAllowed, Refused when none or more than 20,000 are chosen.
    """
    mine = [posting for posting in postings_of(by) if posting.role in PROPOSERS]
    if not mine or act not in {Act.REISSUE, Act.RENEW}:
        raise NotAllowed("no posting to ask for it")
    reason = check_reason(reason, "reason")
    chosen = list(certificates.values_list("pk", flat=True)[: MOST + 1])
    if not chosen:
        raise Refused(_("No certificate in force matches."))
    if len(chosen) > MOST:
        raise Refused(_("More than %(most)s certificates match. Please choose fewer days.") % {"most": MOST})
    proposal = Proposal.objects.create(unit=mine[0].unit, act=act, reason=reason, proposed_by=by)
    BatchItem.objects.bulk_create(
        (BatchItem(proposal=proposal, certificate_id=pk) for pk in chosen), batch_size=1000
    )
    audit.record(
        actor=f"user:{by.pk}",
        action="proposal:proposed",
        subject=f"proposal:{proposal.pk}",
        data={"act": act, "certificates": len(chosen)},
    )
    alerts.call_second(proposal)
    return proposal


def may_decide_batch(user: User, proposal: Proposal) -> bool:
    """Return whether somebody may confirm a batch: an approver, not who asked, whose units cover each of its items."""
    if proposal.proposed_by_id == user.pk:
        return False
    if not any(posting.role == Role.APPROVER for posting in postings_of(user)):
        return False
    certificates = Certificate.objects.filter(pk__in=proposal.items.values("certificate"))
    mine = papers_visible_to(user, Role.APPROVER).values("pk")
    return not certificates.exclude(pk__in=mine).exists()


def begin(proposal: Proposal) -> None:
    """Have a confirmed batch worked off after the present transaction, by a worker or, without one, by the ticker."""
    from portal.certificates.tasks import advance_batch

    if not is_immediate():
        enqueue(advance_batch, str(proposal.pk))


def advance(proposal_id: str | UUID, most: int = PORTION) -> int:
    """Ask for the next certificates of a confirmed batch; return how many items were dealt with.

    Each item in a transaction of its own, under its lock: two workers share a batch and never take the same item.
    """
    waiting = BatchItem.objects.filter(
        proposal_id=proposal_id, proposal__outcome=Proposal.Outcome.CONFIRMED, outcome=Outcome.WAITING
    )
    dealt = sum(_request(pk) for pk in list(waiting.values_list("pk", flat=True)[:most]))
    if not waiting.exists():
        left = BatchItem.objects.filter(
            proposal_id=proposal_id, outcome__in=[Outcome.WAITING, Outcome.REQUESTED]
        )
        if not left.exists():
            Proposal.objects.filter(pk=proposal_id, finished_at=None).update(finished_at=timezone.now())
    return dealt


@transaction.atomic
def _request(pk: int) -> bool:
    item = claim(BatchItem.objects.filter(outcome=Outcome.WAITING), pk)
    if item is None:
        return False
    proposal = item.proposal
    certificate = Certificate.objects.select_for_update().get(pk=item.certificate_id)
    if (
        problem := obstacle(certificate, proposal.act)
        or undecided(certificate)
        or barred(proposal, certificate)
    ):
        item.outcome, item.problem = Outcome.LEFT, problem[:300]
    else:
        item.successor = reissue(certificate, renewed=proposal.act == Act.RENEW)
        done = item.successor.status == Certificate.Status.ISSUED
        item.outcome = Outcome.DONE if done else Outcome.REQUESTED
    item.save()
    return True


def undecided(certificate: Certificate) -> str:
    """Return that something else was asked for in the meantime, which is decided first; "" when nothing was."""
    if not certificate.proposals.filter(outcome=Proposal.Outcome.OPEN).exists():
        return ""
    return _("Something else has been asked for and is not decided yet.")


def barred(proposal: Proposal, certificate: Certificate) -> str:
    """Return why the officers of a batch must keep away from one of its cases, "" when they need not."""
    for officer in (proposal.proposed_by, proposal.decided_by):
        try:
            if officer is not None:
                check_not_barred(certificate.application, officer)
        except Blocked as problem:
            return str(problem)
    return ""


def sweep() -> int:
    """Go on with the batches that are not finished; return how many items were dealt with."""
    running = Proposal.objects.filter(
        outcome=Proposal.Outcome.CONFIRMED, certificate=None, finished_at=None
    ).order_by("decided_at")
    return sum(advance(pk) for pk in list(running.values_list("pk", flat=True)[:20]))
