"""What members say: whether they have a conflict of interest, and what they advise."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.consultations import memos
from portal.consultations.actions.advancing import hold, note
from portal.consultations.models import Member
from portal.consultations.policies import check_may_opine, check_own_seat
from portal.consultations.states import Declared, Stance
from portal.review.acts import LEAST_REASON
from portal.review.policies import NotPossible, check_text


@transaction.atomic
def declare(*, member: Member, by: User, version: int, declared: str, reason: str = "") -> Member:
    """Say whether one has a conflict of interest. declared: `none`, or `declared` with a reason (15 characters).

    A conflict stands once declared, and after an opinion nothing is declared any more.
    Raises NotPossible, NotAllowed for another's seat, Conflict.
    """
    row = _held(member, version)
    check_own_seat(by, row)
    if row.stance or row.declared == Declared.CONFLICT:
        raise NotPossible(_("What you declared stands in the minutes."))
    if declared not in {Declared.NONE, Declared.CONFLICT}:
        raise NotPossible(_("Please choose an answer."), "declared")
    if declared == Declared.CONFLICT:
        row.note = {"text": check_text(reason, LEAST_REASON, "reason")}
    row.declared = declared
    row.save(update_fields=["declared", "note_sealed"])
    note(row.consultation, by, "conflict" if declared == Declared.CONFLICT else "no-conflict")
    if declared == Declared.CONFLICT and row.consultation.chair is not None:
        memos.tell(row.consultation, "consultation_conflict", [row.consultation.chair], by)
    return row


@transaction.atomic
def opine(*, member: Member, by: User, version: int, stance: str, text: str) -> Member:
    """Give or change one's opinion until the conclusion. stance: of `states.Stance`; text: at least 15 characters.

    Raises NotPossible for who has a conflict or has not said, NotAllowed for another's seat, Conflict.
    """
    row = _held(member, version)
    check_may_opine(by, row)
    if stance not in Stance.values:
        raise NotPossible(_("Please choose an answer."), "stance")
    row.opinion = {"text": check_text(text, LEAST_REASON, "text")}
    row.stance, row.at = stance, timezone.now()
    row.save(update_fields=["stance", "at", "opinion_sealed"])
    note(row.consultation, by, "opinion", {"stance": stance})
    return row


def _held(member: Member, version: int) -> Member:
    """Lock the consultation and return the member's row as it is now. Raises Conflict, Member.DoesNotExist."""
    locked = hold(member.consultation, version)
    row = Member.objects.get(pk=member.pk)
    row.consultation = locked
    return row
