"""Gates of the writer: a revocation needs another officer who asked for it, a settlement a permit that is in force."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications.gates import Move
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.certificates.actions import proposing
from portal.certificates.models import Certificate, Proposal

CODE, PERMIT = "revocation", "permit"
Outcome = Proposal.Outcome


def hold(move: Move) -> None:
    """Hold back a revocation that nobody else has asked for; one that is carried out settles what was asked.

    Raises Blocked.
    """
    if move.to != State.REVOKED or move.by is None:
        return
    rows = Proposal.objects.select_for_update(of=("self",)).filter(
        certificate__application=move.case,
        act=Proposal.Act.REVOKE,
        outcome__in=[Outcome.OPEN, Outcome.CONFIRMED],
    )
    asked = list(rows.order_by("proposed_at"))
    if any(is_same(move, one) and one.decided_by_id == move.by.pk for one in asked):
        return  # it is being carried out
    waiting = [one for one in asked if one.outcome == Outcome.OPEN]
    if not waiting:
        words = _("Another officer has to ask for the revocation first, on the page of the certificate.")
        raise Blocked(CODE, words)
    proposal = next((one for one in waiting if is_same(move, one)), waiting[0])
    if proposal.proposed_by_id == move.by.pk:
        raise Blocked(CODE, _("You asked for the revocation, so somebody else decides."))
    if not is_same(move, proposal):
        words = _(
            "Reason and legal ground must be those that were asked for. To change them, decline and ask anew."
        )
        raise Blocked(CODE, words)
    proposal.outcome, proposal.decided_by, proposal.decided_at = Outcome.CONFIRMED, move.by, timezone.now()
    proposal.save()
    proposing.record(proposal, move.by, Outcome.CONFIRMED.value)


def is_same(move: Move, proposal: Proposal) -> bool:
    """Return whether a revocation says what was asked for: both officers stand for the same words."""
    said = (move.note, str(move.grounds.get("legal_ground", "")))
    return [text.split() for text in said] == [proposal.reason.split(), proposal.ground.split()]


def hold_suspended(move: Move) -> None:
    """Hold back the settlement on a permit that is suspended: it may not be used. Raises Blocked."""
    if move.to != State.REGISTERED:
        return
    issued = Certificate.objects.filter(application=move.case, event=None, status=Certificate.Status.ISSUED)
    if issued.filter(register=Certificate.Register.SUSPENDED).exists():
        words = _("The permit is suspended. Please have it put in force again first, on its own page.")
        raise Blocked(PERMIT, words)
