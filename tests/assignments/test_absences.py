"""Who is away: the work goes to others, at once or on the day."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.states import State
from portal.assignments import actions
from portal.assignments.models import Absence, Claim
from portal.assignments.policies import Refused
from portal.assignments.queries import absences_for
from portal.audit.models import Entry
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.work.sweeping import sweep_all
from portal.workdays.queries import today
from tests import cases
from tests.assignments.people import team
from tests.cases import fresh

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def enter(officer, by=None, first=0, last=3, **more):
    days = {"first_on": today() + first * DAY, "last_on": today() + last * DAY}
    return actions.enter_absence(officer=officer, by=by or officer, **days, **more)


def assigned_to(officer):
    return Application.objects.filter(assignee=officer).exclude(turn="")


def test_open_cases_are_spread_at_once_and_receivers_are_told_how_many():
    away, one, other = team("intake", 3)
    rows = [cases.submitted("PB", n=n % 5) for n in range(9)]
    waiting = next(row for row in rows if row.assignee == away)
    cases.correction(waiting, by=away, **cases.askable(waiting))
    claimed = assigned_to(away).first()
    actions.claim(application=claimed, by=away)
    enter(away)
    assert not assigned_to(away).exists() and not Claim.objects.exists()
    assert sorted(assigned_to(officer).count() for officer in (one, other)) == [4, 4]
    assert fresh(waiting).assignee == away  # nothing is to be done on it now
    memos = {memo.recipient: memo for memo in Memo.objects.all()}
    assert {officer: memo.context["count"] for officer, memo in memos.items()} == {one: 1, other: 1}
    assert str(away) in inbox.said(memos[one])
    entry = Entry.objects.get(action="absence:begun")
    assert entry.data["cases"] == 2


def test_the_deputy_gets_what_he_or_she_may_take_and_others_the_rest():
    away, deputy, third = team("approver", 3)
    reviewer = cases.officer("reviewer", name=deputy.email.split("@")[0])
    intake = cases.officer("intake")
    rows = []
    for n in range(2):
        case = cases.submitted("PB", n=n)
        case = fresh(applications.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake}))
        by = reviewer if n else cases.officer("reviewer")
        rows.append(cases.propose(case, by))
    Application.objects.update(assignee=away)
    enter(away, deputy=deputy)
    assert [fresh(row).assignee for row in rows] == [deputy, third]


def test_when_everybody_is_away_cases_are_nobodys():
    away, other = team("intake", 2)
    case = cases.submitted()
    enter(other)
    enter(away)
    assert fresh(case).assignee is None


def test_a_later_absence_begins_with_its_day_and_only_once():
    away, other = team("intake", 2)
    cases.submitted(n=1), cases.submitted(n=2)
    row = enter(away, first=2, last=4)
    assert row.begun_at is None and assigned_to(away).count() == 1
    assert actions.begin_absences() == 0
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert sweep_all()["absences that begin"] == 1
        assert sweep_all()["absences that begin"] == 0
    assert assigned_to(other).count() == 2 and Memo.objects.count() == 1


def test_nothing_comes_back_when_it_ends_but_new_cases_do():
    away, other = team("intake", 2)
    cases.submitted(n=1), cases.submitted(n=2)
    row = enter(away)
    actions.end_absence(absence=row, by=away)
    assert assigned_to(other).count() == 2 and not assigned_to(away).exists()
    assert cases.submitted(n=3).assignee == away
    with pytest.raises(Refused):
        actions.end_absence(absence=row, by=away)


def test_who_may_enter_for_whom():
    district, station, other = "310115000000", "310115010000", "310104000000"
    officer = cases.officer("intake", station)
    may = [officer, cases.officer("supervisor", district), cases.officer("approver", cases.CITY)]
    may_not = [
        cases.officer("supervisor", other),
        cases.officer("reviewer", district),
        cases.officer("intake", station, name="colleague"),
    ]
    for n, by in enumerate(may):
        row = enter(officer, by, first=n * 10, last=n * 10 + 1)
        assert (row.officer, row.by) == (officer, by)
        assert row in absences_for(by)
    for by in may_not:
        with pytest.raises(Refused):
            enter(officer, by, first=90, last=91)
        with pytest.raises(Refused):
            actions.end_absence(absence=row, by=by)
        assert not absences_for(by).exists()
    assert Absence.objects.count() == len(may)


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-3, -1), (1, 5), (3, 3)])
def test_days_that_cannot_be(first, last):
    officer = cases.officer("intake")
    enter(officer, first=3, last=4)
    with pytest.raises(Refused):
        enter(officer, first=first, last=last)


def test_a_deputy_has_the_same_role():
    officer = cases.officer("intake")
    for deputy in (cases.officer("reviewer"), cases.officer("supervisor"), officer, cases.applicant()):
        with pytest.raises(Refused):
            enter(officer, deputy=deputy)


def test_the_last_day_is_a_day_of_absence():
    (officer,) = team("intake", 1)
    enter(officer, last=0)
    assert cases.submitted().assignee is None
    midnight = timezone.make_aware(datetime.combine(today() + DAY, datetime.min.time()))
    with time_machine.travel(midnight, tick=False):
        assert cases.submitted(n=2).assignee == officer
