"""Give a case to an officer. The one place in which the desk does so."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.applications.models import Application
from portal.applications.policies import covers, has_part
from portal.applications.queries import visible_to
from portal.applications.states import CLOSED, Actor, State
from portal.audit import actions as audit
from portal.notifications import inbox
from portal.review.policies import NotPossible, check_may_open


@transaction.atomic
def assign_to(*, application: Application, officer: User, by: User) -> Application:
    """Give a case to an officer who can work on it now, and let him or her know; again changes nothing.

    Raises NotPossible when the case is not in the units of either, has ended, is the officer's own, or four eyes keep
    the officer from the next act; OwnCase for a case of who gives it.
    """
    if not visible_to(by).filter(pk=application.pk).exists():
        raise NotPossible(_("This case is not in your units."))
    check_may_open(by, application)
    case = Application.objects.select_for_update().get(pk=application.pk)
    _check_can_take(case, officer)
    if case.assignee_id == officer.pk:
        return case
    before = case.assignee_id
    case.assignee, case.assigned_at = officer, timezone.now()
    case.save(update_fields=["assignee", "assigned_at"])
    subject = f"application:{case.pk}"
    context = {"number": case.number, "who": str(by)}
    inbox.put(recipient=officer, kind="assigned", subject=subject, context=context, by=by)
    data = {"to": officer.pk} | ({"from": before} if before else {})
    audit.record(actor=f"user:{by.pk}", action="case:assigned", subject=subject, data=data)
    return case


def _check_can_take(case: Application, officer: User) -> None:
    """Raise NotPossible for an officer who could do nothing with the case."""
    if State(case.state) in CLOSED:
        raise NotPossible(_("This case is finished."))
    roles = [Role(case.turn)] if case.turn else [Role.INTAKE, Role.REVIEWER, Role.APPROVER]
    if not any(covers(officer, case, role) for role in roles):
        raise NotPossible(
            _("%(who)s has no post in which this case could be worked on now.") % {"who": officer}
        )
    if has_part(officer, case):
        raise NotPossible(_("%(who)s cannot handle this case.") % {"who": officer})
    acted = {case.acceptor_id, case.reviewer_id}
    if case.turn == Actor.APPROVER and officer.pk in acted:
        raise NotPossible(
            _("%(who)s worked on this case before, so somebody else decides it.") % {"who": officer}
        )
