"""Claim against claim on PostgreSQL: one gets it, the others read who has it."""

import pytest
from django.db import connection

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.assignments import actions
from portal.assignments.models import Claim
from portal.assignments.policies import Claimed
from portal.workdays.queries import today
from tests import cases
from tests.applications.test_concurrency import race
from tests.assignments.people import team
from tests.cases import fresh

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


def test_ten_claims_at_once_one_wins_the_others_read_who():
    case = cases.submitted("PB")
    officers = team("intake", 10)
    results = race(*(lambda by=by: actions.claim(application=case, by=by) for by in officers))
    lost = [result for result in results if isinstance(result, Claimed)]
    won = [result for result in results if isinstance(result, Claim)]
    assert (len(won), len(lost)) == (1, 9), results
    winner = won[0].officer
    assert Claim.objects.get().officer == fresh(case).assignee == winner
    assert {refusal.claim.officer for refusal in lost} == {winner}
    assert all(str(winner) in str(refusal) for refusal in lost)


def test_a_claim_that_lapsed_is_taken_by_one_of_ten():
    case = cases.submitted("PB")
    first, *officers = team("intake", 11)
    row = actions.claim(application=case, by=first)
    Claim.objects.update(until=row.since)
    results = race(*(lambda by=by: actions.claim(application=case, by=by) for by in officers))
    assert sum(isinstance(result, Claimed) for result in results) == 9, results
    assert Claim.objects.get().officer in officers


@pytest.mark.parametrize("round_", range(3))
def test_claim_against_an_act_of_another_has_one_outcome(round_):
    one, other = team("intake", 2)
    case = cases.submitted("PB")
    seen = Application.objects.get(pk=case.pk)
    claimed, moved = race(
        lambda: actions.claim(application=case, by=one),
        lambda: applications.move(seen, State.ACCEPTED, by=other, changes={"acceptor": other}),
    )
    if isinstance(moved, Blocked):
        assert isinstance(claimed, Claim) and fresh(case).state == State.RECEIVED
    else:
        assert isinstance(claimed, Exception) and fresh(case).state == State.IN_REVIEW
        assert not Claim.objects.filter(officer=one).exists()


def test_cases_handed_in_at_once_go_to_officers_and_nothing_fails():
    officers = team("intake", 3)
    drafts = [cases.draft("PB", cases.applicant(f"p{n}")) for n in range(6)]
    handed_in = cases.handed_in("PB")
    results = race(
        *(lambda row=row: applications.submit(application=row, by=row.owner, **handed_in) for row in drafts)
    )
    assert {result.assignee for result in results} <= set(officers), results


def test_an_absence_that_begins_while_its_cases_are_moved_ends_in_no_deadlock():
    away, other = team("intake", 2)
    rows = [cases.submitted("PB", n=n) for n in range(6)]
    Application.objects.update(assignee=away)
    seen = [Application.objects.get(pk=row.pk) for row in rows]
    for row in seen[:2]:
        actions.claim(application=row, by=away)
    accept = {"by": away, "changes": {"acceptor": away}}
    results = race(
        lambda: actions.enter_absence(officer=away, by=away, first_on=today(), last_on=today()),
        *(lambda row=row: applications.move(row, State.ACCEPTED, **accept) for row in seen[:4]),
        *(lambda row=row: actions.release(application=row, by=away) for row in seen[:2]),
    )
    assert not [result for result in results if isinstance(result, Exception)], results
    assert not Claim.objects.exists()
    assert not Application.objects.filter(assignee=away).exclude(turn="").exists()
    assert {fresh(row).assignee for row in seen[4:]} == {other}
