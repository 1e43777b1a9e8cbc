"""Which function judges which automatic checkpoint: the platform's register theirs, services declare theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.applications.gates import Move
from portal.applications.models import Application
from portal.catalog.checking import Judgement

#: Judges a checkpoint of a case as it is now; asked under the lock of a move, and when a case enters a state.
Evaluator = Callable[[Application], Judgement]
#: Judges what a move carries as well; None: nothing can be said before there is one.
MoveEvaluator = Callable[[Application, Move | None], Judgement | None]


@dataclass(frozen=True)
class Registered:
    """An evaluator of the platform. version: kept with each result; raise it when the function judges otherwise."""

    judge: Evaluator
    version: int


@dataclass(frozen=True)
class RegisteredAtMove:
    """An evaluator that looks at the move about to be written. version: as in `Registered`."""

    judge: MoveEvaluator
    version: int


_evaluators: dict[str, Registered] = {}
_at_move: dict[str, RegisteredAtMove] = {}


def register(checkpoint: str, judge: Evaluator, version: int = 1) -> None:
    """Name the function that judges an automatic checkpoint ("CP01") in every service that it applies to."""
    _evaluators[checkpoint] = Registered(judge, version)


def register_at_move(checkpoint: str, judge: MoveEvaluator, version: int = 1) -> None:
    """Name the function that judges an automatic checkpoint by what a move carries."""
    _at_move[checkpoint] = RegisteredAtMove(judge, version)


def get(checkpoint: str) -> Registered | None:
    """Return the evaluator of the platform for a checkpoint; None when services judge it, or officers alone."""
    return _evaluators.get(checkpoint)


def at_move(checkpoint: str) -> RegisteredAtMove | None:
    """Return the evaluator of a checkpoint that looks at the move; None when it has none."""
    return _at_move.get(checkpoint)


def judged(checkpoint: str, application: Application) -> bool:
    """Return whether a function judges this checkpoint in the service of a case."""
    known = checkpoint in _evaluators or checkpoint in _at_move
    return known or checkpoint in application.declaration.checkpoints
