"""What other cases hold, many values in one question."""

import pytest

from portal.applications.actions import move
from portal.applications.models import Fact
from portal.applications.past import PastCases
from portal.applications.states import State
from portal.catalog.context import NoPast
from portal.keyring.sealing import blind_index
from tests.cases import applicant, draft, submitted

pytestmark = pytest.mark.django_db
NUMBERS = ["310104198001010009", "310104198102020011", "310104198203030024"]


def guard(case, *numbers):
    Fact.objects.bulk_create(
        Fact(application=case, key="guard", index=blind_index("guard", number)) for number in numbers
    )


def test_values_of_other_submitted_cases_are_found_in_one_query(django_assert_num_queries):
    own, other, typing = submitted("SX", 1), submitted("SX", 2), draft("SX", n=3)
    Fact.objects.filter(key="guard").delete()
    guard(own, NUMBERS[0])
    guard(other, NUMBERS[1])
    guard(typing, NUMBERS[2])
    past = PastCases(own)
    with django_assert_num_queries(1):
        assert past.held("guard", [*NUMBERS, ""]) == {NUMBERS[1]}
    assert past.held("guard", NUMBERS, services=("SF",)) == frozenset()
    assert past.held("carrier", NUMBERS) == frozenset()
    assert past.held("guard", []) == frozenset()


def test_a_case_that_came_to_nothing_holds_nobody():
    own, other = submitted("SX", 1), submitted("SX", 2, by=applicant("other"))
    Fact.objects.filter(key="guard").delete()
    guard(other, NUMBERS[1])
    assert PastCases(own).held("guard", NUMBERS) == {NUMBERS[1]}
    move(other, State.WITHDRAWN, by=other.owner)
    assert PastCases(own).held("guard", NUMBERS) == frozenset()


def test_without_a_past_nothing_is_held():
    assert NoPast().held("guard", NUMBERS) == frozenset()
