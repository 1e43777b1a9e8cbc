"""Places that cases take: held at submission, adjusted by a correction, taken or let go at the end."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.applications import actions, places
from portal.applications.models import Application, Place
from portal.applications.numbers import NotInTransaction, hold
from portal.applications.states import CLOSED, MOVES, State
from portal.rulebook.queries import norms, used_of
from portal.workdays.queries import today
from tests import cases
from tests.applications import seats
from tests.applications.seats import HUAMU, LUJIAZUI

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered():
    with seats.service():
        yield


def occupied(code=HUAMU, **options):
    return norms(today(), **options).entries(seats.LIST)[code]["occupied"]


def states(case):
    return list(case.places.order_by("code").values_list("code", "amount", "state"))


def test_a_submission_holds_places_and_everybody_sees_them_taken():
    before = occupied()
    case = seats.submitted(amount=3)
    assert states(case) == [(HUAMU, 3, "HELD")]
    assert occupied() == before + 3
    assert occupied(without=str(case.pk)) == before
    assert occupied(LUJIAZUI) == seats.household(LUJIAZUI).data["occupied"]


def test_the_last_place_goes_to_the_first_the_second_is_accepted_with_a_flag():
    seats.household(capacity=5, occupied=4)
    first, second = seats.submitted(), seats.submitted()
    assert [case.state for case in (first, second)] == ["RECEIVED", "RECEIVED"]
    assert [case.places.get().over for case in (first, second)] == [False, True]
    assert first.submissions.get().flags == []
    (flag,) = second.submissions.get().flags
    assert (flag["rule"], flag["step"], flag["field"]) == ("PLACES", "seats", "household")
    assert set(flag["messages"]) == {"zh-hans", "en"}
    assert flag["messages"]["en"].startswith("More people want this household")


def test_a_household_without_capacity_is_never_full():
    seats.household(capacity=None, occupied=4000)
    assert seats.submitted(amount=9).places.get().over is False


def test_flags_of_the_caller_come_first():
    seats.household(capacity=1, occupied=1)
    given = seats.handed_in() | {"flags": [{"rule": "R"}]}
    case = actions.submit(application=cases.draft(seats.CODE), by=cases.applicant(), **given)
    assert [flag["rule"] for flag in case.submissions.get().flags] == ["R", "PLACES"]


def test_handing_in_twice_holds_once():
    draft, person = cases.draft(seats.CODE), cases.applicant()
    for _ in range(2):
        actions.submit(application=draft, by=person, **seats.handed_in(amount=2))
    assert list(Place.objects.values_list("amount", flat=True)) == [2]


def test_a_correction_moves_the_places_to_another_household_and_back():
    case = seats.submitted(amount=2)
    case = seats.corrected(case, household=LUJIAZUI, amount=2)
    assert states(case) == [(HUAMU, 2, "RELEASED"), (LUJIAZUI, 2, "HELD")]
    case = seats.corrected(case, household=HUAMU, amount=1)
    assert states(case) == [(HUAMU, 1, "HELD"), (LUJIAZUI, 2, "RELEASED")]


def test_a_correction_keeps_the_place_and_its_turn_but_more_persons_stand_at_the_end():
    seats.household(capacity=5, occupied=2)
    first, second = seats.submitted(amount=2), seats.submitted(amount=2)
    assert second.places.get().over
    first = seats.corrected(first, amount=2)
    assert first.places.get().over is False
    assert first.submissions.last().flags == []
    assert seats.corrected(first, amount=1).places.get().over is False
    first = seats.corrected(first, amount=2)
    assert first.places.get().over is True
    assert [flag["rule"] for flag in first.submissions.last().flags] == ["PLACES"]


def test_who_was_over_is_looked_at_again_in_a_correction():
    seats.household(capacity=5, occupied=4)
    first, second = seats.submitted(), seats.submitted()
    actions.withdraw(application=first, by=first.owner)
    second = seats.corrected(second)
    assert second.places.get().over is False
    assert second.submissions.last().flags == []


def ended(to):
    """Return a case brought to that end by the moves of people."""
    if to is State.WITHDRAWN:
        case = seats.submitted(amount=2)
        return actions.withdraw(application=case, by=case.owner)
    if to is State.CLOSED_NO_RESPONSE:
        return actions.move(cases.correction(seats.submitted(amount=2), material="M1"), to, by=None)
    if to in {State.REJECTED_INTAKE, State.REFERRED}:
        grounds = {"intake_ground": "not_required"} if to == State.REJECTED_INTAKE else {}
        case, intake = seats.submitted(amount=2), cases.officer("intake")
        return actions.move(case, to, by=intake, note=cases.REASON, grounds=grounds)
    return decided(to)


def decided(to):
    intake, reviewer, approver = (cases.officer(role) for role in ("intake", "reviewer", "approver"))
    case = actions.move(seats.submitted(amount=2), State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case = Application.objects.get(pk=case.pk)
    case = cases.propose(case, reviewer)
    signed = {"approver": approver, "decided_at": timezone.now()}
    if to is State.DENIED:
        return actions.move(case, to, by=approver, note=cases.REASON, changes=signed)
    actions.move(case, State.APPROVED, by=approver, changes=signed)
    case = Application.objects.get(pk=case.pk)
    for state, by in (
        (State.CERT_ISSUED, None),
        (State.ORIGIN_RELEASED, intake),
        (State.REGISTERED, intake),
    ):
        actions.move(case, state, by=by)
        case = Application.objects.get(pk=case.pk)
    if to is State.REGISTERED:
        return case
    # The settlement notice is made after the commit; here it has been, and the portal has moved on.
    actions.move(case, State.DELIVERED, by=None)
    return cases.revoke(Application.objects.get(pk=case.pk))


@pytest.mark.parametrize(
    "to",
    [
        *(State.WITHDRAWN, State.REJECTED_INTAKE, State.REFERRED),
        *(State.CLOSED_NO_RESPONSE, State.DENIED, State.REVOKED),
    ],
)
def test_every_bad_end_lets_the_places_go(to):
    before = occupied()
    assert states(ended(to)) == [(HUAMU, 2, "RELEASED")]
    assert occupied() == before


def test_registration_takes_the_places_for_good():
    before = occupied()
    case = ended(State.REGISTERED)
    assert case.state == State.REGISTERED
    assert states(case) == [(HUAMU, 2, "TAKEN")]
    assert occupied() == before + 2


def test_every_state_that_ends_a_case_has_been_thought_of():
    assert places.TAKES | places.RELEASES | {State.ARCHIVED} >= CLOSED
    assert not places.TAKES & places.RELEASES
    assert set(MOVES[State.CONCLUDED]) == {State.ARCHIVED, State.REVOKED}


def test_an_editors_count_holds_what_was_taken_until_the_end_of_its_day():
    with time_machine.travel("2026-11-24T02:00:00Z"):
        ended(State.REGISTERED)
        held = seats.submitted(amount=4)
    with time_machine.travel("2026-11-25T02:00:00Z"):
        ended(State.REGISTERED)
        seats.household(occupied=100)
        assert occupied() == 100 + 2 + 4 + 2
        seats.household(counted_on="2026-11-24")
        assert occupied() == 100 + 4 + 2
        seats.household(counted_on="2026-11-25")
        assert occupied() == 100 + 4
        actions.withdraw(application=held, by=held.owner)
        row = seats.household()
        assert (occupied(), used_of(row)) == (100, 0)


def test_households_are_counted_in_one_query(django_assert_num_queries):
    for code in (HUAMU, LUJIAZUI):
        seats.submitted(household=code)
        seats.household(code, counted_on=(today() - timedelta(days=len(code))).isoformat())
    rules = norms(today())
    with django_assert_num_queries(2):
        for _ in range(2):
            rules.entries(seats.LIST)
    with django_assert_num_queries(1):
        norms(today()).entries("units")


def test_the_database_refuses_no_places_and_unknown_states():
    row = seats.submitted().places.get()
    for change in ({"amount": 0}, {"state": "GONE"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(pk=row.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_places_are_counted_only_inside_a_transaction():
    with pytest.raises(NotInTransaction):
        hold("places:x")
