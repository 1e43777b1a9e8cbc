"""Checks that follow when a register could not be asked at submission."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import gates
from portal.applications.models import Application, Event
from portal.applications.queries import latest_submission
from portal.audit import actions as audit
from portal.catalog.sources import SOURCES
from portal.review.acts import LEAST_NOTE
from portal.review.models import FollowUp
from portal.review.policies import NotPossible, check_can_follow_up, check_text
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today

#: Kind of the internal line in the timeline.
KIND = "follow-up"


def open_follow_ups(*, application: Application) -> int:
    """Open a check for each register that was UNAVAILABLE at submission; return how many are there now.

    Due after the working days of `followup.days`. Calling it again adds nothing.
    """
    submission = latest_submission(application)
    replies = (submission.content["answers"].get(SOURCES) or {}) if submission else {}
    missing = [key for key, reply in replies.items() if reply.get("state") == "UNAVAILABLE"]
    if missing:
        due = add_workdays(today(), norms(today()).value("followup.days")).on
        FollowUp.objects.bulk_create(
            [FollowUp(application=application, source=key, due_on=due) for key in missing],
            ignore_conflicts=True,
        )
    return len(missing)


@transaction.atomic
def record_follow_up(*, follow_up: FollowUp, by: User, result: str, note: str = "") -> FollowUp:
    """Record what a later check found; the case stays where it is, officers decide what follows.

    result: CONFIRMED or CONTRADICTED. note: internal; at least 10 characters when contradicted.
    Raises NotAllowed for who does not work on the case or stood back from it, NotPossible for a check that is done or
    a short note.
    """
    locked = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    role = check_can_follow_up(by, locked.application)
    gates.check_not_barred(locked.application, by)
    if locked.state != FollowUp.State.OPEN or result not in {"CONFIRMED", "CONTRADICTED"}:
        raise NotPossible(_("Somebody has recorded this check already."))
    if result == FollowUp.State.CONTRADICTED:
        note = check_text(note, LEAST_NOTE)
    locked.state, locked.by, locked.at, locked.note = result, by, timezone.now(), note.strip()
    locked.save(update_fields=["state", "by", "at", "note"])
    Event.objects.create(
        application=locked.application,
        at=locked.at,
        kind=KIND,
        actor=by,
        role=role,
        note=f"{locked.source}|{result}|{locked.note}",
        public=False,
        version=locked.application.version,
    )
    audit.record(
        actor=f"user:{by.pk}",
        action="followup:recorded",
        subject=f"application:{locked.application_id}",
        data={"source": locked.source, "result": result},
    )
    return locked
