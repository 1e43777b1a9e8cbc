"""Two officers change an issued certificate: one asks with a reason, another decides (ASVS 2.3.5, domain B11).

A revocation takes back the decision itself, so it is carried out as a move of the case by the officer who decides.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.gates import check_not_barred
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.certificates.actions import alerts, batches, deciding
from portal.certificates.models import Certificate, Proposal
from portal.certificates.policies import (
    GROUNDED,
    Refused,
    check_reason,
    may_decide,
    may_propose,
    obstacle,
)

Outcome = Proposal.Outcome


@transaction.atomic
def propose(*, certificate: Certificate, act: str, by: User, reason: str, ground: str = "") -> Proposal:
    """Ask for an act on a certificate. reason: what the holder is told, 15 characters at least.

    ground: the rule it rests on, likewise, where the act takes something from the holder. Raises NotAllowed, Refused
    (about "reason", "ground" or nothing), Blocked for who must stand back.
    """
    if not may_propose(by, certificate.application):
        raise NotAllowed("no posting to ask for it")
    check_not_barred(certificate.application, by)
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if problem := obstacle(locked, act):
        raise Refused(problem)
    reason = check_reason(reason, "reason")
    ground = check_reason(ground, "ground") if act in GROUNDED else ""
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                certificate=locked, unit=locked.unit, act=act, reason=reason, ground=ground, proposed_by=by
            )
    except IntegrityError:
        raise Refused(_("Something has been asked for already; it must be decided first.")) from None
    record(proposal, by, "proposed")
    alerts.call_second(proposal)
    return proposal


@transaction.atomic
def confirm(*, proposal: Proposal, by: User) -> Proposal:
    """Decide that it be done, and do it. Raises NotAllowed, Blocked, Refused when it is no more possible."""
    locked = _open(proposal, by)
    if locked.certificate is not None and (problem := obstacle(locked.certificate, locked.act)):
        raise Refused(problem)
    _decide(locked, by, Outcome.CONFIRMED)
    deciding.carry_out(locked, by)
    return locked


@transaction.atomic
def refuse(*, proposal: Proposal, by: User, answer: str) -> Proposal:
    """Decide that it be left as it is. answer: why, 15 characters at least. Raises NotAllowed, Refused."""
    locked = _open(proposal, by)
    locked.answer = check_reason(answer, "answer")
    _decide(locked, by, Outcome.REFUSED)
    return locked


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User) -> Proposal:
    """Take back what one has asked for. Raises NotAllowed for somebody else's, Refused when it is decided."""
    locked = _locked(proposal)
    if locked.proposed_by_id != by.pk:
        raise NotAllowed("somebody else asked for it")
    locked.outcome, locked.decided_at = Outcome.WITHDRAWN, timezone.now()
    locked.save()
    record(locked, by, "withdrawn")
    return locked


def _locked(proposal: Proposal) -> Proposal:
    """Return a proposal under its lock, taken after that of its case, as by a revocation. Raises Refused."""
    if proposal.certificate is not None:
        Application.objects.select_for_update(of=("self",)).get(pk=proposal.certificate.application_id)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.outcome != Outcome.OPEN:
        raise Refused(_("This has been decided meanwhile."))
    return locked


def _open(proposal: Proposal, by: User) -> Proposal:
    """Return a proposal that somebody may decide now, under its lock. Raises NotAllowed, Blocked, Refused."""
    locked = _locked(proposal)
    if locked.certificate is None:
        allowed = batches.may_decide_batch(by, locked)
    else:
        allowed = may_decide(by, locked, locked.certificate.application)
    if not allowed:
        raise NotAllowed("no second pair of eyes")
    if locked.certificate is not None:
        check_not_barred(locked.certificate.application, by)
    return locked


def _decide(proposal: Proposal, by: User, outcome: Outcome) -> None:
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, by, timezone.now()
    proposal.save()
    record(proposal, by, outcome.value)


def record(proposal: Proposal, by: User, what: str) -> None:
    """Write into the audit what an officer did with a proposal: "proposed", "confirmed", "refused" or "withdrawn"."""
    audit.record(
        actor=f"user:{by.pk}",
        action=f"proposal:{what}",
        subject=f"proposal:{proposal.pk}",
        data={"act": proposal.act, "certificate": str(proposal.certificate_id or "")},
    )
