"""How two ways are compared: turn and turn about in one process, by the CPU time each takes."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

#: Rounds when nothing else is said. BENCH_ROUNDS changes it (the test of the harness takes few).
ROUNDS = 150
WARM_UP = 10


@dataclass(frozen=True)
class Result:
    """One line of the table. `goal`: the ratio (ours / reference) that must not be passed, or be reached (at_least)."""

    name: str
    ours: float
    reference: float
    unit: str
    goal: float
    note: str
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """How many times the reference ours is."""
        return round(self.ours / self.reference, 3)

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def line(self) -> dict[str, Any]:
        """Return the result as `bench.json` holds it."""
        kept = asdict(self)
        goal, note = kept.pop("goal"), kept.pop("note")
        del kept["at_least"]
        return {**kept, "ratio": self.ratio, "goal": goal, "holds": self.holds, "note": note}


def rounds() -> int:
    """Return how often each side is measured."""
    return int(os.environ.get("BENCH_ROUNDS", ROUNDS))


def cpu(work: Callable[[], None]) -> float:
    """Return the CPU time of this process for one piece of work, in milliseconds. Garbage is collected as always."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def compared(ours: Callable[[], None], reference: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Return the CPU times of both sides in milliseconds, measured in turn; who begins changes each round."""
    for _ in range(min(WARM_UP, rounds())):
        ours()
        reference()
    mine, theirs = [], []
    for number in range(rounds()):
        turns = [(ours, mine), (reference, theirs)]
        for work, times in turns if number % 2 else reversed(turns):
            times.append(cpu(work))
    return mine, theirs


def spread(times: list[float]) -> str:
    """Return the middle half of the times, for the note."""
    if len(times) < 2:
        return f"{times[0]:.2f}"
    low, _middle, high = statistics.quantiles(times, n=4)
    return f"{low:.2f} to {high:.2f}"


def result(name: str, mine: list[float], theirs: list[float], goal: float, note: str) -> Result:
    """Return the result of times in milliseconds of CPU: medians, with the spread added to the note."""
    words = f"{note}; median of {len(mine)}, middle half {spread(mine)} against {spread(theirs)} ms"
    return Result(
        name,
        round(statistics.median(mine), 3),
        round(statistics.median(theirs), 3),
        "ms CPU",
        goal,
        words,
    )
