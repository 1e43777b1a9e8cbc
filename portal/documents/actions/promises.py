"""What becomes of a promised paper: when it is due, that it came, that it did not (A7, 容缺受理)."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.applications.actions import move
from portal.applications.models import Application, Event
from portal.applications.policies import Conflict
from portal.applications.queries import addressees
from portal.applications.states import State
from portal.audit import actions as audit
from portal.documents.models import Document, Standin
from portal.documents.queries import RUNNING, UNKEPT, titles_of
from portal.documents.signals import arrived as came
from portal.notifications.telling import tell
from portal.rulebook.queries import norms
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import add_workdays, today

#: Working days before the due day on which the applicant is reminded first.
REMIND_BEFORE = 2
MOST_AT_ONCE = 500


def set_due(*, application: Application) -> int:
    """Fix the day by which each promised paper of a case that was just accepted is due; return how many."""
    fixed = 0
    for standin in application.standins.filter(UNKEPT, due_on=None):
        due = add_workdays(today(), standin.days or 0)
        fixed += Standin.objects.filter(pk=standin.pk).update(due_on=due.on)
    return fixed


def arrived(document: Document) -> None:
    """Note that a paper came late: on the timeline, at its promise, and the case goes on if it waited for it.

    Runs in the transaction that keeps the file; the caller holds the lock of the case.
    """
    case, now = document.application, timezone.now()
    with override(case.language):
        titles = {item.code: item.title for item in case.declaration.materials}
        note = f"{titles[document.material]} – {document.name}"
    Event.objects.create(
        application=case,
        at=now,
        kind="paper",
        actor=document.uploaded_by,
        role="applicant",
        note=note,
        version=case.version,
    )
    kept = Standin.objects.filter(UNKEPT, application=case, material=document.material)
    kept.update(fulfilled_at=now)
    came.send(sender=Application, application=case)
    waiting = case.standins.filter(suspended_version=case.version)
    if case.state == State.SUSPENDED and waiting.exists() and not waiting.filter(UNKEPT).exists():
        with override(case.language):
            words = _("The paper that was missing has arrived. The review goes on.")
        move(case, State.IN_REVIEW, by=None, note=words)


def remind() -> int:
    """Remind, once two working days before and once on the due day, of papers that were promised."""
    day = today()
    near = add_workdays(day, REMIND_BEFORE).on
    rows = Standin.objects.filter(
        UNKEPT, application__state__in=RUNNING, due_on__gte=day, due_on__lte=near, reminders__lt=2
    )
    told = 0
    for standin in rows.select_related("application__owner").order_by("due_on", "pk")[:MOST_AT_ONCE]:
        wanted = 2 if standin.due_on == day else 1
        if standin.reminders < wanted:
            told += _remind(standin, wanted)
    return told


@transaction.atomic
def _remind(standin: Standin, wanted: int) -> bool:
    """Write the reminder unless somebody else just did: the row is changed first, by whoever comes first."""
    same = Standin.objects.filter(UNKEPT, pk=standin.pk, reminders=standin.reminders)
    if not same.update(reminders=wanted):
        return False
    case = standin.application
    with override(case.language):
        context = {
            "number": case.number,
            "service": str(case.declaration.title),
            "application": str(case.pk),
            "paper": titles_of(case, [standin])[0],
            "due_on": local_date(standin.due_on),
        }
    subject = f"application:{case.pk}"
    for person in addressees(case):
        tell(recipient=person, kind="paper_due", language=case.language, subject=subject, context=context)
    return True


def suspend_overdue() -> int:
    """Suspend the cases under review whose promised paper did not come by its day; return how many.

    Once a promise: when an officer lets the case go on without the paper, it is not suspended again for it.
    """
    overdue = Standin.objects.filter(
        UNKEPT, application__state=State.IN_REVIEW, due_on__lt=today(), lapsed_at=None
    )
    cases = Application.objects.filter(pk__in=overdue.values("application")).order_by("pk")
    return sum(_suspend(case) for case in cases[:MOST_AT_ONCE])


@transaction.atomic
def _suspend(application: Application) -> bool:
    case = Application.objects.select_for_update().get(pk=application.pk)
    missing = list(case.standins.filter(UNKEPT, due_on__lt=today(), lapsed_at=None))
    if case.state != State.IN_REVIEW or not missing:  # it came, or the case moved, at this very moment
        return False
    closes_on = add_workdays(today(), int(norms(today()).value("omission.close_days"))).on
    with override(case.language):
        note = _(
            "A paper that you promised has not arrived: %(papers)s. Please hand it in by %(day)s. The review then "
            "goes on; otherwise the case is closed."
        ) % {"papers": "、".join(titles_of(case, missing)), "day": local_date(closes_on)}
    grounds = {"ground": "omission", "planned_on": closes_on.isoformat()}
    moved = move(case, State.SUSPENDED, by=None, note=note, grounds=grounds)
    Standin.objects.filter(pk__in=[row.pk for row in missing]).update(
        lapsed_at=timezone.now(), closes_on=closes_on, suspended_version=moved.version
    )
    for row in missing:
        data = {"application": str(case.pk), "material": row.material}
        audit.record(actor="system", action="standin:lapsed", subject=f"standin:{row.pk}", data=data)
    return True


def close_overdue() -> int:
    """Close the cases that were suspended for a promised paper which did not come in that time either (A7).

    Return how many. A case that is suspended for any other reason stays as it is.
    """
    overdue = Standin.objects.filter(
        UNKEPT,
        application__state=State.SUSPENDED,
        suspended_version=F("application__version"),
        closes_on__lt=today(),
    )
    cases = Application.objects.filter(pk__in=overdue.values("application")).order_by("pk")
    closed = 0
    for case in cases[:MOST_AT_ONCE]:
        with override(case.language):
            missing = case.standins.filter(UNKEPT, suspended_version=case.version)
            note = _("A paper that was promised did not arrive: %(papers)s.") % {
                "papers": "、".join(titles_of(case, missing))
            }
        try:
            move(case, State.CLOSED_NO_RESPONSE, by=None, note=note, version=case.version)
        except Conflict:  # it came at this very moment
            continue
        closed += 1
    return closed
