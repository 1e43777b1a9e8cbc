"""The gate of this room: nobody moves a case that another officer is working on, or from which he or she stood back."""

from portal.accounts.models import User
from portal.applications.gates import Move
from portal.applications.models import Application
from portal.applications.policies import Blocked
from portal.applications.states import DESK
from portal.assignments.models import Claim
from portal.assignments.policies import barred, claimed_sentence, recusal_sentence


def gate(move: Move) -> None:
    """Hold back an officer who stood back or has an interest, or while another officer's claim is alive.

    What applicants and the portal itself do is never held back. Raises Blocked: "recusal" or "claim".
    """
    if move.by is None or move.actor not in DESK:
        return
    keep_away(move.case, move.by)
    claim = Claim.objects.filter(application=move.case).select_related("officer").first()
    if claim is not None and claim.officer_id != move.by.pk and claim.alive(move.at):
        raise Blocked("claim", claimed_sentence(claim))


def keep_away(case: Application, officer: User) -> None:
    """Hold back an officer who stood back from a case or has an interest in it, from acts that are no move too.

    Raises Blocked: "recusal".
    """
    if kind := barred(officer, case):
        raise Blocked("recusal", recusal_sentence(kind))
