"""What the chair does: accept or not, name members, convene, keep the minutes, conclude."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import actions as applications
from portal.applications.states import State as CaseState
from portal.consultations import memos
from portal.consultations.actions.advancing import advance, hold, note
from portal.consultations.models import Consultation, Member
from portal.consultations.policies import (
    check_chair,
    check_may_be_member,
    missing_members,
    missing_opinions,
)
from portal.consultations.states import GATHERING, Actor, Kind, Stance, State
from portal.review.acts import LEAST_REASON
from portal.review.policies import NotPossible, check_text
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today


def accept(*, consultation: Consultation, by: User, version: int) -> Consultation:
    """Take a request on; `by` becomes the chair. Raises Conflict, NotAllowed."""
    return advance(
        consultation, State.ACCEPTED, by=by, actor=Actor.CHAIR, version=version, changes={"chair": by}
    )


@transaction.atomic
def reject(*, consultation: Consultation, by: User, version: int, reason: str) -> Consultation:
    """Not take a request on; the case is back under review at once. reason: at least 15 characters, internal.

    Raises NotPossible, Conflict, NotAllowed.
    """
    record = {"rejection": check_text(reason, LEAST_REASON, "reason")}
    row = advance(
        consultation,
        State.REJECTED,
        by=by,
        actor=Actor.CHAIR,
        version=version,
        changes={"chair": by},
        record=record,
    )
    _back_to_review(row)
    memos.tell(row, "consultation_rejected", [row.requested_by], by)
    return row


@transaction.atomic
def invite(*, consultation: Consultation, by: User, version: int, officer: User, kind: str) -> Member:
    """Name a member; from any unit, who then reads this consultation and nothing else of the case.

    kind: of `states.Kind`. Raises NotPossible for who may not be one, Conflict, NotAllowed.
    """
    locked = hold(consultation, version)
    check_chair(by, locked, GATHERING)
    check_may_be_member(officer, locked)
    if kind not in Kind.values:
        raise NotPossible(_("Please choose one of the kinds of members."), "kind")
    if locked.members.filter(officer=officer).exists():
        raise NotPossible(_("This person is a member already."), "officer")
    member = Member.objects.create(consultation=locked, officer=officer, kind=kind)
    _changed(locked)
    note(locked, by, "invited", {"officer": officer.pk, "kind": kind})
    memos.tell(locked, "consultation_invited", [officer], by)
    return member


@transaction.atomic
def dismiss(*, member: Member, by: User, version: int) -> None:
    """Take a member off who has said nothing yet. Raises NotPossible after an opinion, Conflict, NotAllowed."""
    locked = hold(member.consultation, version)
    check_chair(by, locked, GATHERING)
    row = Member.objects.filter(pk=member.pk).first()
    if row is None or row.stance or row.declared:
        raise NotPossible(_("Who has declared something or given an opinion stays in the minutes."))
    row.delete()
    _changed(locked)
    note(locked, by, "dismissed", {"officer": row.officer_id, "kind": row.kind})


@transaction.atomic
def convene(*, consultation: Consultation, by: User, version: int) -> Consultation:
    """Convene the members, at least three with the handling unit, the legal unit and the business line (D5).

    To be concluded within the working days of `consultation.conclude_days`. Raises NotPossible, Conflict, NotAllowed.
    """
    locked = hold(consultation, version)
    check_chair(by, locked, [State.ACCEPTED])
    if missing := missing_members(locked.members.all()):
        raise NotPossible(" ".join(missing))
    term = add_workdays(today(), int(norms(today()).value("consultation.conclude_days"))).on
    changes = {"chair": by, "convened_at": timezone.now(), "conclude_by": term}
    row = advance(consultation, State.CONVENED, by=by, actor=Actor.CHAIR, version=version, changes=changes)
    members = [member.officer for member in row.members.select_related("officer")]
    memos.tell(row, "consultation_convened", members, by)
    return row


@transaction.atomic
def keep_minutes(*, consultation: Consultation, by: User, version: int, minutes: str) -> Consultation:
    """Keep the minutes so far; they can be changed until the conclusion. Raises Conflict, NotAllowed."""
    locked = hold(consultation, version)
    check_chair(by, locked, [State.CONVENED])
    locked.record = {**locked.record, "minutes": minutes.strip()}
    locked.version += 1
    locked.save(update_fields=["record_sealed", "version"])
    note(locked, by, "minutes")
    return locked


@transaction.atomic
def conclude(
    *,
    consultation: Consultation,
    by: User,
    version: int,
    conclusion: str,
    text: str,
    minutes: str,
    dissent: str = "",
) -> Consultation:
    """Conclude what the members advise; the case goes back to its reviewer by itself.

    conclusion: of `states.Stance`. text and minutes: at least 15 characters each. dissent: needed when a member
    advises otherwise. Raises NotPossible while fewer than three, or one of the three kinds that are needed, have not
    been heard (D5); Conflict, NotAllowed.
    """
    locked = hold(consultation, version)
    check_chair(by, locked, [State.CONVENED])
    if missing := missing_opinions(locked.members.all()):
        raise NotPossible(" ".join(missing))
    if conclusion not in Stance.values:
        raise NotPossible(_("Please choose what is concluded."), "conclusion")
    differing = locked.members.exclude(stance="").exclude(stance=conclusion).exists()
    if differing and not dissent.strip():
        raise NotPossible(
            _("A member advises otherwise. Please write down the dissenting opinion."), "dissent"
        )
    record = {
        "conclusion": check_text(text, LEAST_REASON, "text"),
        "minutes": check_text(minutes, LEAST_REASON, "minutes"),
        "dissent": dissent.strip(),
    }
    changes = {"chair": by, "conclusion": conclusion, "concluded_at": timezone.now()}
    row = advance(
        consultation,
        State.CONCLUDED,
        by=by,
        actor=Actor.CHAIR,
        version=version,
        changes=changes,
        record=record,
    )
    _back_to_review(row)
    members = [member.officer for member in row.members.select_related("officer")]
    memos.tell(row, "consultation_concluded", [row.requested_by, *members], by)
    return row


def _changed(consultation: Consultation) -> None:
    consultation.version += 1
    consultation.save(update_fields=["version"])


def _back_to_review(consultation: Consultation) -> None:
    """The portal brings the case back to its reviewer; its time limit is what it was."""
    consultation.case = applications.move(consultation.case, CaseState.IN_REVIEW, by=None, public=False)
