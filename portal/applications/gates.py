"""Gates of the writer: what other rooms want to be sure of before a case moves, whoever asks and by whichever way.

A room registers its gate when Django starts. `actions.move` asks each under the lock of the case, after it has checked
move, person and four eyes, and before it writes. A gate raises `policies.Blocked`, or returns; what it writes is kept
with the move or not at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import Actor, State


@dataclass(frozen=True)
class Move:
    """A move about to be written. case: locked, as it still is. by: None for the portal itself.

    note, outcome, grounds, changes, public: as given to `actions.move`.
    """

    case: Application
    to: State
    by: User | None
    actor: Actor
    at: datetime
    note: str
    outcome: str
    grounds: Mapping[str, Any]
    changes: Mapping[str, Any]
    public: bool = True


Gate = Callable[[Move], None]
_gates: dict[str, Gate] = {}
_people: set[str] = set()
#: Asked about an officer who is about to do something to a case that is no move.
Bar = Callable[[Application, User], None]
_bars: dict[str, Bar] = {}


def register(name: str, gate: Gate, *, of_people: bool = False) -> None:
    """Add a gate under a name of its own; registered again, it takes the place of the former.

    of_people: it asks who acts. Such gates come first: whoever must not act is not told what else is missing.
    """
    _gates[name] = gate
    if of_people:
        _people.add(name)


def pass_all(move: Move) -> None:
    """Ask every gate, those about people first. Raises Blocked with the first that holds the move back."""
    for name in sorted(_gates, key=lambda name: name not in _people):
        _gates[name](move)


def register_bar(name: str, bar: Bar) -> None:
    """Add what keeps an officer from a case whatever he or she does to it, under a name of its own."""
    _bars[name] = bar


def check_not_barred(case: Application, officer: User) -> None:
    """Ask for an act that is no move whether the officer must keep away from the case. Raises Blocked."""
    for bar in _bars.values():
        bar(case, officer)
