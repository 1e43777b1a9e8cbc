"""The invented applicants pass every step and every rule."""

import pytest

from portal.ui.formsets import step_formset
from services.household.samples import sample
from services.household.service import SERVICE


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 9, 17, 40, 20_001])
def test_an_invented_applicant_passes_every_step_and_rule(norms, number):
    typed, stored = sample(number, norms), {}
    for step in SERVICE.steps:
        form_class, data = step.form, typed[step.slug]
        if step.repeat:
            form_class = step_formset(step.form, step.repeat.minimum, step.repeat.maximum)
            data = {
                f"form-{n}-{key}": text for n, row in enumerate(data["rows"]) for key, text in row.items()
            }
        form = form_class(data=data, norms=norms, answers=stored)
        assert form.is_valid(), form.errors
        stored[step.slug] = form.json_values()
    assert SERVICE.halt(stored, norms) is None
    assert SERVICE.check(stored, norms) == []
    assert SERVICE.route(stored, norms) in norms.entries("units")


def test_a_number_is_always_the_same_person(norms):
    assert sample(7, norms) == sample(7, norms)


def test_no_two_of_a_thousand_share_an_id_number(norms):
    typed = [sample(n, norms) for n in range(1000)]
    numbers = [person["applicant"]["id_no"] for person in typed]
    numbers += [row["f_id_no"] for person in typed for row in person["family"]["rows"]]
    assert len(set(numbers)) == len(numbers) > 1000
