"""Officers are away; their work goes to others on the day it begins, and is not taken back afterwards."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.assignments import memos
from portal.assignments.actions.assigning import assign
from portal.assignments.models import Absence, Claim
from portal.assignments.policies import Refused, may_enter_for
from portal.assignments.queries import away, deputies_of
from portal.audit import actions as audit
from portal.notifications import inbox
from portal.workdays.queries import today


@transaction.atomic
def enter_absence(
    *, officer: User, by: User, first_on: date, last_on: date, deputy: User | None = None
) -> Absence:
    """Enter that an officer is away from one day to another, both included; work is passed on at once if it has begun.

    deputy: gets the open cases that he or she may take; the others are given out as always. Raises Refused when `by`
    leads no unit of the officer, the days are in the past or in the wrong order, or overlap with another absence.
    """
    if not may_enter_for(by, officer):
        raise Refused(
            _("You can enter absences for yourself and for officers of your units only."), "officer"
        )
    if last_on < first_on:
        raise Refused(_("The last day lies before the first. Please check both."), "last_on")
    if last_on < today():
        raise Refused(_("These days are over already."), "last_on")
    User.objects.select_for_update(no_key=True).get(pk=officer.pk)  # two at once must not overlap
    entered = Absence.objects.filter(
        officer=officer, ended_at=None, first_on__lte=last_on, last_on__gte=first_on
    )
    if entered.exists():
        raise Refused(_("An absence on these days has been entered already."), "first_on")
    if deputy is not None and not deputies_of(officer).filter(pk=deputy.pk).exists():
        raise Refused(_("This officer cannot stand in: the role is another one."), "deputy")
    row = Absence.objects.create(officer=officer, first_on=first_on, last_on=last_on, deputy=deputy, by=by)
    if first_on <= today():
        begin(absence=row)  # locks cases, therefore before anything is recorded
    _record(row, by, "absence:entered")
    return row


@transaction.atomic
def end_absence(*, absence: Absence, by: User) -> Absence:
    """Take an absence back, or end it because the officer is here again. What was passed on stays where it is.

    Raises Refused when `by` may not, or it is over.
    """
    row = Absence.objects.select_for_update(of=("self",)).select_related("officer").get(pk=absence.pk)
    if not may_enter_for(by, row.officer):
        raise Refused(_("You can enter absences for yourself and for officers of your units only."))
    if row.ended_at is not None or row.last_on < today():
        raise Refused(_("This absence is over already."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _record(row, by, "absence:ended")
    return row


def _record(row: Absence, by: User | None, action: str, **data: int) -> None:
    audit.record(
        actor=f"user:{by.pk}" if by else "system",
        action=action,
        subject=f"user:{row.officer_id}",
        data={"from": row.first_on.isoformat(), "to": row.last_on.isoformat(), **data},
    )


@transaction.atomic
def begin(*, absence: Absence) -> int:
    """Pass the open cases of an officer on who is away from today on; return how many. A second time does nothing.

    Claims of the officer end. Who receives something is told once, with how many.
    """
    row = (
        Absence.objects.select_for_update(of=("self",)).select_related("officer", "deputy").get(pk=absence.pk)
    )
    if row.begun_at is not None or row.ended_at is not None:
        return 0
    row.begun_at = timezone.now()
    row.save(update_fields=["begun_at"])
    cases = lock_work_of(row.officer)
    Claim.objects.filter(officer=row.officer).delete()
    given = Counter(pass_to_others(cases, row.deputy))
    for receiver, count in given.items():
        context = {"count": count, "who": str(row.officer)}
        inbox.put(recipient=receiver, kind=memos.AWAY, subject=f"absence:{row.pk}", context=context)
    _record(row, None, "absence:begun", cases=len(cases))
    return len(cases)


def lock_work_of(officer: User) -> list[Application]:
    """Return the open cases of an officer, most urgent first, locked with all that he or she has claimed.

    All at once and before anything is written: whoever moves one of them holds it and waits for nothing of this.
    """
    held = Claim.objects.filter(officer=officer).values("application")
    rows = Application.objects.filter(Q(assignee=officer) & ~Q(turn="") | Q(pk__in=held)).order_by("pk")
    found = [row for row in rows.select_for_update() if row.assignee_id == officer.pk and row.turn]
    return sorted(found, key=lambda row: (row.due_at is None, row.due_at, row.pk))


def pass_to_others(cases: Iterable[Application], deputy: User | None = None) -> Iterable[User]:
    """Assign locked cases of an officer to others; yield who was given one."""
    for case in cases:
        if receiver := assign(application=case, prefer=[deputy] if deputy else []):
            yield receiver


def begin_absences() -> int:
    """Pass on the work of everybody whose absence has begun; return how many absences that were."""
    rows = list(away().filter(begun_at=None))
    for row in rows:
        begin(absence=row)
    return len(rows)
