"""A correction: exactly what was asked for can be changed."""

import pytest
from django.urls import reverse

from portal.applications.models import Application
from tests.signing.hands import sign_all
from tests.wizard import builders
from tests.wizard.builders import document, post, raw, upload, url

NAME = {"step": "origin", "field": "head_name", "reason": "The name differs from the register."}
WHOLE = {"step": "approval", "reason": "Please compare every line with the approval."}
PAPER = {"material": "TH01", "reason": "The back of the card is missing."}


@pytest.fixture
def case(page, gu):
    return builders.submitted(page, gu)


def test_only_the_steps_concerned_are_shown(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME, PAPER)
    response = page.get(url(case, "check"))
    assert response["Location"] == url(case, "origin")
    steps = page.get(url(case, "origin")).context["steps"]
    assert [step["url"] for step in steps] == [url(case, "origin"), "", ""]
    assert page.get(url(case, "applicant"))["Location"] == url(case, "origin")


def test_the_reason_stands_at_the_field_and_the_others_are_locked(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    response = page.get(url(case, "origin"))
    assert NAME["reason"] in response.content.decode()
    fields = response.context["form"].fields
    assert [name for name, field in fields.items() if not field.disabled] == ["head_name"]


def test_locked_answers_cannot_be_changed_by_a_forged_request(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    before = case.submissions.get().content["answers"]["origin"]
    forged = raw("TH")["origin"] | {"head_name": "顾示范", "origin_address": "伪造路1号伪造"}
    page.post(
        url(case, "origin", "wizard:autosave"), {"origin_address": "伪造路1号伪造", "head_name": "顾示范"}
    )
    assert document(case)["raw"]["origin"]["origin_address"] == raw("TH")["origin"]["origin_address"]
    assert post(page, case, "origin", forged)["Location"] == url(case, "check")
    sign_all(case)
    page.post(url(case, "check"))
    after = case.submissions.order_by("-round").first().content["answers"]["origin"]
    assert after == before | {"head_name": "顾示范"}


def test_a_step_that_was_not_asked_for_cannot_be_posted(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    page.get(url(case, "origin"))
    before = document(case)
    assert post(page, case, "applicant", raw("TH")["applicant"] | {"name": "别人"})["Location"] == url(
        case, "origin"
    )
    address = url(case, "applicant", "wizard:autosave")
    assert page.post(address, {"name": "别人"}).status_code == 409
    assert document(case) == before


def test_a_whole_step_is_opened_by_an_item_without_field(page, case, officer):
    case = builders.asked_to_correct(case, officer, WHOLE)
    response = page.get(url(case, "approval"))
    assert response.context["reasons"] == [WHOLE["reason"]]
    assert not any(field.disabled for field in response.context["form"].fields.values())


def test_fields_asked_for_only_because_of_the_opened_one_are_opened_with_it(page, case, officer):
    item = {"step": "residence", "field": "residence_kind", "reason": "Do you rent?"}
    case = builders.asked_to_correct(case, officer, item)
    fields = page.get(url(case, "residence")).context["form"].fields
    opened = {name for name, field in fields.items() if not field.disabled}
    lease = {"lease_filing_no", "lease_from", "lease_to"}
    assert opened == {"residence_kind", *lease, "landlord_name", "landlord_id_tail"}


def test_the_check_says_what_has_changed_and_what_has_not(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME, WHOLE)
    post(page, case, "approval")
    assert post(page, case, "origin", {"head_name": "顾示范"})["Location"] == url(case, "check")
    items = page.get(url(case, "check")).context["items"]
    assert [item["changed"] for item in items] == [True, False]
    assert items[0]["url"] == f"{url(case, 'origin', next='check')}#id_head_name"


def test_on_the_check_the_other_answers_are_shown_without_a_way_to_change_them(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    post(page, case, "origin", {"head_name": "顾示范"})
    response = page.get(url(case, "check"))
    assert [section["slug"] for section in response.context["sections"]] == ["origin"]
    assert [section["url"] for section in response.context["others"]] == [""] * 9
    assert raw("TH")["applicant"]["name"] in response.content.decode()


def test_an_unchanged_answer_may_be_handed_in_again(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    post(page, case, "origin")
    response = page.post(url(case, "check"))
    assert response["Location"] == url(case, name="wizard:done")
    assert Application.objects.get().state == "RECEIVED"
    assert case.submissions.count() == 2
    assert page.get(response["Location"]).context["corrected"]


def test_a_paper_asked_for_must_be_a_new_one(page, case, gu, officer):
    case = builders.asked_to_correct(case, officer, PAPER)
    response = page.post(url(case, "materials"))
    assert response.status_code == 422
    assert [item["row"].material.code for item in response.context["rows"]] == ["TH01"]
    assert PAPER["reason"] in response.content.decode()
    upload(gu, case, "TH01", "both-sides.pdf")
    assert page.post(url(case, "materials"))["Location"] == url(case, "check")
    assert page.get(url(case, "check")).context["items"][0]["changed"]
    page.post(url(case, "check"))
    names = [entry["name"] for entry in case.submissions.order_by("-round").first().materials]
    assert "both-sides.pdf" in names


def test_handing_a_correction_in_twice_makes_one_round(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    post(page, case, "origin")
    first, second = page.post(url(case, "check")), page.post(url(case, "check"))
    assert first["Location"] == second["Location"] == url(case, name="wizard:done")
    assert case.submissions.count() == 2


def test_a_correction_of_rows_opens_one_field_of_each_row_and_no_more_rows(page, gu, officer, plain_rows):
    case = builders.submitted(page, gu, "ZA")
    item = {"step": "substances", "field": "grade", "reason": "Which grade?"}
    case = builders.asked_to_correct(case, officer, item)
    before = case.submissions.get().content["answers"]["substances"]["rows"]
    formset = page.get(url(case, "substances")).context["form"]
    assert not formset.can_add and not formset.can_remove
    rows = [row | {"grade": "优级纯", "quantity": "999"} for row in raw("ZA")["substances"]["rows"]]
    post(page, case, "substances", {"rows": [*rows, rows[0]]}, add_row="1")
    response = post(page, case, "substances", {"rows": [*rows, rows[0]]})
    assert response["Location"] == url(case, "check")
    page.post(url(case, "check"))
    after = case.submissions.order_by("-round").first().content["answers"]["substances"]["rows"]
    assert after == [row | {"grade": "优级纯"} for row in before]


def test_a_second_correction_begins_from_what_was_submitted_last(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    post(page, case, "origin", {"head_name": "顾示范"})
    sign_all(case)
    page.post(url(case, "check"))
    case = builders.asked_to_correct(Application.objects.get(pk=case.pk), officer, NAME)
    page.get(url(case, "origin"))
    assert document(case)["before"]["origin"]["head_name"] == "顾示范"
    assert page.get(url(case, "check"))["Location"] == url(case, "origin")


def test_the_receipt_is_not_shown_while_a_correction_is_open(page, case, officer):
    case = builders.asked_to_correct(case, officer, NAME)
    assert page.get(url(case, name="wizard:done"))["Location"] == reverse("my:case", args=[case.pk])
