"""Times as counts: which bin a time falls into, and medians and other percentiles read from the counts."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

#: Hours up to which each hour is a bin; after that each day is one.
HOURLY = 72


def bin_of(time: timedelta) -> int:
    """Return the bin of a time: its hours, rounded up; beyond three days whole days in hours."""
    hours = max(0, ceil(time.total_seconds() / 3600))
    return hours if hours <= HOURLY else ceil(hours / 24) * 24


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """Return the bin (hours) that a share of all times does not pass: 0.5 is the median; None without any time.

    counts: how many times fell into each bin. The nearest-rank method: the answer is a time that occurred.
    """
    total = sum(counts.values())
    if not total:
        return None
    rank, seen = max(1, ceil(share * total)), 0
    for hours in sorted(counts):
        seen += counts[hours]
        if seen >= rank:
            return hours
    return max(counts)
