"""Where a case stands with its checkpoints: which results count, and what is missing for a move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.states import Actor, State
from portal.checkpoints import registry
from portal.checkpoints.catalogue import Checkpoint, of_service
from portal.checkpoints.models import Result
from portal.checkpoints.stages import CORRECTION_ONLY, PERSONAL, Gate, Method, Stage

AUTO, MANUAL = Method.AUTO, Method.MANUAL
Outcome = Result.Outcome
#: A case that is opened again after its decision passes these stages anew.
OPENED_AGAIN = (State.ORIGIN_REFUSED, State.CERT_EXPIRED)
ANEW = (Stage.REVIEW, Stage.DECISION)


@dataclass
class Standing:
    """A case and its checkpoints. results: all of the case, in order; only those of `round` count.

    since: when the case was opened again after a decision; its examination and decision are made anew from then on.
    """

    application: Application
    checkpoints: Mapping[str, Checkpoint]
    round: int
    results: list[Result]
    since: datetime | None = None
    newest: dict[tuple[str, str], Result] = field(init=False)
    own: dict[tuple[str, int | None], Result] = field(init=False)
    findings: dict[str, Result] = field(init=False)

    def __post_init__(self) -> None:
        self.newest, self.own, self.findings = {}, {}, {}
        self.add(self.results)

    def add(self, rows: Iterable[Result]) -> None:
        """Take in results that came later."""
        for row in rows:
            if row.round != self.round or self._before(row):
                continue
            self.newest[row.checkpoint, row.method] = row
            if row.method == MANUAL and not row.overridden:
                self.own[row.checkpoint, row.actor_id] = row
            if row.method == AUTO and not row.overridden:
                self.findings[row.checkpoint] = row

    def _before(self, row: Result) -> bool:
        """Return whether a result belongs to a decision that was taken before the case was opened again."""
        return self.since is not None and row.stage in ANEW and row.at < self.since

    def halves(self, checkpoint: Checkpoint) -> tuple[Method, ...]:
        """Return by which methods a checkpoint is judged here; what no function judges, an officer does."""
        judged = checkpoint.columns["automatic"] and registry.judged(checkpoint.code, self.application)
        if not judged:
            return (MANUAL,)
        return (AUTO, MANUAL) if checkpoint.columns["manual"] else (AUTO,)

    def asked(self, checkpoint: Checkpoint) -> tuple[Method, ...]:
        """Return the methods whose result is needed: no statement where a function found that it does not apply."""
        halves, found = self.halves(checkpoint), self.newest.get((checkpoint.code, AUTO))
        if AUTO in halves and found and found.result == Outcome.NOT_APPLICABLE:
            return (AUTO,)
        return halves

    def result(self, checkpoint: Checkpoint, method: Method, officer: User | None = None) -> Result | None:
        """Return the result that counts; of a personal statement that of the officer, when one is given."""
        if method == MANUAL and checkpoint.code in PERSONAL and officer is not None:
            return self.own.get((checkpoint.code, officer.pk))
        return self.newest.get((checkpoint.code, method))

    def needed(self, gate: Gate) -> list[Checkpoint]:
        """Return the checkpoints that a move needs, in order."""
        return [
            one
            for one in self.checkpoints.values()
            if one.stage in gate.stages
            and (one.code in gate.only if gate.only else one.code not in CORRECTION_ONLY)
        ]

    def open(self, gate: Gate, officer: User | None) -> list[str]:
        """Return what is missing for a move, a sentence for each checkpoint."""
        said = []
        for one in self.needed(gate):
            lenient = one.stage in gate.against
            lacks = [self._lack(one, method, officer, lenient) for method in self.asked(one)]
            if found := next((lack for lack in lacks if lack), ""):
                said.append(f"{one.code} {one.name}: {found}")
        return said

    def own_work(self, gate: Gate, officer: User, actor: Actor) -> list[str]:
        """Return why four eyes keep an officer from a move for what he or she did here in another role.

        Who passed over a failure as approver does not hand the case on as intake or reviewer, and who examined it does
        not decide it, whoever signed.
        """
        said = []
        for one in self.needed(gate):
            rows = [row for method in Method if (row := self.newest.get((one.code, method)))]
            mine = [row for row in rows if row.actor_id == officer.pk]
            why = ""
            if actor is not Actor.APPROVER and any(row.overridden for row in mine):
                why = _("you passed over it, so somebody else goes on.")
            if (
                actor is Actor.APPROVER
                and one.stage == Stage.REVIEW
                and any(not row.overridden for row in mine)
            ):
                why = _("you examined this, so somebody else decides.")
            if why:
                said.append(f"{one.code} {one.name}: {why}")
        return said

    def _lack(self, checkpoint: Checkpoint, method: Method, officer: User | None, lenient: bool) -> str:
        row = self.result(checkpoint, method, officer)
        if row is None and method == AUTO:
            return _("it has not been judged yet.")
        if row is None and checkpoint.code in PERSONAL:
            return _("please make this statement yourself.")
        if row is None:
            return _("please tick it, or say why it does not apply.")
        if row.holds or lenient:
            return ""
        if checkpoint.code in PERSONAL:
            return _("you stated an interest, so somebody else handles this case.")
        if registry.at_move(checkpoint.code):
            return _("not passed. %(why)s") % {"why": row.words}
        return _("not passed. %(why)s An approver can pass over it with a reason.") % {"why": row.words}


def standing_of(
    application: Application,
    round_: int | None = None,
    everything: Mapping[str, Checkpoint] | None = None,
    events: Iterable[Event] | None = None,
) -> Standing:
    """Return where a case stands, in three queries; each argument that the caller knows saves one.

    One query more where the case may have been opened again. round_: of its latest submission. everything: today's
    checkpoints. events: its timeline, newest first.
    """
    if round_ is None:
        newest = application.submissions.order_by("-round").values_list("round", flat=True).first()
        round_ = newest or 0
    rows = list(application.checkpoint_results.select_related("actor").order_by("place"))
    checkpoints = of_service(application.service, everything)
    return Standing(application, checkpoints, round_, rows, _opened_again(application, rows, events))


def _opened_again(
    application: Application, rows: Iterable[Result], events: Iterable[Event] | None
) -> datetime | None:
    """Return when a case was last opened again after a decision. Asks only where that can have been."""
    if application.declaration.after != "origin" or not any(row.stage == Stage.DECISION for row in rows):
        return None
    if events is None:
        events = application.events.filter(kind="move", before__in=OPENED_AGAIN).order_by("-version")[:1]
    return next((event.at for event in events if event.kind == "move" and event.before in OPENED_AGAIN), None)
