"""A claim: who has it, how it ends, and that nobody gets past it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.assignments import actions
from portal.assignments.models import Claim
from portal.assignments.policies import Claimed, Refused
from portal.audit.models import Entry
from portal.rulebook.models import RuleValue
from tests import cases
from tests.assignments.people import team
from tests.cases import fresh

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime(2026, 11, 27, 12, 0))


@pytest.fixture
def two():
    return team("intake", 2)


@pytest.fixture
def case(two):
    return cases.submitted()


def test_the_first_gets_it_and_the_second_reads_who_and_since_when(two, case):
    one, other = two
    with time_machine.travel(NOON, tick=False):
        actions.claim(application=case, by=one)
        with pytest.raises(Claimed) as refusal:
            actions.claim(application=case, by=other)
    assert refusal.value.claim.officer == one
    assert str(one) in str(refusal.value) and "12:00" in str(refusal.value)
    assert Claim.objects.get().officer == one
    assert Entry.objects.filter(action="case:claimed").count() == 1


def test_no_move_passes_while_another_has_claimed_it(two, case):
    one, other = two
    actions.claim(application=case, by=one)
    before = fresh(case).version
    for to in (State.ACCEPTED, State.CORRECTION, State.REFERRED, State.REJECTED_INTAKE):
        with pytest.raises(Blocked) as refusal:
            applications.move(case, to, by=other, changes={"acceptor": other})
        assert refusal.value.code == "claim" and str(one) in refusal.value.sentences[0]
    assert fresh(case).version == before
    applications.move(case, State.ACCEPTED, by=one, changes={"acceptor": one})
    assert not Claim.objects.exists()


def test_applicants_and_the_portal_are_not_held_back(two, case):
    actions.claim(application=case, by=two[0])
    assert applications.withdraw(application=case, by=case.owner).state == State.WITHDRAWN
    assert not Claim.objects.exists()


def test_thirty_idle_minutes_end_it_without_any_sweeper(two, case):
    one, other = two
    with time_machine.travel(NOON, tick=False) as clock:
        row = actions.claim(application=case, by=one)
        clock.shift(timedelta(minutes=29))
        assert actions.renew(claim=Claim.objects.get())
        clock.shift(timedelta(minutes=29))
        with pytest.raises(Claimed):
            actions.claim(application=case, by=other)
        clock.shift(timedelta(minutes=1))
        assert not actions.renew(claim=Claim.objects.get())
        assert not actions.renew(claim=row)
        taken = actions.claim(application=case, by=other)
        assert (taken.officer, taken.since) == (other, timezone.now())
        with pytest.raises(Blocked):
            applications.move(case, State.REFERRED, by=one)


def test_the_rulebook_says_how_long(two, case):
    RuleValue.objects.filter(key="desk.claim_minutes").update(data=5)
    with time_machine.travel(NOON, tick=False) as clock:
        actions.claim(application=case, by=two[0])
        clock.shift(timedelta(minutes=5))
        assert actions.claim(application=case, by=two[1]).officer == two[1]


def test_the_sweeper_takes_away_what_has_lapsed_and_nothing_else(two, case):
    with time_machine.travel(NOON, tick=False) as clock:
        actions.claim(application=case, by=two[0])
        assert actions.drop_claims() == 0
        clock.shift(timedelta(minutes=30))
        assert actions.drop_claims() == 1
    assert not Claim.objects.exists()


def test_only_the_own_claim_is_released(two, case):
    one, other = two
    actions.claim(application=case, by=one)
    assert not actions.release(application=case, by=other)
    assert Claim.objects.get().officer == one
    assert actions.release(application=case, by=one)
    assert actions.claim(application=case, by=other).officer == other


def test_a_case_of_nobody_is_assigned_to_who_claims_it():
    case = cases.submitted()
    assert case.assignee is None
    intake = cases.officer("intake")
    actions.claim(application=case, by=intake)
    assert fresh(case).assignee == intake


def test_a_colleagues_case_stays_the_colleagues(two, case):
    other = next(officer for officer in two if officer != case.assignee)
    actions.claim(application=case, by=other)
    assert fresh(case).assignee == case.assignee != other


def test_another_role_another_unit_and_the_owner_cannot_claim(case):
    elsewhere = "310151000000" if case.district != "310151" else "310101000000"
    owner = case.owner
    owner.postings.create(unit=cases.CITY, role="intake")
    reviewer, foreign = cases.officer("reviewer"), cases.officer("intake", elsewhere)
    for by in (reviewer, cases.officer("supervisor"), foreign, owner):
        with pytest.raises(Refused):
            actions.claim(application=case, by=by)
    assert not Claim.objects.exists()


def test_nothing_is_claimed_when_it_is_nobodys_turn(two, case):
    case = cases.correction(case, material="TH02")
    with pytest.raises(Refused):
        actions.claim(application=case, by=two[0])
