"""A case is handed to another officer, by whoever has it or leads the unit."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.assignments import memos
from portal.assignments.actions.assigning import record_matches
from portal.assignments.actions.claiming import end_claim
from portal.assignments.actions.writing import locked, write
from portal.assignments.policies import Refused, check_may_hand_over, check_reason
from portal.assignments.queries import candidates, claim_of
from portal.notifications import inbox

#: Kind of the internal line in the timeline; its grounds name "from" and "to".
KIND = "assignment"


@transaction.atomic
def hand_over(*, application: Application, to: User, by: User, reason: str) -> Application:
    """Give a case to another officer, with a memo, a line in the timeline and an audit entry; return the case.

    to: one of `queries.candidates`. reason: at least 10 characters, read by officers only. Whatever claim there was
    ends. Raises Refused when `by` may not, `to` may not take it or has it already, or the reason is too short.
    """
    case = locked(application)
    check_may_hand_over(by, case, claim_of(case))
    reason = check_reason(reason)
    record_matches(case)
    if to.pk not in {user.pk for user in candidates(case)}:
        raise Refused(_("This officer cannot take the case now. Please choose one of those listed."), "to")
    if case.assignee_id == to.pk:
        raise Refused(_("The case is this officer's already."), "to")
    former = case.assignee
    end_claim(case)
    Event.objects.create(
        application=case,
        at=timezone.now(),
        kind=KIND,
        actor=by,
        role=case.turn,
        note=reason,
        grounds={"from": str(former) if former else "", "to": str(to)},
        public=False,
        version=case.version,
    )
    inbox.put(
        recipient=to,
        kind=memos.HANDED,
        subject=f"application:{case.pk}",
        context={"number": case.number, "who": str(by)},
        by=by,
    )
    write(case, to, by)
    return case
