"""Ask for a consultation."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import posted_over
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.numbers import draw
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import overtaking_move, visible_to
from portal.applications.states import State as CaseState
from portal.consultations import memos
from portal.consultations.actions.advancing import note
from portal.consultations.models import Consultation
from portal.consultations.policies import can_request
from portal.review.acts import LEAST_REASON
from portal.review.policies import NotPossible, check_text
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today


@transaction.atomic
def request(
    *,
    case: Application,
    by: User,
    version: int,
    questions: Iterable[str],
    facts: str,
    options: Iterable[Mapping[str, str]],
    others: Iterable[Application] = (),
) -> Consultation:
    """Ask for a consultation of a case under review; the case waits in CONSULTATION while its clock keeps running.

    version: of the case as it was seen. questions: at least one. facts: at least 15 characters. options:
    {"text", "grounds"}. others: cases of the same question, which `by` must be able to see.
    It is to be convened within the working days of `consultation.convene_days` (D5).
    Raises NotPossible; Conflict when the case has moved on, NotAllowed when `by` does not review it.
    """
    locked = Application.objects.select_for_update().get(pk=case.pk)
    if locked.version != version:
        raise Conflict(overtaking_move(locked, version))
    if not can_request(by, locked):
        raise NotAllowed("only a reviewer of the case asks for a consultation, while it is under review")
    asked = [text.strip() for text in questions if text.strip()]
    if not asked:
        raise NotPossible(_("Please write at least one question."), "questions")
    row = Consultation(case=locked, requested_by=by, requested_at=timezone.now())
    row.convene_by = add_workdays(today(), int(norms(today()).value("consultation.convene_days"))).on
    row.content = {
        "questions": asked,
        "facts": check_text(facts, LEAST_REASON, "facts"),
        "options": [dict(option) for option in options],
    }
    found = _checked(others, locked, by)
    row.number = f"HS{today():%Y}-{draw(f'consultation:{today():%Y}'):04d}"
    row.save(force_insert=True)
    row.others.set(found)
    row.case = applications.move(locked, CaseState.CONSULTATION, by=by, public=False, version=version)
    note(row, by, "requested")
    memos.tell(
        row, "consultation_requested", posted_over(locked.unit, locked.district, [Role.SUPERVISOR]), by
    )
    return row


def _checked(others: Iterable[Application], case: Application, by: User) -> list[Application]:
    """Return the other cases without the case itself. Raises NotPossible for one that `by` cannot see."""
    wanted = {row.pk for row in others} - {case.pk}
    found = list(visible_to(by).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise NotPossible(_("One of the other cases cannot be found."), "others")
    return found
