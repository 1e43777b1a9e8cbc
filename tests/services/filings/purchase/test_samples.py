"""The invented buyers go through the forms as a person would."""

import pytest

from portal.catalog import registry
from portal.standards import credit_code
from portal.ui.forms import step_formset


def typed(values):
    if "rows" not in values:
        return values
    cells = {
        f"form-{place}-{name}": text for place, row in enumerate(values["rows"]) for name, text in row.items()
    }
    return {**cells, "form-TOTAL_FORMS": str(len(values["rows"]))}


@pytest.mark.parametrize("n", range(20))
def test_samples_pass_every_step_and_rule(norms, n):
    service, answers = registry.get("PB"), {}
    for step in service.steps:
        form = step_formset(step.form) if step.repeat else step.form
        page = form(typed(service.sample(n, norms)[step.slug]), norms=norms, answers=answers)
        assert page.is_valid(), (step.slug, page.errors)
        answers[step.slug] = page.json_values()
    assert service.halt(answers, norms) is None
    assert service.check(answers, norms) == []
    assert service.route(answers, norms) in norms.entries("units")


def test_samples_differ(norms):
    samples = [registry.get("PB").sample(n, norms) for n in range(200)]
    codes = {sample["company"]["uscc"] for sample in samples}
    assert len(codes) == 200
    assert all(credit_code.warnings(code) == [] for code in codes)
    assert len({sample["site"]["use_site_district"] for sample in samples}) == 16
