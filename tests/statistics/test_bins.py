"""Times as counts."""

import statistics
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.bins import HOURLY, bin_of, percentile


@pytest.mark.parametrize(
    ("time", "hours"),
    [
        (timedelta(), 0),
        (timedelta(minutes=1), 1),
        (timedelta(hours=1), 1),
        (timedelta(hours=72), 72),
        (timedelta(hours=72, seconds=1), 96),
        (timedelta(days=10), 240),
        (timedelta(seconds=-5), 0),
    ],
)
def test_a_time_falls_into_the_bin_of_its_hours_or_days(time, hours):
    assert bin_of(time) == hours


def test_nothing_has_no_median():
    assert percentile({}, 0.5) is None


@given(st.lists(st.integers(0, HOURLY), min_size=1, max_size=200))
def test_the_median_of_the_counts_is_that_of_the_times(hours):
    counts = {value: hours.count(value) for value in hours}
    assert percentile(counts, 0.5) == statistics.median_low(hours)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=200), st.sampled_from([0.5, 0.9, 0.99]))
def test_so_large_a_share_of_the_times_does_not_pass_it(hours, share):
    found = percentile({value: hours.count(value) for value in hours}, share)
    assert sum(value <= found for value in hours) >= share * len(hours)
    assert sum(value < found for value in hours) < share * len(hours)
