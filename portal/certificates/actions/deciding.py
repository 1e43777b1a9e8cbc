"""What a confirmed proposal brings about."""

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.outcomes import remedies_on
from portal.applications.states import State
from portal.certificates.actions import batches
from portal.certificates.actions.requesting import reissue
from portal.certificates.actions.turning import turn
from portal.certificates.models import Certificate, Proposal, RegisterEntry
from portal.certificates.signals import turned
from portal.workdays.queries import today

Act = Proposal.Act
LINES = {
    Act.SUSPEND: RegisterEntry.Act.SUSPENDED,
    Act.RESUME: RegisterEntry.Act.RESUMED,
    Act.CANCEL: RegisterEntry.Act.CANCELLED,
}


def carry_out(proposal: Proposal, by: User) -> None:
    """Do what has been confirmed; call it under the lock of the proposal.

    Raises NotPossible of the register; for a revocation whatever `move` raises.
    """
    certificate = proposal.certificate
    if certificate is None:
        batches.begin(proposal)
    elif proposal.act == Act.REVOKE:
        grounds = {"legal_ground": proposal.ground, **remedies_on(today())}
        move(certificate.application, State.REVOKED, by=by, note=proposal.reason, grounds=grounds)
    elif proposal.act in {Act.REISSUE, Act.RENEW}:
        reissue(certificate, renewed=proposal.act == Act.RENEW)
    else:
        turn_and_tell(certificate, proposal, by)


def turn_and_tell(certificate: Certificate, proposal: Proposal, by: User) -> None:
    """Add the line of an act with both officers, and have the holder told."""
    row = turn(
        certificate,
        LINES[Act(proposal.act)],
        by=by,
        proposed_by=proposal.proposed_by,
        reason=proposal.reason,
        ground=proposal.ground,
    )
    turned.send(sender=Certificate, certificate=row, line=row.entries.order_by("-seq")[0])
