"""A gate of the writer: a decision is revoked by one officer only after another has asked for it (four eyes)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications.gates import Move
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.certificates.actions import proposing
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
        if confirmed := asked.filter(outcome=Outcome.CONFIRMED, decided_by=move.by).last():
            check_same(move, confirmed)
            return
        words = _("Another officer has to ask for the revocation first, on the page of the certificate.")
        raise Blocked(CODE, words)
    if proposal.proposed_by_id == move.by.pk:
        raise Blocked(CODE, _("You asked for the revocation, so somebody else decides."))
    check_same(move, proposal)
    proposal.outcome, proposal.decided_by, proposal.decided_at = Outcome.CONFIRMED, move.by, timezone.now()
    proposal.save()
    proposing.record(proposal, move.by, Outcome.CONFIRMED.value)


def check_same(move: Move, proposal: Proposal) -> None:
    """Raise Blocked unless the revocation says what was asked for: both officers stand for the same words."""
    said = (move.note, str(move.grounds.get("legal_ground", "")))
    if [text.split() for text in said] != [proposal.reason.split(), proposal.ground.split()]:
        words = _(
            "Reason and legal ground must be those that were asked for. To change them, decline and ask anew."
        )
        raise Blocked(CODE, words)
