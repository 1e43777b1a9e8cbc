"""The visit that follows a filing (B10): the certificate is out, officers look at the place afterwards."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.outcomes import Outcome
from portal.applications.states import State
from portal.companies.models import Incident
from portal.review.actions.company import record_company
from portal.review.acts import LEAST_NOTE
from portal.review.company import uscc_of
from portal.review.policies import NotPossible, check_text
from portal.workdays.queries import today


@transaction.atomic
def record_visit(
    *,
    application: Application,
    by: User,
    version: int,
    visited_on: date,
    result: str,
    note: str = "",
    on_record: bool = False,
) -> Application:
    """Record what officers found at the place; the case then comes to its end.

    visited_on: from the day of the decision until today. result: in_order or defects. note: the holder reads it;
    at least 10 characters for defects. on_record: defects also go on the company's record, as a VIOLATION.
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    if result not in {Outcome.IN_ORDER, Outcome.DEFECTS}:
        raise NotPossible(_("Please choose what the visit found."), "result")
    _check_day(application, visited_on)
    defects = result == Outcome.DEFECTS
    note = check_text(note, LEAST_NOTE, "note") if defects else note.strip()
    grounds = {"on": visited_on.isoformat()}
    case = move(
        application, State.DELIVERED, by=by, note=note, version=version, outcome=result, grounds=grounds
    )
    uscc = uscc_of(case) if defects and on_record else ""
    if uscc:
        kind = Incident.Kind.VIOLATION
        row = Incident.objects.create(
            uscc=uscc, kind=kind, on=visited_on, note=note, case=case.number or "", recorded_by=by
        )
        record_company(uscc=uscc, by=by, action="incident:recorded", incident=str(row.pk), kind=kind)
    return case


def _check_day(application: Application, visited_on: date) -> None:
    if visited_on > today():
        raise NotPossible(_("This day has not come yet. Please check it."), "visited_on")
    decided = application.decided_at
    if decided and visited_on < timezone.localtime(decided).date():
        raise NotPossible(_("The visit follows the decision. Please check the day."), "visited_on")
