"""Which function judges which automatic checkpoint: the platform's register theirs, services declare theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.applications.models import Application
from portal.catalog.checking import Judgement

#: Judges a checkpoint of a case as it is now; asked under the lock of a move, and when a case enters a state.
Evaluator = Callable[[Application], Judgement]


@dataclass(frozen=True)
class Registered:
    """An evaluator of the platform. version: kept with each result; raise it when the function judges otherwise."""

    judge: Evaluator
    version: int


_evaluators: dict[str, Registered] = {}


def register(checkpoint: str, judge: Evaluator, version: int = 1) -> None:
    """Name the function that judges an automatic checkpoint ("CP01") in every service that it applies to."""
    _evaluators[checkpoint] = Registered(judge, version)


def get(checkpoint: str) -> Registered | None:
    """Return the evaluator of the platform for a checkpoint; None when services judge it, or officers alone."""
    return _evaluators.get(checkpoint)
