"""When things are due: working days, the same-day rule, holidays, unknown years, corrections."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.declaration import Limits
from tests import cases

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    """Return a moment of Shanghai's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def local(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def handed_in_at(text, service="TH"):
    with time_machine.travel(at(text), tick=False):
        case = cases.submitted(service)
        return Application.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("when", "intake", "promised", "statutory"),
    [
        # Tuesday; nothing special
        ("2026-11-24T10:00", "2026-11-25", "2026-12-09", "2026-12-23"),
        # Thursday before Mid-Autumn (25 to 27 September off) and National Day (1 to 7 October off);
        # Sunday 20 September and Saturday 10 October are worked
        ("2026-09-24T10:00", "2026-09-28", "2026-10-16", "2026-10-30"),
        # Saturday: the clock starts with the next working day
        ("2026-11-28T10:00", "2026-11-30", "2026-12-14", "2026-12-28"),
    ],
)
def test_a_talent_case_is_looked_at_in_one_day_and_decided_in_ten(when, intake, promised, statutory):
    case = handed_in_at(when)
    assert local(case.due_at) == f"{intake} 23:59:59"
    assert case.promised_on == date.fromisoformat(promised)
    assert case.statutory_on == date.fromisoformat(statutory)
    assert case.due_provisional is False


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2026-11-24T16:29:59", "2026-11-24 17:30:00"),
        ("2026-11-24T16:30:00", "2026-11-25 17:30:00"),
        ("2026-11-24T16:31:00", "2026-11-25 17:30:00"),
        ("2026-11-27T16:31:00", "2026-11-30 17:30:00"),  # Friday evening
        ("2026-11-28T09:00:00", "2026-11-30 17:30:00"),  # Saturday
        ("2026-09-25T09:00:00", "2026-09-28 17:30:00"),  # a holiday
        ("2026-10-10T09:00:00", "2026-10-10 17:30:00"),  # a Saturday that is worked
        ("2026-10-10T16:29:59", "2026-10-10 17:30:00"),
        ("2026-10-10T16:30:00", "2026-10-12 17:30:00"),
        ("2026-09-25T17:29:59", "2026-09-28 17:30:00"),  # late on a rest day: no later than early on it
        ("2026-09-24T16:30:00", "2026-09-28 17:30:00"),  # the last minute before a holiday of three days
        ("2026-11-24T00:00:00", "2026-11-24 17:30:00"),
    ],
)
def test_a_purchase_filing_is_decided_on_the_same_day_before_half_past_four(when, due):
    case = handed_in_at(when, "PB")
    assert local(case.due_at) == due
    assert case.promised_on.isoformat() == due[:10]


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        ("2026-11-24T10:00:00", "2026-11-24T16:29:59", "2026-11-24 17:30:00"),
        ("2026-11-24T10:00:00", "2026-11-24T16:30:00", "2026-11-25 17:30:00"),
        ("2026-11-24T10:00:00", "2026-11-28T09:00:00", "2026-11-30 17:30:00"),  # answered on a Saturday
        ("2026-11-24T10:00:00", "2026-12-01T09:00:00", "2026-12-01 17:30:00"),
    ],
)
def test_a_correction_restarts_the_same_day(asked, answered, due):
    case = handed_in_at("2026-11-24T09:00:00", "PB")
    with time_machine.travel(at(asked), tick=False):
        case = cases.correction(case, material="M1")
    with time_machine.travel(at(answered), tick=False):
        actions.resubmit(application=case, by=case.owner, **cases.handed_in("PB"))
    case.refresh_from_db()
    assert local(case.due_at) == due
    assert case.promised_on.isoformat() == case.statutory_on.isoformat() == due[:10]


def test_a_same_day_case_keeps_its_hour_until_the_decision():
    with time_machine.travel(at("2026-11-24T09:00"), tick=False):
        case = cases.proposed("PB")
    assert case.state == State.PENDING_APPROVAL
    assert local(case.due_at) == "2026-11-24 17:30:00"


def limits(monkeypatch, **changes):
    """Let the purchase filing have other limits until the test ends."""
    service = replace(registry.get("PB"), limits=Limits(**changes))
    monkeypatch.setitem(registry._services, "PB", service)


