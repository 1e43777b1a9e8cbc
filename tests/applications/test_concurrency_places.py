"""What only PostgreSQL can show of places and persons: nobody lost, nobody counted twice, one case a person."""

from collections import Counter as Tally

import pytest
from django.db import connection

from portal.applications import actions
from portal.applications.models import Application, Fact, Place
from portal.applications.policies import AlreadyHeld
from portal.applications.states import State
from portal.rulebook.queries import norms
from portal.workdays.queries import today
from tests import cases
from tests.applications import seats
from tests.applications.seats import HUAMU, LUJIAZUI
from tests.applications.test_concurrency import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MANY, ROOM = 20, 5


@pytest.fixture(autouse=True)
def offered():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")
    with seats.service():
        yield


def together(drafts, *given):
    """Submit the drafts at the same moment, each with its own answers or all with the same."""
    given = given if len(given) == len(drafts) else given * len(drafts)
    return race(
        *(
            lambda row=row, one=one: actions.submit(application=row, by=row.owner, **one)
            for row, one in zip(drafts, given, strict=True)
        )
    )


def drafts(number):
    return [cases.draft(seats.CODE) for _ in range(number)]


@pytest.mark.parametrize("round_", range(2))
def test_twenty_at_once_for_five_places_are_all_accepted_and_fifteen_are_over(round_):
    seats.household(capacity=ROOM, occupied=0)
    results = together(drafts(MANY), seats.handed_in())
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Tally(Place.objects.values_list("state", "over")) == {
        ("HELD", False): ROOM,
        ("HELD", True): MANY - ROOM,
    }
    assert norms(today()).entries(seats.LIST)[HUAMU]["occupied"] == MANY
    flagged = {case.pk for case in results if case.submissions.get().flags}
    assert flagged == set(Place.objects.filter(over=True).values_list("application", flat=True))


def test_others_leave_while_some_come_and_nobody_is_lost():
    seats.household(capacity=ROOM, occupied=0)
    leaving = [seats.submitted() for _ in range(ROOM)]
    coming = drafts(MANY)
    given = seats.handed_in()
    results = race(
        *(lambda row=row: actions.withdraw(application=row, by=row.owner) for row in leaving),
        *(lambda row=row: actions.submit(application=row, by=row.owner, **given) for row in coming),
    )
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Tally(Place.objects.values_list("state", flat=True)) == {"RELEASED": ROOM, "HELD": MANY}
    assert norms(today()).entries(seats.LIST)[HUAMU]["occupied"] == MANY
    assert Place.objects.filter(state="HELD", over=False).count() <= ROOM


def test_cases_that_change_places_with_each_other_do_not_wait_for_ever():
    for code in (HUAMU, LUJIAZUI):
        seats.household(code, capacity=ROOM * 2, occupied=0)
    rows = []
    for n in range(ROOM * 2):
        here = HUAMU if n % 2 else LUJIAZUI
        case = seats.submitted(household=here)
        rows.append((cases.correction(case, material="M1"), LUJIAZUI if n % 2 else HUAMU))
    results = race(
        *(
            lambda row=row, there=there: actions.resubmit(
                application=row, by=row.owner, **seats.handed_in(household=there)
            )
            for row, there in rows
        )
    )
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Tally(Place.objects.filter(state="HELD").values_list("code", "over")) == {
        (HUAMU, False): ROOM,
        (LUJIAZUI, False): ROOM,
    }


@pytest.mark.parametrize("round_", range(2))
def test_ten_submissions_that_name_the_same_person_are_one_case(round_):
    rows = drafts(10)
    results = together(rows, seats.handed_in(persons=("A",)))
    refused = [one for one in results if isinstance(one, AlreadyHeld)]
    assert len(refused) == 9, results
    assert {one.key for one in refused} == {"person"}
    assert Application.objects.exclude(state=State.DRAFT).count() == 1
    assert Fact.objects.filter(held=True).count() == Place.objects.count() == 1


def test_families_named_in_any_order_do_not_wait_for_ever():
    rows = drafts(8)
    orders = [seats.handed_in(persons=order) for order in (("A", "B", "C"), ("C", "B", "A"))] * 4
    results = together(rows, *orders)
    assert sum(isinstance(one, AlreadyHeld) for one in results) == 7, results
    assert Fact.objects.filter(held=True).count() == 3
