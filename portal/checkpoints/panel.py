"""The checkpoints of a case as the desk shows them: what is fine stands folded, what needs a person does not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.checkpoints.catalogue import Checkpoint, for_pages
from portal.checkpoints.forms import TicksForm
from portal.checkpoints.models import Result
from portal.checkpoints.policies import role_here
from portal.checkpoints.stages import CORRECTION_ONLY, TICKED_IN, Gate, Method, Stage, gate_of
from portal.checkpoints.standing import Standing, standing_of
from portal.checkpoints.verification import broken_in

#: Icon of a result; its word stands beside it.
ICONS = {
    "PASS": "check-circle",
    "PASS_WITH_NOTE": "information-circle",
    "NOT_APPLICABLE": "minus-circle",
    "FAIL": "x-circle",
}
#: Stages that a state shows: the approver reads what the reviewer stated.
SHOWN_IN: dict[State, tuple[Stage, ...]] = {
    **{state: stages for state, (stages, _roles) in TICKED_IN.items()},
    State.SUSPENDED: (Stage.REVIEW,),
    State.PENDING_APPROVAL: (Stage.REVIEW, Stage.DECISION),
}


@dataclass(frozen=True)
class Half:
    """One half of a checkpoint with the result that counts; none yet when `row` is None."""

    method: Method
    row: Result | None

    @property
    def icon(self) -> str:
        """The icon of the result."""
        if self.row is None:
            return "clock"
        return "shield-exclamation" if self.row.overridden else ICONS[self.row.result]

    @property
    def word(self) -> str:
        """The result in a word."""
        if self.row is None:
            return _("to be ticked") if self.method == Method.MANUAL else _("not judged yet")
        return _("passed over") if self.row.overridden else str(self.row.get_result_display())

    @property
    def words(self) -> str:
        """What was noted with the result; "" when nothing was."""
        return self.row.words if self.row else ""

    @property
    def is_fine(self) -> bool:
        """Whether nobody needs to look at it."""
        return (
            self.row is not None and not self.row.overridden and self.row.result in {"PASS", "NOT_APPLICABLE"}
        )


@dataclass(frozen=True)
class Line:
    """One checkpoint with its halves."""

    checkpoint: Checkpoint
    halves: tuple[Half, ...]

    @property
    def is_fine(self) -> bool:
        """Whether everything asked is in order without a note."""
        return all(half.is_fine for half in self.halves)

    @property
    def told(self) -> tuple[Half, ...]:
        """The halves to show unfolded: those that somebody should look at; open boxes stand in the form."""
        return tuple(half for half in self.halves if half.row is not None and not half.is_fine)

    @property
    def is_open_with_note(self) -> bool:
        """Whether the portal passed it with a note and no officer has ticked it yet."""
        held = all(half.row is None or half.row.result == "PASS_WITH_NOTE" for half in self.halves)
        return held and bool(self.told) and any(half.row is None for half in self.halves)

    @property
    def failed(self) -> bool:
        """Whether it holds the case back by a failure."""
        return any(half.row is not None and not half.row.holds for half in self.halves)


class Panel:
    """The checkpoints of a case for one officer."""

    def __init__(self, standing: Standing, officer: User) -> None:
        self.standing, self.officer, self.case = standing, officer, standing.application

    @cached_property
    def mine(self) -> bool:
        """Whether the officer ticks in this state."""
        return role_here(self.officer, self.case) is not None

    @cached_property
    def lines(self) -> list[Line]:
        """The checkpoints of the stages that this state shows."""
        stages = SHOWN_IN.get(State(self.case.state), ())
        found = self.standing.checkpoints.values()
        return [self.line(one) for one in found if one.stage in stages and one.code not in CORRECTION_ONLY]

    def line(self, one: Checkpoint) -> Line:
        """Return a checkpoint with the results that count for this officer."""
        stages, _roles = TICKED_IN.get(State(self.case.state), ((), ()))
        own = self.officer if self.mine and one.stage in stages else None
        halves = self.standing.asked(one)
        return Line(one, tuple(Half(method, self.standing.result(one, method, own)) for method in halves))

    @property
    def attention(self) -> list[Line]:
        """Those with a note, passed over, or not passed; a note that stands at its own open box is not said twice."""
        return [line for line in self.lines if line.told and line not in self.at_boxes]

    @cached_property
    def at_boxes(self) -> list[Line]:
        """Those passed with a note whose box this officer has still to tick: the note stands at the box."""
        boxes = {one.code for one in self.tickable()}
        return [line for line in self.lines if line.checkpoint.code in boxes and line.is_open_with_note]

    @property
    def folded(self) -> int:
        """How many lines stand folded."""
        return len(self.fine) + len(self.at_boxes)

    @property
    def fine(self) -> list[Line]:
        """Those in order."""
        return [line for line in self.lines if line.is_fine]

    @property
    def history(self) -> list[Result]:
        """Every result ever recorded, newest first."""
        return self.standing.results[::-1]

    @cached_property
    def broken(self) -> str:
        """What is wrong with the chain of the results, in words; "" when it is whole."""
        return broken_in(self.standing.results)

    def wanted(self, to: str) -> list[Checkpoint]:
        """Return the manual checkpoints that are open for a move and this officer's to tick. to: "" for no move."""
        gate = gate_of(self.case.state, to) if to else None
        return self._open(gate) if gate and self.mine else []

    def tickable(self) -> list[Checkpoint]:
        """Return every manual checkpoint that the officer may tick in this state, ticked already or not."""
        if not self.mine:
            return []
        stages, _roles = TICKED_IN[State(self.case.state)]
        found = self.standing.checkpoints.values()
        return [one for one in found if one.stage in stages and Method.MANUAL in self.standing.halves(one)]

    def _open(self, gate: Gate) -> list[Checkpoint]:
        stages, _roles = TICKED_IN[State(self.case.state)]
        found = []
        for one in self.standing.needed(gate):
            row = self.standing.result(one, Method.MANUAL, self.officer)
            asked = one.stage in stages and Method.MANUAL in self.standing.asked(one)
            if asked and not (row and row.holds):
                found.append(one)
        return found

    def form_for(self, act: str, to: str, data: Any = None) -> TicksForm:
        """Return the boxes of an act, bound to what was sent. act: code of it, for the ids on the page."""
        said = {line.checkpoint.code: line.told[0].words for line in self.at_boxes}
        return ticks_form(self.wanted(to), act, data, said)


def ticks_form(
    wanted: Sequence[Checkpoint], act: str, data: Any = None, said: Mapping[str, str] | None = None
) -> TicksForm:
    """Return the form of some checkpoints. act: keeps the ids apart where several forms stand on a page.

    said: what the portal noted, by code.
    """
    return TicksForm(data, wanted=wanted, said=said or {}, auto_id=f"id_{act}_%s")


def panel_of(
    application: Application,
    officer: User,
    round_: int | None = None,
    events: Iterable[Event] | None = None,
) -> Panel:
    """Return the checkpoints of a case for an officer; in one query, if the other arguments are known.

    round_: of the latest submission. events: the timeline, newest first.
    """
    return Panel(standing_of(application, round_, for_pages(), events), officer)
