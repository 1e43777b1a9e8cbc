"""What becomes of the register and of the case when a paper has been stored and read back."""

from typing import Any

from portal.applications.actions import move
from portal.certificates.actions.overtaking import check_in_force
from portal.certificates.actions.turning import add, named
from portal.certificates.kinds import leads_to
from portal.certificates.models import BatchItem, Certificate, Proposal, RegisterEntry
from portal.certificates.signals import reissued

Act = RegisterEntry.Act
ANEW = (Proposal.Act.REISSUE, Proposal.Act.RENEW)


def finish(certificate: Certificate) -> None:
    """Keep an issued paper: its first line, the one it replaces, and the move of the case. Call it under its lock.

    The former certificate is in force until this moment, so its holder is never without one. Raises Overtaken when it
    is no more in force. Both lines name the officers who asked for the new one and who confirmed it, and the reason.
    """
    former, why = check_in_force(certificate, lock=True), dict[str, Any]()
    if former is not None:
        why = named(asked_by(certificate, former))
        add(former, Act.REPLACED, **(why or {"reason": certificate.number or ""}))
    certificate.save()
    add(certificate, Act.ISSUED, **why)
    BatchItem.objects.filter(successor=certificate).update(outcome=BatchItem.Outcome.DONE)
    if former is not None:
        reissued.send(sender=Certificate, certificate=certificate, former=former)
    elif (state := leads_to(certificate)) is not None:
        move(certificate.application, state, by=None, note=certificate.number or "")


def asked_by(certificate: Certificate, former: Certificate) -> Proposal | None:
    """Return the confirmed proposal, or the batch, that asked for a certificate in place of another; None for none."""
    item = BatchItem.objects.select_related("proposal").filter(successor=certificate).first()
    if item is not None:
        return item.proposal
    asked = former.proposals.filter(act__in=ANEW, outcome=Proposal.Outcome.CONFIRMED)
    return asked.order_by("-decided_at").first()
