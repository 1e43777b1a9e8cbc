"""The list of sweepers: each finds what nobody holds any more and sees to it."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
_sweepers: dict[str, tuple[Callable[[], int], float]] = {}
_last: dict[str, float] = {}


def register(name: str, sweep: Callable[[], int], every: float = 0) -> None:
    """Add a sweeper: a function without arguments that returns how many rows it dealt with.

    every: seconds that a process leaves between two rounds of it; for what is due by the day and looks at much.
    """
    _sweepers[name] = sweep, every


def sweep_all() -> dict[str, int]:
    """Run every sweeper that is due and return how many rows each dealt with; -1 for one that failed (it is logged)."""
    done = {}
    for name, (sweep, every) in _sweepers.items():
        now = time.monotonic()
        if every and now - _last.get(name, -every) < every:
            done[name] = 0
            continue
        _last[name] = now
        try:
            done[name] = sweep()
        except Exception:
            log.exception("sweeper %s failed", name)
            done[name] = -1
    return done
