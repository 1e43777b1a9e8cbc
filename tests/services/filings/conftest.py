from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.rulebook.queries import RulesOfDay
from portal.rulebook.queries import norms as norms_on
from tests.services.filings import answers as written

TODAY = date(2026, 11, 24)


@pytest.fixture
def norms(db: None) -> RulesOfDay:
    """The rulebook as seeded, on the day the answers were written."""
    return norms_on(TODAY)


@pytest.fixture
def filing() -> Callable[..., dict[str, Any]]:
    return written.filing
