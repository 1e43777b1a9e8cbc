"""Officers stand back from a case, by their own word or because an interest they recorded touches it.

公安机关办理行政案件程序规定 arts 17-22. The officer's own statement suffices; nobody decides on it.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.policies import covers
from portal.assignments.actions.assigning import assign, record_match
from portal.assignments.actions.writing import locked, write
from portal.assignments.matching import cases_touched, indexes_of
from portal.assignments.models import Claim, Interest, Recusal, Trace
from portal.assignments.policies import Refused, check_reason
from portal.audit import actions as audit
from portal.standards import resident_id

#: Kind of the internal line in the timeline. It says that somebody stood back, never why.
KIND = "recusal"
#: What officers may state; a match is found by the portal alone.
STATED = tuple(kind for kind in Recusal.Kind if kind is not Recusal.Kind.MATCHED)


@transaction.atomic
def stand_back(*, application: Application, by: User, kind: str, reason: str) -> Recusal:
    """Keep that an officer stands back from a case, and give the case to somebody else if it was his or hers.

    kind: kinship, interest or other. reason: at least 10 characters, read by supervisors only. Holds at once and for
    good: the gate of the writer refuses every act of the officer from now on. Raises Refused when no posting covers
    the case, the officer stood back already, or the reason is too short.
    """
    case = locked(application)
    if not covers(by, case):
        raise Refused(_("No posting of yours covers this case."))
    if kind not in STATED:
        raise Refused(_("Please choose one of the grounds listed."), "kind")
    reason = check_reason(reason)
    stated = {"kind": kind, "reason": reason}
    row, new = Recusal.objects.get_or_create(application=case, officer=by, defaults=stated)
    if not new and row.kind != Recusal.Kind.MATCHED:
        raise Refused(_("You have stood back from this case already."))
    if not new:
        Recusal.objects.filter(pk=row.pk).update(**stated)  # what was found is now stated as well
    Event.objects.create(
        application=case, at=timezone.now(), kind=KIND, actor=by, public=False, version=case.version
    )
    audit.record(
        actor=f"user:{by.pk}",
        action="recusal:stated",
        subject=f"application:{case.pk}",
        data={"kind": kind},
    )
    take_away(case, by)
    return row


def take_away(case: Application, officer: User) -> None:
    """End the claim of an officer, and assign the case anew when it was his or hers. Under the lock of the case."""
    Claim.objects.filter(application=case, officer=officer).delete()
    if case.assignee_id != officer.pk:
        return
    if case.turn:
        assign(application=case)
    else:
        write(case, None)


@transaction.atomic
def record_interest(*, officer: User, kind: str, number: str) -> Interest:
    """Keep that an officer must not touch cases of that person or company; open ones are taken away at once.

    number: canonical number of an identity document or credit code. It is kept as keyed hashes only, one for each
    key under which services keep who takes part, and masked to be known again. Raises Refused when it is recorded.
    """
    indexes = indexes_of(number)
    masked = resident_id.mask(number)
    known = Trace.objects.filter(index__in=indexes, interest__officer=officer)
    if known.exists():
        raise Refused(_("You have recorded this number already."), "number")
    touched = list(cases_touched(number).order_by("pk").select_for_update())  # before anything is recorded
    row = Interest.objects.create(officer=officer, kind=kind, masked=masked)
    Trace.objects.bulk_create(Trace(interest=row, index=index) for index in indexes)
    audit.record(
        actor=f"user:{officer.pk}",
        action="interest:recorded",
        subject=f"user:{officer.pk}",
        data={"kind": kind},
    )
    _apply(officer, touched)
    return row


def _apply(officer: User, cases: Iterable[Application]) -> None:
    """Keep the officer away from locked open cases that an interest touches."""
    for case in cases:
        if covers(officer, case):
            record_match(case, officer)
            take_away(case, officer)


@transaction.atomic
def remove_interest(*, interest: Interest, by: User) -> None:
    """Take back what an officer recorded; only by himself or herself. Cases that were found stay somebody else's.

    Raises Refused for anybody else.
    """
    if interest.officer_id != by.pk:
        raise Refused(_("Only the officer who recorded it takes it back."))
    kind = interest.kind
    interest.delete()
    audit.record(
        actor=f"user:{by.pk}", action="interest:removed", subject=f"user:{by.pk}", data={"kind": kind}
    )
