"""The rules in force on the day of the tests."""

import pytest

from portal.rulebook import queries

from .cast import TODAY


@pytest.fixture
def norms(db):
    """The rulebook of 23 November 2026, as seeded."""
    return queries.norms(TODAY)
