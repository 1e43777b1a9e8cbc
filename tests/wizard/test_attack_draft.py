"""An applicant who sends what no page offers: absurd rows, huge texts, files taken away while submitting."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError

from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.documents import actions as documents
from portal.ui.fields import DecimalField
from portal.wizard import checking
from tests.wizard import builders
from tests.wizard.builders import url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("number", [200, 999_999])
def test_a_far_row_does_not_make_all_the_rows_before_it(page, gu, number):
    draft = builders.filled(page, gu, "PB", until="substances")
    answer = page.post(
        url(draft, "substances", "wizard:autosave"),
        {f"substances-{number}-name": "x", "substances-0-name": "y"},
    )
    assert answer.status_code == 200
    assert len(builders.document(draft)["raw"]["substances"]["rows"]) <= 200
    assert page.get(url(draft, "substances")).status_code == 200


def test_two_hundred_rows_are_refused_and_not_fatal(page, gu, plain_rows):
    draft = builders.filled(page, gu, "ZA", until="substances")
    rows = builders.raw("ZA")["substances"]["rows"] * 200
    answer = builders.post(page, draft, "substances", {"rows": rows[:200]})
    assert answer.status_code == 422
    assert page.get(url(draft, "substances")).status_code == 200


@pytest.mark.parametrize(
    "text", ["\x00", "\ud83d", "\u202eabc", "9" * 1_000_000, "{{ 7|add:7 }}", "1e999999999", "[" * 100_000]
)
@pytest.mark.parametrize(
    "code", ["TH", pytest.param("PB", marks=pytest.mark.slow), pytest.param("TB", marks=pytest.mark.slow)]
)
def test_no_text_in_any_field_of_any_step_is_an_error_of_ours(page, gu, code, text):
    draft = builders.started(gu, code)
    for step, values in builders.raw(code).items():
        rows = "rows" in values
        names = registry.get(code).step(step).form.base_fields if rows else values
        evil = dict.fromkeys(names, text)
        data = builders.sent(code, step, {"rows": [evil]} if rows else evil)
        body = urlencode([(k, v) for k in data for v in data.getlist(k)], errors="surrogatepass")
        if len(body) > 2_000_000:
            body = body[:1_900_000]
        for address in (url(draft, step), url(draft, step, "wizard:autosave")):
            answer = page.post(address, body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500
        assert page.get(url(draft, step)).status_code < 500
        if registry.get(code).step(step).repeat and not values["rows"]:
            page.post(url(draft, step), {"remove-row": "0"})
        assert builders.post(page, draft, step).status_code == 302


def test_a_number_with_a_huge_exponent_is_refused_and_not_written_out():
    with pytest.raises(ValidationError):
        DecimalField(min_value=0).clean("1e999999999")


def test_a_paper_taken_away_while_the_case_is_submitted_is_missed(page, gu, monkeypatch):
    draft = builders.ready(page, gu)
    needed = draft.documents.first()
    judged = checking.flags

    def removed_meanwhile(*args):
        if needed.pk and draft.documents.filter(pk=needed.pk).exists():
            documents.remove(document=draft.documents.get(pk=needed.pk), by=gu)
        return judged(*args)

    monkeypatch.setattr(checking, "flags", removed_meanwhile)
    page.post(url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    if case.state != State.DRAFT:
        handed_in = {entry["id"] for entry in case.submissions.get().materials}
        there = {str(pk) for pk in case.documents.values_list("pk", flat=True)}
        assert handed_in == there
        assert str(needed.pk) in there
