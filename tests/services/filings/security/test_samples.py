"""The invented companies go through the forms as a person would."""

import pytest

from portal.catalog import registry
from portal.standards import credit_code
from portal.ui.forms import step_formset


def posted(values):
    if "rows" not in values:
        return values
    cells = {
        f"form-{place}-{name}": text for place, row in enumerate(values["rows"]) for name, text in row.items()
    }
    return {**cells, "form-TOTAL_FORMS": str(len(values["rows"]))}


def filled(code, n, norms):
    service, answers = registry.get(code), {}
    for step in service.steps:
        form = step_formset(step.form, step.repeat.minimum, 500) if step.repeat else step.form
        page = form(posted(service.sample(n, norms)[step.slug]), norms=norms, answers=answers)
        assert page.is_valid(), (step.slug, page.errors)
        answers[step.slug] = page.json_values()
    return answers


@pytest.mark.parametrize("code", ["SX", "SF"])
@pytest.mark.parametrize("n", range(20))
def test_samples_pass_every_step_and_rule(norms, code, n):
    service, answers = registry.get(code), filled(code, n, norms)
    assert service.halt(answers, norms) is None
    late = n % 5 == (3 if code == "SX" else 4)
    assert [item.rule for item in service.check(answers, norms)] == (["B6b.late"] if late else [])
    assert service.route(answers, norms) in norms.entries("units")


@pytest.mark.parametrize("code", ["SX", "SF"])
def test_samples_differ(norms, code):
    samples = [registry.get(code).sample(n, norms) for n in range(200)]
    codes = {sample["company"]["uscc"] for sample in samples}
    assert len(codes) == 200
    assert all(credit_code.warnings(one) == [] for one in codes)


def test_some_escort_under_arms_and_some_serve_key_units(norms):
    samples = [registry.get("SX").sample(n, norms) for n in range(20)]
    assert {sample["contract"]["armed"] for sample in samples} == {"yes", "no"}
    assert {sample["client"]["client_key_unit"] for sample in samples} == {"yes", "no"}
