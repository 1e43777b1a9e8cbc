"""Asking the functions that judge, and keeping what differs from what is known."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from portal.applications.gates import Move
from portal.applications.models import Application
from portal.catalog.checking import Judgement
from portal.checkpoints import registry
from portal.checkpoints.catalogue import Checkpoint
from portal.checkpoints.chain import append
from portal.checkpoints.looking import look_at
from portal.checkpoints.models import Result
from portal.checkpoints.stages import Method
from portal.checkpoints.standing import Standing


def judge_and_keep(
    standing: Standing, wanted: Iterable[Checkpoint], move: Move | None = None
) -> list[Result]:
    """Judge checkpoints that functions judge, write what differs from the newest finding, and return what was written.

    What an approver passed over stays passed over while the finding is the same. Call it under the lock of the case.
    """
    rows = []
    for one in wanted:
        if Method.AUTO not in standing.halves(one):
            continue
        found = _judge(one.code, standing.application, move)
        if found is not None and _differs(standing.findings.get(one.code), found[0]):
            rows.append(_row(standing, one, *found, timezone.now()))
    written = append(standing.application, rows) if rows else []
    standing.add(written)
    return written


def _judge(code: str, application: Application, move: Move | None) -> tuple[Judgement, int] | None:
    """Return what the function of a checkpoint finds, and its version; None while it has nothing to judge.

    Notes are written in the language of the office; `_row` has those that can be translated said in each.
    """
    with translation.override(settings.LANGUAGE_CODE):
        if at_move := registry.at_move(code):
            found = at_move.judge(application, move)
            return (found, at_move.version) if found else None
        if own := registry.get(code):
            return own.judge(application), own.version
        service = application.declaration
        return service.checkpoints[code](look_at(application).checked), service.schema_version


def _differs(known: Result | None, found: Judgement) -> bool:
    """Return whether a finding is another than the one kept: its words may change, what it rests on may not."""
    return known is None or (known.result, known.evidence) != (found.result, list(found.evidence))


def _row(standing: Standing, one: Checkpoint, found: Judgement, version: int, at: datetime) -> Result:
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(found.note)
    return Result(
        checkpoint=one.code,
        round=standing.round,
        stage=one.stage,
        result=found.result,
        method=Method.AUTO,
        at=at,
        evidence=list(found.evidence),
        note=said[settings.LANGUAGE_CODE],
        said=said if said[settings.LANGUAGE_CODE] else {},
        evaluator_version=version,
        rule_version=one.since,
    )
