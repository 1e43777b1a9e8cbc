"""What cases say of each other: how many hold a fact, and what only one open case may hold."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portal.applications import actions
from portal.applications.models import Application, Fact, Place
from portal.applications.past import PastCases
from portal.applications.policies import AlreadyHeld
from portal.applications.states import State
from portal.catalog.declaration import Past
from tests import cases
from tests.applications import seats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered():
    with seats.service():
        yield


def past(case=None):
    return PastCases(case or cases.draft(seats.CODE))


def test_other_cases_are_counted_never_the_one_that_asks_nor_another_service():
    first, second = seats.submitted(employer="乙", mobile="138"), seats.submitted(employer="乙", mobile="138")
    cases.submitted("TH")
    for asking, others in ((None, 2), (first, 1), (second, 1)):
        found: Past = past(asking)
        assert found.cases("employer", "乙") == others
        assert found.cases("mobile", "138", secret=True) == others
    assert past().cases("employer", "丙") == 0
    assert past(cases.draft("PB")).cases("employer", "乙") == 0
    assert past().cases("mobile", "138") == 0, "a secret is not found in clear"
    assert past().cases("employer", "") == past().cases("mobile", "", secret=True) == 0


def test_a_case_counts_once_however_often_it_holds_the_fact():
    case = seats.submitted(employer="乙")
    Fact.objects.create(application=case, key="employer", text="乙")
    assert past().cases("employer", "乙") == 1


def test_open_cases_only_and_those_since_a_day_only():
    with time_machine.travel("2026-11-23T15:59:00Z"):  # still the 23rd in Shanghai
        ended = seats.submitted(employer="乙")
    with time_machine.travel("2026-11-23T16:01:00Z"):
        seats.submitted(employer="乙")
    actions.withdraw(application=ended, by=ended.owner)
    assert past().cases("employer", "乙") == 2
    assert past().cases("employer", "乙", open_only=True) == 1
    assert past().cases("employer", "乙", since=date(2026, 11, 23)) == 2
    assert past().cases("employer", "乙", since=date(2026, 11, 24)) == 1
    assert past().cases("employer", "乙", since=date(2026, 11, 25)) == 0


def test_a_question_is_one_query_asked_once(django_assert_num_queries):
    seats.submitted(employer="乙", mobile="138")
    found = past()
    with django_assert_num_queries(2):
        for _ in range(2):
            found.cases("employer", "乙", open_only=True, since=date(2026, 1, 1))
            found.cases("mobile", "138", secret=True)


def test_a_person_is_part_of_one_open_case_only():
    first = seats.submitted(persons=("A", "B"))
    draft = cases.draft(seats.CODE, cases.applicant("other"))
    for persons in (("A",), ("C", "B")):
        with pytest.raises(AlreadyHeld) as refused:
            actions.submit(application=draft, by=draft.owner, **seats.handed_in(persons=persons))
        assert refused.value.key == "person"
    draft.refresh_from_db()
    assert (draft.state, draft.submissions.count(), draft.facts.count()) == (State.DRAFT, 0, 0)
    assert Place.objects.count() == 1
    actions.withdraw(application=first, by=first.owner)
    assert not first.facts.filter(held=True).exists()
    case = actions.submit(application=draft, by=draft.owner, **seats.handed_in(persons=("A", "C")))
    assert case.facts.filter(held=True).count() == 2


def test_somebody_named_twice_in_one_case_is_held_once():
    assert seats.submitted(persons=("A", "A")).facts.filter(key="person").count() == 1


def test_a_correction_holds_whom_it_names_and_lets_the_others_go():
    case = seats.corrected(seats.submitted(persons=("A", "B")), persons=("B", "C"))
    other = seats.submitted(persons=("A",))
    assert case.facts.filter(held=True).count() == 2
    other = cases.correction(other, material="M1")
    with pytest.raises(AlreadyHeld):
        actions.resubmit(application=other, by=other.owner, **seats.handed_in(persons=("C",)))
    other.refresh_from_db()
    assert (other.state, other.submissions.count()) == (State.CORRECTION, 1)
    assert other.facts.filter(held=True).count() == 1


def test_a_case_that_came_to_a_good_end_holds_nobody():
    case = seats.submitted(persons=("A",))
    Application.objects.filter(pk=case.pk).update(state=State.DELIVERED)
    case = actions.move(Application.objects.get(pk=case.pk), State.CONCLUDED, by=None)
    assert not case.facts.filter(held=True).exists()
    assert seats.submitted(persons=("A",)).facts.filter(held=True).exists()


def test_the_database_itself_refuses_a_second_holder_and_an_open_fact_that_is_held():
    held = seats.submitted(persons=("A",)).facts.get(key="person")
    other = seats.submitted(persons=("B",))
    with pytest.raises(IntegrityError), transaction.atomic():
        other.facts.filter(key="person").update(index=held.index)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.facts.filter(key="employer").update(held=True)
