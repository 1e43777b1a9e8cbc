"""Recording results: what functions find, what officers state, and what an approver passes over."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import gates
from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import overtaking_move
from portal.applications.states import State
from portal.audit import actions as audit
from portal.checkpoints.chain import append
from portal.checkpoints.judging import judge_and_keep
from portal.checkpoints.models import Result
from portal.checkpoints.policies import (
    NotTickable,
    check_may_tick,
    check_result,
    check_tickable,
    least_reason,
    may_override,
)
from portal.checkpoints.stages import JUDGED_IN, PERSONAL, Method
from portal.checkpoints.standing import Standing, standing_of


@dataclass(frozen=True)
class Tick:
    """What an officer states. result: of `Result.Outcome`; note: why, for all but PASS. evidence: names of papers."""

    checkpoint: str
    result: str = Result.Outcome.PASS
    note: str = ""
    evidence: tuple[str, ...] = ()


def judge(application: Application) -> list[Result]:
    """Judge the automatic checkpoints of the state that a case is in, and return what is new.

    Part of what follows a move; never refuses anything. Only what differs from the newest result is written.
    """
    stages = JUDGED_IN.get(State(application.state), ())
    if not stages:
        return []
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        standing = standing_of(application)
        wanted = [one for one in standing.checkpoints.values() if one.stage in stages]
        written = judge_and_keep(standing, wanted)
        note_written(application, written, by=None)
    return written


@transaction.atomic
def tick(
    *, application: Application, by: User, ticks: Sequence[Tick], version: int | None = None
) -> list[Result]:
    """Record what an officer states about checkpoints of the present stage; return what was written.

    version: of the case as the officer saw it. A statement that stands already, by the same officer, is not written
    again. Raises Conflict when the case moved on, NotAllowed when they are not this officer's to tick, NotTickable
    for a checkpoint of another stage or a result without the reason it needs, Blocked for who stood back.
    """
    locked = _locked(application, version)
    check_may_tick(by, locked)
    gates.check_not_barred(locked, by)
    standing = standing_of(locked)
    rows = [row for row in (_stated(standing, one, by) for one in ticks) if row is not None]
    written = append(locked, rows) if rows else []
    note_written(locked, written, by=by)
    return written


@transaction.atomic
def override(*, application: Application, by: User, checkpoint: str, reason: str) -> Result:
    """Pass over a failed checkpoint, as approver of the case, with a reason; it counts for this very finding only.

    What functions judge is judged anew first. Raises NotAllowed when the officer may not decide the case (four eyes
    too), Blocked when he or she stood back from it, NotTickable when the checkpoint has not failed or the reason is
    too short (domain D2).
    """
    locked = _locked(application, None)
    if not may_override(by, locked):
        raise NotAllowed("only an approver of the case passes over a failed checkpoint")
    gates.check_not_barred(locked, by)
    reason, least = reason.replace("\0", "").strip(), least_reason()
    if len(reason) < least:
        raise NotTickable(
            _("Please write at least %(least)s characters; there are %(count)s now.")
            % {"least": least, "count": len(reason)},
            checkpoint,
        )
    standing = standing_of(locked)
    if one := standing.checkpoints.get(checkpoint):
        note_written(locked, judge_and_keep(standing, [one]), by=None)
    failed = _failed(standing, checkpoint)
    if failed is None:
        raise NotTickable(_("This checkpoint has not failed, so there is nothing to pass over."), checkpoint)
    row = _overriding(failed, by, reason)
    append(locked, [row])
    note_written(locked, [row], by=by, action="checkpoint:overridden")
    return row


def note_written(
    application: Application, rows: Sequence[Result], *, by: User | None, action: str = "checkpoints:recorded"
) -> None:
    """Write the audit entry of results just written: which, and the head of the chain, so that a lost end is found."""
    if not rows:
        return
    audit.record(
        actor=f"user:{by.pk}" if by else "system",
        action=action,
        subject=f"application:{application.pk}",
        data={
            "results": [f"{row.checkpoint}:{row.method}:{row.result}" for row in rows],
            "place": rows[-1].place,
            "head": rows[-1].hash,
        },
    )


def _locked(application: Application, version: int | None) -> Application:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    seen = application.version if version is None else version
    if locked.state != application.state or locked.version != seen:
        raise Conflict(overtaking_move(locked, seen))
    return locked


def _stated(standing: Standing, one: Tick, by: User) -> Result | None:
    """Return the row of a statement; None when the same officer's same statement is the newest."""
    checkpoint = check_tickable(standing, one.checkpoint)
    note = check_result(one.result, one.note, one.checkpoint)
    known = standing.newest.get((one.checkpoint, Method.MANUAL))
    if known and (known.actor_id, known.result, known.note, known.overridden) == (
        by.pk,
        one.result,
        note,
        False,
    ):
        return None
    return Result(
        checkpoint=checkpoint.code,
        round=standing.round,
        stage=checkpoint.stage,
        result=one.result,
        method=Method.MANUAL,
        actor=by,
        at=timezone.now(),
        evidence=list(one.evidence),
        note=note,
        rule_version=checkpoint.since,
    )


def _failed(standing: Standing, code: str) -> Result | None:
    """Return the result that fails a checkpoint now, the automatic one first.

    A personal statement cannot be passed over: whoever has an interest stands back.
    """
    if code in PERSONAL:
        return None
    rows = [standing.newest.get((code, method)) for method in (Method.AUTO, Method.MANUAL)]
    return next((row for row in rows if row is not None and not row.holds), None)


def _overriding(failed: Result, by: User, reason: str) -> Result:
    return Result(
        checkpoint=failed.checkpoint,
        round=failed.round,
        stage=failed.stage,
        result=failed.result,
        overridden=True,
        method=failed.method,
        actor=by,
        at=timezone.now(),
        evidence=failed.evidence,
        note=reason,
        evaluator_version=failed.evaluator_version,
        rule_version=failed.rule_version,
    )
