"""The invented applicants pass every step and every rule."""

import pytest

from services.household.samples import sample
from services.household.service import SERVICE


@pytest.mark.parametrize("number", [0, 1, 2, 3, 17, 40, 20_001])
def test_an_invented_applicant_passes_every_step_and_rule(norms, number):
    typed, stored = sample(number, norms), {}
    for step in SERVICE.steps:
        form = step.form(data=typed[step.slug], norms=norms, answers=stored)
        assert form.is_valid(), form.errors
        stored[step.slug] = form.json_values()
    assert SERVICE.halt(stored, norms) is None
    assert SERVICE.check(stored, norms) == []
    assert SERVICE.route(stored, norms) in norms.entries("units")


def test_a_number_is_always_the_same_person(norms):
    assert sample(7, norms) == sample(7, norms)


def test_no_two_of_a_thousand_share_an_id_number(norms):
    numbers = {sample(n, norms)["applicant"]["id_no"] for n in range(1000)}
    assert len(numbers) == 1000
