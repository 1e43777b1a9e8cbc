"""The record a company needs for several purchases or for twelve months (R-EN-06)."""

from datetime import date, timedelta

import pytest

from portal.catalog.declaration import NoPast
from portal.standards.periods import add_months
from services.filings.company.history import GOOD, Probation
from tests.services.filings.past import OtherCases

TODAY, CODE = date(2026, 11, 24), "91320500MA1WTEKT9C"
YEAR = Probation(12, ["PB"])


@pytest.mark.parametrize(
    ("certified", "incident", "passed"),
    [
        pytest.param("2025-11-24", None, True, id="a year ago to the day"),
        pytest.param("2025-11-25", None, False, id="a day short"),
        pytest.param(None, None, False, id="no certificate"),
        pytest.param("2024-01-01", "2025-11-23", True, id="an incident before the year"),
        pytest.param("2024-01-01", "2025-11-24", False, id="an incident at its first day"),
    ],
)
def test_passed(certified, incident, passed):
    past = OtherCases(certified=certified, incident=incident)
    assert YEAR.passed(CODE, past, TODAY) is passed
    assert (YEAR.possible_from(CODE, past, TODAY) == TODAY) is passed


@pytest.mark.parametrize(
    ("certified", "incident", "since"),
    [
        ("2026-06-24", None, date(2027, 6, 24)),
        ("2026-11-24", None, date(2027, 11, 24)),
        ("2024-01-01", "2026-05-10", date(2027, 5, 24)),
        ("2024-01-01", "2026-11-24", date(2027, 11, 25)),
    ],
)
def test_possible_from(certified, incident, since):
    past = OtherCases(certified=certified, incident=incident)
    found = YEAR.possible_from(CODE, past, TODAY)
    assert found == since
    assert YEAR.passed(CODE, past, found)
    assert not YEAR.passed(CODE, past, add_months(found, -1) - timedelta(days=1))


def test_nothing_is_possible_without_a_certificate_or_a_code():
    assert YEAR.possible_from(CODE, NoPast(), TODAY) is None
    assert YEAR.possible_from("", OtherCases(certified="2020-01-01"), TODAY) is None
    assert not YEAR.passed("", OtherCases(certified="2020-01-01"), TODAY)


def test_a_closed_incident_is_forgiven_only_where_told():
    past = OtherCases(certified="2020-01-01", incident="2026-11-01", closed=True)
    assert not YEAR.passed(CODE, past, TODAY)
    assert Probation(12, ["PB"], open_only=True).passed(CODE, past, TODAY)
    standing = OtherCases(certified="2020-01-01", incident="2026-11-01")
    assert not Probation(12, ["PB"], open_only=True).passed(CODE, standing, TODAY)


def test_certificates_of_other_services_and_cases_that_failed_do_not_count():
    assert not Probation(12, ["TB", "TP"]).passed(CODE, OtherCases(certified="2020-01-01"), TODAY)
    assert {"DENIED", "WITHDRAWN", "REVOKED", "REJECTED_INTAKE"}.isdisjoint(GOOD)
