"""Standard texts: filled in with the case, added to what was typed, held to known placeholders."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.review import snippets
from portal.rulebook.models import RuleEntry
from tests.factories import REASON, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def entry(**changes):
    data = {
        "act": "deny", "services": "ALL", "title": "标题", "title_en": "Title",
        "text": "{number}", "text_en": "{number}", **changes,
    }  # fmt: skip
    return RuleEntry(list_key="desk_texts", code="test", data=data, effective_from="2020-01-01")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "{nmuber}"}, {"text_en": "{number} {who}"}, {"text": "{number"}, {"text": "number}"},
        {"text": "{}"}, {"services": "XX"}, {"services": " "}, {"act": "dance"}, {"text": ""},
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_filled_in_is_an_error_for_the_editor(changes):
    with pytest.raises(ValidationError):
        entry(**changes).clean()


def test_every_known_placeholder_is_taken():
    text = " ".join(f"{{{name}}}" for name in snippets.PLACEHOLDERS)
    row = entry(text=text)
    row.clean()
    assert row.spec().read(row.data)["text"] == text


def test_texts_are_filled_in_the_applicants_language_whatever_the_officers():
    case = submitted_application(language="en")
    text = snippets.Snippet(
        "t", "refuse", "", "中文", "{number} {applicant} {service} {item} {unit} {due_on}"
    )
    with translation.override("zh-hans"):
        filled = snippets.filled(text, case, "Photo")
    assert case.number in filled and case.owner.name in filled and "Photo" in filled
    assert "{" not in filled and "中文" not in filled
    internal = snippets.Snippet("t", "propose", "", "中文", "English")
    with translation.override("zh-hans"):
        assert snippets.filled(internal, case) == "中文"


def test_a_value_with_brackets_of_its_own_is_not_filled_in_again():
    case = submitted_application()
    text = snippets.Snippet("t", "correct", "", "{item}", "{item}")
    assert snippets.filled(text, case, "{number}") == "{number}"


def test_only_texts_of_the_service_are_offered():
    codes = {text.code for text in snippets.texts_for(submitted_application())}
    assert "deny-conditions" in codes and "deny-licence" not in codes and "correct-unreadable" in codes


def test_without_javascript_the_text_comes_after_what_was_typed_and_nothing_is_done(client):
    case = submitted_application(state="PENDING_APPROVAL")
    client.force_login(officer("approver"))
    url = desk_url("act", case.pk, "deny", language="en")
    values = {"version": case.version, "reason": "Typed before.", "insert": "reason"}
    page = client.post(url, values | {"standard_text": "deny-conditions"})
    form = page.context["form"]
    typed = form["reason"].value()
    assert typed.startswith("Typed before.\n") and case.number in typed
    assert not form.is_bound  # nothing is judged yet
    case.refresh_from_db()
    assert case.state == "PENDING_APPROVAL"
    for wrong in ("", "correct-unreadable", "nothing"):
        page = client.post(url, values | {"standard_text": wrong})
        assert page.context["form"]["reason"].value() == "Typed before."


def test_an_unknown_field_is_not_filled(client):
    case = submitted_application(state="PENDING_APPROVAL")
    client.force_login(officer("approver"))
    url = desk_url("act", case.pk, "deny", language="en")
    values = {
        "version": case.version,
        "reason": REASON,
        "insert": "nonsense",
        "standard_text": "deny-conditions",
    }
    page = client.post(url, values)
    assert page.status_code == 200 and page.context["form"]["reason"].value() == REASON


def test_a_correction_names_the_item_in_its_text(client):
    case = submitted_application()
    client.force_login(officer("intake"))
    url = desk_url("act", case.pk, "correct", language="en")
    code = case.submissions.get().materials[0]["material"]
    values = {"version": case.version, f"ask::{code}": "on", "insert": f"why::{code}"}
    page = client.post(url, values | {"standard_text": "correct-unreadable"})
    form = page.context["form"]
    assert form[f"why::{code}"].value().startswith("您提交的“")
    assert "{item}" not in form[f"why::{code}"].value()
    assert form[f"ask::{code}"].value()


def test_the_case_offers_texts_beside_its_forms(client):
    case = submitted_application(state="PENDING_APPROVAL")
    client.force_login(officer("approver"))
    body = client.get(desk_url("case", case.pk, language="en")).content.decode()
    assert "Conditions are not met" in body and 'name="insert" value="reason"' in body
