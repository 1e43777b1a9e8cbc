"""A gate of the writer: a decision is revoked by one officer only after another has asked for it (four eyes)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications.gates import Move
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.certificates.models import Proposal

CODE = "revocation"
Outcome = Proposal.Outcome


def hold(move: Move) -> None:
    """Hold back a revocation that nobody else has asked for; one that is carried out settles what was asked.

    Raises Blocked.
    """
    if move.to != State.REVOKED or move.by is None:
        return
    asked = Proposal.objects.select_for_update(of=("self",)).filter(
        certificate__application=move.case, act=Proposal.Act.REVOKE
    )
    proposal = asked.filter(outcome=Outcome.OPEN).first()
    if proposal is None:
        if asked.filter(outcome=Outcome.CONFIRMED, decided_by=move.by).exists():
            return
        words = _("Another officer has to ask for the revocation first, on the page of the certificate.")
        raise Blocked(CODE, words)
    if proposal.proposed_by_id == move.by.pk:
        raise Blocked(CODE, _("You asked for the revocation, so somebody else decides."))
    proposal.outcome, proposal.decided_by, proposal.decided_at = Outcome.CONFIRMED, move.by, timezone.now()
    proposal.save()
