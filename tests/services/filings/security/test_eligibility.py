import pytest
from django.utils.translation import override

from services.filings.security.eligibility import BRANCH_ELIGIBILITY, ELIGIBILITY

HERE = {"licence": "OTHER", "place": "SHANGHAI", "foreign": "NO"}


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (HERE, None),
        (HERE | {"foreign": "YES", "key_unit": "NO"}, None),
        (HERE | {"foreign": "YES", "key_unit": "YES"}, "FORBIDDEN"),
        (HERE | {"licence": "SHANGHAI"}, "NOT_REQUIRED"),
        (HERE | {"place": "ELSEWHERE"}, "NOT_COMPETENT"),
        (HERE | {"licence": "SHANGHAI", "place": "ELSEWHERE"}, "NOT_COMPETENT"),
        (HERE | {"licence": "NONE"}, "REFER"),
    ],
)
def test_a_service(norms, answers, kind):
    form = ELIGIBILITY.form(answers, norms=norms)
    assert form.is_valid(), form.errors
    verdict = ELIGIBILITY.judge(form.json_values(), norms)
    assert (verdict.halt.kind if verdict.halt else None) == kind


def test_papers_of_a_service(norms):
    verdict = ELIGIBILITY.judge(HERE, norms)
    assert [item.code for item in verdict.materials] == ["EN01", "EN02", "EN03", "EN15", "EN16", "EN17"]
    assert [item.code for item in verdict.maybe] == ["EN19"]


BRANCH = {"licence": "OTHER", "place": "SHANGHAI", "business_licence": "YES"}


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (BRANCH, None),
        (BRANCH | {"licence": "SHANGHAI"}, None),
        (BRANCH | {"business_licence": "NO"}, "REFER"),
        (BRANCH | {"place": "ELSEWHERE"}, "NOT_COMPETENT"),
        (BRANCH | {"licence": "NONE"}, "REFER"),
    ],
)
def test_a_branch(norms, answers, kind):
    form = BRANCH_ELIGIBILITY.form(answers, norms=norms)
    assert form.is_valid(), form.errors
    verdict = BRANCH_ELIGIBILITY.judge(form.json_values(), norms)
    assert (verdict.halt.kind if verdict.halt else None) == kind


def test_the_verdict_speaks_the_language_of_the_reader(norms):
    stop = ELIGIBILITY.judge(HERE | {"place": "ELSEWHERE"}, norms).halt
    with override("en"):
        assert str(stop.where) == "The municipal police of the place where the guards work"
