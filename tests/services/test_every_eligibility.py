"""What the questions before the form must keep, for every service that has some."""

from itertools import product

import pytest

from tests.services.test_every_service import both, every_service, rules_of_today, says_it_in_both  # noqa: F401

pytestmark = pytest.mark.django_db


@every_service
def test_its_questions_before_the_form_speak_both_languages_and_every_answer_is_judged(service, rules):
    if service.eligibility is None:
        return
    form_class = service.eligibility.form
    choices = {
        name: [code for code, _label in field.choices] if hasattr(field, "choices") else ["", "110105"]
        for name, field in form_class.base_fields.items()
    }  # fields without choices ask for a county
    texts = [service.eligibility.why] if service.eligibility.why else []
    for field in form_class.base_fields.values():
        texts += [field.label, *([field.help_text] if field.help_text else [])]
        texts += [label for _code, label in getattr(field, "choices", ())]
    assert [both(text) for text in texts if not says_it_in_both(text)] == []
    known, judged = {material.code for material in service.materials}, 0
    for values in product(*choices.values()):
        form = form_class(dict(zip(choices, values, strict=True)), norms=rules)
        assert form.is_valid(), form.errors
        verdict = service.eligibility.judge(form.json_values(), rules)
        assert {item.code for item in (*verdict.materials, *verdict.maybe)} <= known
        assert verdict.halt or verdict.reasons
        said = (
            [verdict.halt.title, verdict.halt.text, verdict.halt.where] if verdict.halt else verdict.reasons
        )
        assert [both(text) for text in said if not says_it_in_both(text)] == []
        judged += 1
    assert judged > 1