def test_a_service_without_legal_limit_has_none_and_promises_all_the_same(monkeypatch):
    limits(monkeypatch, intake="TH.intake_days", decision="TH.decision_days")
    case = handed_in_at("2026-11-24T10:00", "PB")
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 9), None)
    assert local(case.due_at) == "2026-11-25 23:59:59"
    with time_machine.travel(at("2026-11-24T11:00")):
        intake = cases.officer("intake")
        actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case.refresh_from_db()
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 8), None)
    assert local(case.due_at) == "2026-12-08 23:59:59"


def test_without_an_intake_limit_the_decision_is_counted_from_the_day_of_submission(monkeypatch):
    limits(monkeypatch, decision="TH.decision_days", statutory="TH.statutory_days")
    case = handed_in_at("2026-11-24T10:00", "PB")
    assert local(case.due_at) == "2026-12-08 23:59:59"
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 8), date(2026, 12, 22))


def test_a_service_that_promises_nothing_is_never_late(monkeypatch):
    limits(monkeypatch)
    with time_machine.travel(at("2026-11-24T10:00"), tick=False):
        case = cases.proposed("PB")
    assert (case.due_at, case.promised_on, case.statutory_on) == (None, None, None)


def test_a_same_day_service_without_legal_limit_has_none(monkeypatch):
    limits(monkeypatch, decision="PB.decision_days", same_day=True)
    case = handed_in_at("2026-11-24T10:00", "PB")
    assert (case.promised_on, case.statutory_on) == (date(2026, 11, 24), None)


@pytest.mark.parametrize("service", ["TH", "PB"])
def test_a_year_without_official_calendar_is_marked_provisional(service):
    assert handed_in_at("2031-03-03T10:00", service).due_provisional is True


def test_a_promise_that_reaches_into_an_unknown_year_is_provisional():
    assert handed_in_at("2026-12-28T10:00").due_provisional is True


def test_acceptance_on_the_last_day_keeps_the_promise():
    case = handed_in_at("2026-11-24T10:00")
    with time_machine.travel(at("2026-11-25T17:00")):
        intake = cases.officer("intake")
        actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case.refresh_from_db()
    assert case.promised_on == date(2026, 12, 9)
    assert local(case.due_at) == "2026-12-09 23:59:59"


def test_acceptance_at_once_brings_the_promise_forward():
    case = handed_in_at("2026-11-24T10:00")
    with time_machine.travel(at("2026-11-24T11:00")):
        intake = cases.officer("intake")
        actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case.refresh_from_db()
    assert case.promised_on == date(2026, 12, 8)
    assert case.statutory_on == date(2026, 12, 22)


def test_late_acceptance_never_moves_the_promise_to_a_later_day():
    case = handed_in_at("2026-11-24T10:00")
    with time_machine.travel(at("2026-12-02T10:00")):
        intake = cases.officer("intake")
        actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case.refresh_from_db()
    assert case.promised_on == date(2026, 12, 9)


def test_a_correction_is_due_in_thirty_days_and_restarts_the_clock():
    case = handed_in_at("2026-11-24T10:00")
    with time_machine.travel(at("2026-11-25T10:00")):
        case = cases.correction(case, material="M1")
    assert local(case.due_at) == "2026-12-25 23:59:59"
    with time_machine.travel(at("2026-12-01T10:00")):
        actions.resubmit(application=case, by=case.owner, **cases.handed_in("TH"))
    case.refresh_from_db()
    assert local(case.due_at) == "2026-12-02 23:59:59"
    assert case.promised_on == date(2026, 12, 16)


def test_a_case_returned_to_review_keeps_its_limit():
    with time_machine.travel(at("2026-11-24T10:00")):
        case = cases.proposed()
        case = actions.move(case, State.IN_REVIEW, by=cases.officer("approver"), public=False)
    assert local(case.due_at) == "2026-12-08 23:59:59"


@pytest.mark.parametrize("to", [State.WITHDRAWN, State.REJECTED_INTAKE, State.REFERRED])
def test_a_case_that_ended_is_not_due(to):
    case = handed_in_at("2026-11-24T10:00")
    by = case.owner if to == State.WITHDRAWN else cases.officer("intake")
    grounds = {"intake_ground": "not_required"} if to == State.REJECTED_INTAKE else {}
    assert actions.move(case, to, by=by, note=cases.REASON, grounds=grounds).due_at is None
