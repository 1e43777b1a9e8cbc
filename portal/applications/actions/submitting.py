"""Hand in a draft, and hand in a correction."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications import facts
from portal.applications.actions.moving import move
from portal.applications.models import Application, Submission
from portal.applications.numbers import draw
from portal.applications.places import reserve
from portal.applications.policies import Conflict, NotAllowed, acts_for
from portal.applications.queries import listed_subject, overtaking_move
from portal.applications.representing import check_represents
from portal.applications.states import State
from portal.catalog.declaration import Answers, Norms
from portal.rulebook.queries import norms as norms_on
from portal.standards import case_numbers
from portal.standards.digests import canonical_json, sha256
from portal.workdays.queries import today


@transaction.atomic
def submit(
    *,
    application: Application,
    by: User,
    answers: dict[str, Any],
    shown: dict[str, Any],
    materials: list[dict[str, Any]],
    flags: list[dict[str, Any]],
) -> Application:
    """Hand in a draft and return the case with its number. Calling it again returns the same case.

    answers: as `catalog.declaration.Answers`, checked by the caller. shown: how they were shown, by language
    (see `Submission`). materials: the documents handed in. flags: findings for the officer; one is added for a
    place that more people want than there are (R-TH-08).
    Raises NotAllowed when the draft is somebody else's, NotAuthorised when `by` may not file it for its company
    (R-EN-15), AlreadyHeld when another open case holds a fact that
    only one may hold (R-TH-13).
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != State.DRAFT and acts_for(by, locked):
        return locked  # sent twice: the first answer stands
    _check_by(locked, by, answers)
    norms = norms_on(today())
    service = locked.declaration
    unit = service.route(answers, norms)
    _keep_submission(locked, answers, shown, materials, flags, norms)
    serial = draw(f"case:{service.code}:{unit[:6]}:{norms.on:%Y%m%d}")
    return move(
        locked,
        State.SUBMITTED,
        by=by,
        changes={
            "number": case_numbers.case_number(service.code, unit[:6], norms.on, serial),
            "unit": unit,
            "district": unit[:6],
            "subject": listed_subject(service, answers),
            "submitted_at": timezone.now(),
        },
    )


@transaction.atomic
def resubmit(
    *,
    application: Application,
    by: User,
    answers: dict[str, Any],
    shown: dict[str, Any],
    materials: list[dict[str, Any]],
    flags: list[dict[str, Any]],
) -> Application:
    """Hand in a correction: a new round beside the earlier one; the intake clock starts again.

    Arguments as `submit`. Sent twice, the second call returns the case as it is. Raises Conflict when the
    case is not waiting for a correction any more, NotAllowed, NotAuthorised and AlreadyHeld as `submit`.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state == State.RECEIVED and locked.corrections.exists() and acts_for(by, locked):
        return locked
    _check_by(locked, by, answers)
    if locked.state != State.CORRECTION:
        raise Conflict(overtaking_move(locked, application.version))
    locked.corrections.filter(answered_at=None).update(answered_at=timezone.now())
    _keep_submission(locked, answers, shown, materials, flags, norms_on(today()))
    return move(locked, State.RECEIVED, by=by)


def _check_by(application: Application, by: User, answers: Answers) -> None:
    """Raise NotAllowed for somebody else's application, NotAuthorised for a company's that is not the person's."""
    if application.company_id is None and application.owner_id != by.pk:
        raise NotAllowed("only the applicant submits")
    check_represents(application, by, answers)
    if not acts_for(by, application):
        raise NotAllowed("only the applicant submits")


def receive(*, application: Application) -> Application:
    """Register a submitted case: its intake clock starts and the receipt can be downloaded."""
    return move(application, State.RECEIVED, by=None)


def _keep_submission(
    application: Application,
    answers: Answers,
    shown: dict[str, Any],
    materials: list[dict[str, Any]],
    flags: list[dict[str, Any]],
    norms: Norms,
) -> None:
    facts.keep(application, answers, norms)
    digest = sha256(canonical_json({"answers": answers, "materials": materials}))
    submission = Submission(
        application=application,
        round=application.submissions.count() + 1,
        at=timezone.now(),
        schema_version=application.declaration.schema_version,
        materials=materials,
        flags=_joined(flags, reserve(application, answers)),
        digest=digest,
    )
    Application.objects.filter(pk=application.pk).update(warnings=len(submission.flags))
    submission.content = {"answers": answers, "shown": shown}
    submission.save()


def _joined(flags: list[dict[str, Any]], full: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings with those about full places, but nothing twice about the same answer."""
    told = {(flag.get("step"), flag.get("field")) for flag in flags}
    return [*flags, *(flag for flag in full if (flag["step"], flag["field"]) not in told)]
