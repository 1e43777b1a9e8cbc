"""How two ways are compared: turn and turn about in one process, by the CPU time each takes."""

import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

#: Rounds when nothing else is said. BENCH_ROUNDS changes it (the test of the harness takes few).
ROUNDS = 150
WARM_UP = 10
#: Where many pairs are compared: rounds of each, and how many of the worst are measured in all rounds.
SOME_ROUNDS, AGAIN = 30, 3
Times = tuple[list[float], list[float]]
Clock = Callable[[Callable[[], None]], float]


class Skipped(Exception):
    """A bench cannot be run here; the text says why."""


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


def wall(work: Callable[[], None]) -> float:
    """Return the time that passes during one piece of work, in milliseconds: what other processes do counts."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def compared(
    ours: Callable[[], None],
    reference: Callable[[], None],
    clock: Clock = cpu,
    most: int | None = None,
) -> Times:
    """Return the times of both sides in milliseconds, measured in turn; who begins changes each round.

    clock: `cpu` or `wall`. most: rounds, where fewer than `rounds()` are enough.
    """
    number = min(rounds(), most or rounds())
    for _ in range(min(WARM_UP, number)):
        ours()
        reference()
    mine, theirs = [], []
    for turn in range(number):
        turns = [(ours, mine), (reference, theirs)]
        for work, times in turns if turn % 2 else reversed(turns):
            times.append(clock(work))
    return mine, theirs


def compared_all(
    pairs: Mapping[str, tuple[Callable[[], None], Callable[[], None]]], clock: Clock
) -> dict[str, Times]:
    """Return the times of several pairs by name; those that look worst are measured again, in all rounds.

    Of many medians some lie high by chance, most of all on a shared machine.
    """
    found = {name: compared(*pair, clock, SOME_ROUNDS) for name, pair in pairs.items()}
    for name in sorted(found, key=lambda name: -ratio_of(found[name]))[:AGAIN]:
        found[name] = compared(*pairs[name], clock)
    return found


def ratio_of(times: Times) -> float:
    """Return the ratio of the medians."""
    return statistics.median(times[0]) / statistics.median(times[1])


def worst(name: str, found: Mapping[str, Times], goal: float, note: str) -> Result:
    """Return the result of the pair with the greatest ratio, with all ratios in the note. Times are of a clock."""
    highest = max(found, key=lambda pair: ratio_of(found[pair]))
    ratios = ", ".join(f"{pair} {ratio_of(times):.2f}" for pair, times in found.items())
    return result(name, *found[highest], goal, f"{note}; worst: {highest}; all: {ratios}", "ms")


def spread(times: list[float]) -> str:
    """Return the middle half of the times, for the note."""
    if len(times) < 2:
        return f"{times[0]:.2f}"
    low, _middle, high = statistics.quantiles(times, n=4)
    return f"{low:.2f} to {high:.2f}"


def result(
    name: str, mine: list[float], theirs: list[float], goal: float, note: str, unit: str = "ms CPU"
) -> Result:
    """Return the result of times in milliseconds: medians, with the spread added to the note."""
    words = f"{note}; median of {len(mine)}, middle half {spread(mine)} against {spread(theirs)} ms"
    return Result(
        name,
        round(statistics.median(mine), 3),
        round(statistics.median(theirs), 3),
        unit,
        goal,
        words,
    )
