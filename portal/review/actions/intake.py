"""Intake: accept, ask for corrections once, refuse, refer (A8, A9)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application, Correction, CorrectionItem
from portal.applications.outcomes import Outcome
from portal.applications.policies import Conflict, check_can_move
from portal.applications.queries import overtaking_move
from portal.applications.states import State
from portal.review.company import check_penalties_seen
from portal.review.policies import (
    Item,
    check_filing_ground,
    check_intake_ground,
    check_items,
    check_may_refer,
    check_text,
)
from portal.review.queries import answer_day
from portal.review.reading import case_file


def accept(
    *, application: Application, by: User, version: int, note: str = "", acknowledged: bool = False
) -> Application:
    """Accept a case: the review begins. note: internal.

    acknowledged: the officer has seen the penalties on the company's record and accepts all the same (R-EN-16);
    kept with the move. Raises NotPossible when there are some and it is False; Conflict, NotAllowed or FourEyes
    as `move`.
    """
    penalties = check_penalties_seen(application, acknowledged)
    return move(
        application,
        State.ACCEPTED,
        by=by,
        note=note.strip(),
        public=False,
        version=version,
        changes={"acceptor": by},
        grounds={"penalties_seen": penalties} if penalties else {},
    )


@transaction.atomic
def ask_correction(*, application: Application, by: User, version: int, items: Sequence[Item]) -> Application:
    """Ask the applicant, once, to correct exactly these items; nothing else can be changed (许可法 art. 32).

    items: each with a reason of at least 15 characters. Raises NotPossible for an empty list, an item that
    the case does not have, or one already asked for that did not change; Conflict, NotAllowed or FourEyes
    as `move`.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != application.state or locked.version != version:
        raise Conflict(overtaking_move(locked, version))
    check_can_move(locked, State.CORRECTION, by)
    check_items(case_file(locked), items)
    correction = Correction.objects.create(
        application=locked,
        round=locked.corrections.count() + 1,
        asked_at=timezone.now(),
        asked_by=by,
        answer_by=answer_day(),
    )
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            correction=correction,
            step=item.step,
            field=item.field,
            material=item.material,
            reason=item.reason.strip(),
        )
        for item in items
    )
    outcome = Outcome.CORRECTION if locked.declaration.nature == "filing" else ""
    return move(locked, State.CORRECTION, by=by, version=version, outcome=outcome)


def refuse_at_intake(
    *,
    application: Application,
    by: User,
    version: int,
    ground: str,
    reason: str,
    where_to_go: str = "",
    bar: str = "",
) -> Application:
    """Refuse a case at intake; for a filing: record that it is none. reason: at least 15 characters, public.

    ground: a key of `INTAKE_GROUNDS`, of a filing see `check_filing_ground`, `bar` too.
    where_to_go: which office or service is right instead; needed unless no application is needed at all.
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    service = application.declaration
    if service.nature == "filing":
        grounds = check_filing_ground(service, ground, bar, where_to_go)
        note = check_text(reason, field="reason")
        return move(
            application,
            State.REJECTED_INTAKE,
            by=by,
            note=note,
            version=version,
            outcome=ground,
            grounds=grounds,
        )
    grounds = check_intake_ground(ground, where_to_go)
    note = check_text(reason, field="reason")
    return move(application, State.REJECTED_INTAKE, by=by, note=note, version=version, grounds=grounds)


def refer(*, application: Application, by: User, version: int, where_to_go: str) -> Application:
    """Send the applicant to the right office or way. where_to_go: at least 15 characters, public.

    Not for filings. Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    check_may_refer(application.declaration)
    return move(application, State.REFERRED, by=by, note=check_text(where_to_go), version=version)
