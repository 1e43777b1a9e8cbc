"""Stops of the clock: a lawful ground told in writing, held at the writer; the stopped time is given back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from portal.applications import actions, outcomes, stops
from portal.applications.models import Application, Event, Stop
from portal.applications.policies import Blocked, NotAllowed
from portal.applications.states import State
from portal.applications.upkeep import STOP_ENDED, remind_of_stops
from portal.audit.models import Entry
from portal.notifications import inbox
from portal.notifications.actions import compose
from portal.notifications.models import Memo, Notice
from portal.workdays.queries import add_workdays
from tests import cases

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI), tick=False)


def local(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def stopped(case, days=5, **changes):
    """Stop the clock of a case under review as an officer does; changes: other grounds or note."""
    given = {"note": cases.REASON, "grounds": cases.expert(days), **changes}
    return actions.move(case, State.SUSPENDED, by=cases.officer("reviewer"), **given)


@pytest.mark.parametrize(
    ("service", "words"), [("TP", ("《", "Administrative")), ("PB", ("参照《", "By analogy"))]
)
def test_a_stop_of_a_licence_rests_on_the_law_and_any_other_on_its_analogy(service, words):
    with at("2026-11-24T10:00"):
        case = stopped(cases.accepted(service))
    kept = case.events.get(after=State.SUSPENDED).grounds
    assert kept["basis"].startswith(f"{words[0]}中华人民共和国行政许可法》第四十五条")
    assert kept["basis_en"].startswith(words[1])


def gone_on(case):
    return actions.move(
        Application.objects.get(pk=case.pk), State.IN_REVIEW, by=cases.officer("reviewer"), note="评审已结束"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"grounds": {}},
        {"grounds": {"ground": "on-site check", "planned_on": "2026-12-01"}},
        {"grounds": {"ground": "consultation", "planned_on": "2026-12-01"}},
        {"grounds": {"ground": "omission", "planned_on": "2026-12-01"}},  # the portal's own
        {"grounds": {"ground": "expert"}},
        {"grounds": {"ground": "expert", "planned_on": "soon"}},
        {"grounds": {"ground": "expert", "planned_on": "2026-11-24"}},  # today
        {"grounds": {"ground": "expert", "planned_on": "2026-11-28"}},  # a Saturday
        {"grounds": {"ground": "expert", "planned_on": "2027-06-01"}},  # longer than 30 working days
        {"note": "太短"},
        {"note": "　" * 20},
        {"public": False},
    ],
)
def test_no_way_into_a_stop_without_ground_reason_and_end(changes):
    with at("2026-11-24T10:00"):
        case = cases.accepted("TH")
        before = (Event.objects.count(), Entry.objects.count(), Notice.objects.count())
        with pytest.raises(Blocked) as refusal:
            stopped(case, **changes)
    assert refusal.value.code == "suspension" and refusal.value.sentences[0]
    assert Application.objects.get(pk=case.pk).state == State.IN_REVIEW
    assert not Stop.objects.exists()
    assert (Event.objects.count(), Entry.objects.count(), Notice.objects.count()) == before


def test_the_portal_itself_needs_a_ground_too():
    case = cases.accepted("TH")
    with pytest.raises(Blocked):
        actions.move(case, State.SUSPENDED, by=None, note=cases.REASON)
    assert not Stop.objects.exists()


def test_only_the_reviewer_stops_the_clock():
    case = cases.accepted("TH")
    with pytest.raises(NotAllowed):
        actions.move(
            case, State.SUSPENDED, by=cases.officer("approver"), note=cases.REASON, grounds=cases.expert()
        )
    assert not Stop.objects.exists()


def test_the_row_begins_and_ends_with_the_moves_and_the_applicant_is_told_ground_and_end():
    with at("2026-11-24T10:00"):
        case = stopped(cases.accepted("TH", language="en"))
        stop = Stop.objects.get()
        assert (stop.ground, stop.planned_on, stop.ended_at) == ("expert", date(2026, 12, 1), None)
        assert stop.by == cases.officer("reviewer")
    title, body = compose(Notice.objects.get(kind="suspended"))
    assert title.startswith("Clock stopped")
    assert (
        "Expert appraisal" in body
        and "By analogy with" in body
        and "art. 45" in body
        and "1 December 2026" in body
    )
    event = case.events.get(after=State.SUSPENDED)
    with translation.override("en"):
        assert cases.REASON in outcomes.said(event, case.declaration)
    with at("2026-11-26T15:00"):
        gone_on(case)
    stop.refresh_from_db()
    assert local(stop.ended_at) == "2026-11-26 15:00:00"


@pytest.mark.parametrize(
    ("begin", "end", "promised", "statutory"),
    [
        ("2026-11-25T10:00", "2026-11-27T10:00", "2026-12-11", "2026-12-25"),  # two working days
        ("2026-11-25T10:00", "2026-11-25T16:00", "2026-12-09", "2026-12-23"),  # the same day: none
        ("2026-11-27T10:00", "2026-11-30T10:00", "2026-12-10", "2026-12-24"),  # over a weekend: one
    ],
)
def test_the_clock_gets_its_working_days_back(begin, end, promised, statutory):
    with at("2026-11-24T10:00"):
        case = cases.accepted("TH")
    assert (str(case.promised_on), str(case.statutory_on)) == ("2026-12-08", "2026-12-22")
    start = (case.promised_on, case.statutory_on)
    with at(begin):
        stopped(case)
    with at(end):
        case = gone_on(case)
    days = {"2026-12-11": 2, "2026-12-09": 0, "2026-12-10": 1}[promised]
    assert (case.promised_on, case.statutory_on) == tuple(add_workdays(day, days).on for day in start)
    assert local(case.due_at) == f"{case.promised_on} 23:59:59"
    assert case.due_provisional is False


def test_holidays_count_neither_as_stopped_nor_as_given_back():
    # Mid-Autumn is 25 to 27 September, National Day 1 to 7 October; Saturday 10 October is worked
    with at("2026-09-22T10:00"):
        case = cases.accepted("TH")
    promised = case.promised_on
    with at("2026-09-24T10:00"):
        stopped(case, days=8)
    with at("2026-10-09T10:00"):
        case = gone_on(case)
    # 28, 29, 30 September, 8 and 9 October
    assert case.promised_on == add_workdays(promised, 5).on


def test_what_reaches_into_a_year_without_calendar_is_provisional():
    with at("2026-12-10T10:00"):
        case = cases.accepted("TH")
        stopped(case, days=10)
    with at("2026-12-24T10:00"):
        case = gone_on(case)
    assert case.promised_on.year == 2027 and case.due_provisional is True


@pytest.mark.parametrize(
    ("end", "due"),
    [
        ("2026-11-24T12:00", "2026-11-25 17:30:00"),  # two hours: 19:30 is after the close
        ("2026-11-25T10:00", "2026-11-25 17:30:00"),  # a day: 17:30 of the next
        ("2026-11-24T10:00", "2026-11-24 17:30:00"),
    ],
)
def test_a_same_day_matter_gets_the_stopped_time_back(end, due):
    with at("2026-11-24T09:00"):
        case = cases.accepted("PB")
    assert local(case.due_at) == "2026-11-24 17:30:00"
    with at("2026-11-24T10:00"):
        stopped(case)
    with at(end):
        case = gone_on(case)
    assert local(case.due_at) == due
    assert str(case.promised_on) == due[:10]
    assert (str(case.statutory_on) == due[:10]) if case.statutory_on else True


def test_the_stopped_time_is_kept_through_a_return_by_the_approver():
    with at("2026-11-24T10:00"):
        case = cases.accepted("TH")
        stopped(case)
    with at("2026-11-26T10:00"):
        promised = (case := gone_on(case)).promised_on
        case = cases.propose(case)
        case = actions.move(case, State.IN_REVIEW, by=cases.officer("approver"), note=cases.REASON)
    assert case.promised_on == promised and local(case.due_at)[:10] == str(promised)


def test_a_withdrawal_ends_the_stop():
    case = stopped(cases.accepted("TH"))
    actions.withdraw(application=case, by=case.owner)
    assert Stop.objects.get().ended_at is not None


def test_the_officer_is_reminded_once_when_the_planned_end_has_passed():
    with at("2026-11-24T10:00"):
        case = stopped(cases.accepted("TH"))
    with at("2026-12-01T23:00"):
        assert remind_of_stops() == 0
    with at("2026-12-02T00:10"):
        assert remind_of_stops() == 1
        assert remind_of_stops() == 0
    memo = Memo.objects.get()
    assert (memo.kind, memo.recipient) == (STOP_ENDED, cases.officer("reviewer"))
    with translation.override("en"):
        assert case.number in inbox.said(memo)
    assert Application.objects.get(pk=case.pk).state == State.SUSPENDED


def test_grounds_that_officers_may_choose_are_those_of_the_law():
    with translation.override("en"):
        offered = stops.for_officers(timezone.localdate())
    assert set(offered) == {"hearing", "inspection", "testing", "quarantine", "expert"}
    assert offered["hearing"] == "Hearing"
