"""The list of sweepers: each finds what nobody holds any more and sees to it."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)
_sweepers: dict[str, Callable[[], int]] = {}


def register(name: str, sweep: Callable[[], int]) -> None:
    """Add a sweeper: a function without arguments that returns how many rows it dealt with."""
    _sweepers[name] = sweep


def sweep_all() -> dict[str, int]:
    """Run every sweeper and return how many rows each dealt with; -1 for one that failed (it is logged)."""
    done = {}
    for name, sweep in _sweepers.items():
        try:
            done[name] = sweep()
        except Exception:
            log.exception("sweeper %s failed", name)
            done[name] = -1
    return done
