"""Check your answers, submit, and the receipt."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from portal.applications.actions import save_draft, withdraw
from portal.applications.models import Application, Submission
from portal.catalog import registry
from portal.catalog.declaration import Fact, Finding, Reserve
from portal.rulebook.models import RuleEntry
from portal.wizard.journey import open_journey
from tests.signing.hands import sign_all
from tests.wizard import builders
from tests.wizard.builders import document, post, raw, url


@pytest.mark.parametrize("code", ["TH", "PB"])
def test_submitting_gives_a_number_and_shows_the_receipt(page, gu, code):
    application = builders.ready(page, gu, code)
    assert page.get(url(application, "check")).status_code == 200
    response = page.post(url(application, "check"))
    assert response["Location"] == url(application, name="wizard:done")
    case = Application.objects.get(pk=application.pk)
    assert case.state == "RECEIVED" and case.number
    text = page.get(response["Location"]).content.decode()
    assert case.number in text
    assert reverse("certificates:receipt", args=[case.pk]) in text
    assert reverse("my:case", args=[case.pk]) in text


def test_every_answer_is_shown_with_a_change_link_that_comes_back(page, gu):
    application = builders.ready(page, gu)
    text = page.get(url(application, "check")).content.decode()
    applicant = raw("TH")["applicant"]
    assert applicant["name"] in text
    assert f'href="{url(application, "applicant", next="check")}#id_name"' in text


def test_change_links_of_rows_lead_to_the_row(page, gu, plain_rows):
    application = builders.ready(page, gu, "ZA")
    text = page.get(url(application, "check")).content.decode()
    assert f'href="{url(application, "substances", next="check")}#id_substances-0-quantity"' in text
    step = page.get(url(application, "substances", next="check")).content.decode()
    assert 'id="id_substances-0-quantity"' in step


def test_submitting_twice_makes_one_case_and_both_see_the_receipt(page, gu):
    application = builders.ready(page, gu)
    tab = Client()
    tab.force_login(gu)
    first, second = page.post(url(application, "check")), tab.post(url(application, "check"))
    assert first["Location"] == second["Location"] == url(application, name="wizard:done")
    assert Submission.objects.count() == 1
    number = Application.objects.get().number
    assert number in page.get(first["Location"]).content.decode()
    assert number in tab.get(second["Location"]).content.decode()


def test_what_was_submitted_is_kept_in_both_languages(page, gu):
    application = builders.submitted(page, gu)
    content = application.submissions.get().content
    assert set(content["answers"]) == {step.slug for step in application.declaration.steps} | {"sources"}
    assert set(content["shown"]) == {"zh-hans", "en"}
    section = content["shown"]["en"][2]
    assert (section["slug"], section["title"]) == ("applicant", "About you")
    by_name = {item["name"]: item for item in section["rows"][0]}
    assert by_name["id_no"]["sensitive"] and not by_name["sex"]["sensitive"]
    assert by_name["name"]["label"] == "Full name"


def test_a_step_made_invalid_behind_the_form_is_found_and_nothing_is_submitted(page, gu):
    application = builders.ready(page, gu)
    save_draft(
        application=application,
        by=gu,
        change=lambda document: document["raw"]["applicant"].update(id_no="31"),
    )
    response = page.post(url(application, "check"))
    assert response.status_code == 422
    assert [href for href, _text in response.context["errors"]] == [
        f"{url(application, 'applicant', next='check')}#id_id_no"
    ]
    application.refresh_from_db()
    assert (application.state, application.number) == ("DRAFT", None)
    assert page.get(url(application, "check"))["Location"] == url(application, "applicant")


def test_a_rule_across_steps_sends_back_to_the_answer(page, gu):
    application = builders.ready(page, gu, "PB")
    seller = raw("PB")["seller"] | {"contract_qty": "1"}

    def forge(document):
        document["raw"]["seller"] = seller
        document["raw"]["substances"]["rows"][0]["quantity"] = "900"
        document["raw"]["substances"]["rows"][0]["annual_demand_kg"] = "99000"

    save_draft(application=application, by=gu, change=forge)
    response = page.post(url(application, "check"))
    assert response.status_code == 422
    assert any("#id_contract_qty" in href for href, _text in response.context["errors"])
    assert not Submission.objects.exists()


def test_flags_are_explained_calmly_and_handed_to_the_officer(page, gu):
    application = builders.ready(page, gu)
    post(page, application, "origin", raw("TH")["origin"] | {"move_permission": "UNKNOWN"})
    response = page.get(url(application, "check"))
    assert [remark["url"] for remark in response.context["remarks"]] == [
        f"{url(application, 'origin', next='check')}#id_move_permission"
    ]
    (remark,) = response.context["remarks"]
    assert remark["text"] and remark["text"] in response.content.decode(), "it says why"
    sign_all(application)
    page.post(url(application, "check"))
    flags = {flag["rule"]: flag for flag in application.submissions.get().flags}
    flag = flags["R-TH-12"]
    assert (flag["step"], flag["field"]) == ("origin", "move_permission")
    assert "CP01" in flags, "the officer also sees what the applicant cannot mend"
    assert set(flag["messages"]) == {"zh-hans", "en"}


def test_the_promised_day_is_named_before_and_after(page, gu):
    application = builders.ready(page, gu)
    before = page.get(url(application, "check")).context["promised_on"]
    page.post(url(application, "check"))
    assert Application.objects.get().promised_on == before


def test_a_draft_has_no_receipt(page, gu):
    application = builders.started(gu)
    assert page.get(url(application, name="wizard:done"))["Location"] == url(application, "check")


def test_a_halt_says_where_to_go_keeps_the_draft_and_cannot_be_submitted(page, gu):
    application = builders.filled(page, gu, until="settlement")
    own = {"own_property": "SELF"}
    response = post(page, application, "settlement", own)
    there = url(application, name="wizard:halt")
    assert response["Location"] == there
    halted = page.get(there)
    assert url(application, "settlement") in halted.content.decode()
    assert str(halted.context["halt"].where) in halted.content.decode()
    assert document(application)["raw"]["settlement"]["own_property"] == "SELF"
    assert page.get(url(application, "applicant"))["Location"] == there
    assert page.get(url(application, "check"))["Location"] == url(application, "applicant")
    assert page.post(url(application, "check")).status_code == 302
    assert Application.objects.get().state == "DRAFT"
    assert post(page, application, "settlement")["Location"] == url(application, "applicant")
    assert page.get(there)["Location"] == url(application, "applicant")


def test_a_halted_draft_is_not_submitted_even_when_everything_is_there(page, gu):
    application = builders.ready(page, gu)
    post(page, application, "origin", raw("TH")["origin"] | {"origin_code": "310115"})
    assert page.post(url(application, "check"))["Location"] == url(application, name="wizard:halt")
    assert Application.objects.get().state == "DRAFT"


@pytest.fixture
def one_case_a_person():
    """The service as it is, but nobody is part of two open cases."""
    service = registry.get("TH")
    person = [Fact("person", secret="A", exclusive=True)]
    registry._services["TH"] = replace(
        service,
        facts=lambda answers, norms: [*service.facts(answers, norms), *person],
        crosscheck=lambda answers, norms, past: [],  # only the last guard is left, the one under the lock
    )
    yield
    registry._services["TH"] = service


def test_somebody_in_another_open_case_is_told_calmly_and_nothing_is_lost(page, gu, one_case_a_person):
    first = builders.submitted(page, gu)
    second = builders.ready(page, gu)
    before = document(second)
    response = page.post("/en" + url(second, "check"))
    assert response.status_code == 422
    ((href, text),) = response.context["errors"]
    assert (href, text.split(".")[0]) == (
        "/en/my/",
        "Somebody named in this application is already part of another open case",
    )
    second.refresh_from_db()
    assert (second.state, document(second)) == ("DRAFT", before)
    assert second.documents.count() == first.documents.count()
    withdraw(application=Application.objects.get(pk=first.pk), by=gu)
    assert page.post(url(second, "check"))["Location"] == url(second, name="wizard:done")


def test_rules_across_cases_are_asked_with_the_others_on_the_check_page(page, gu):
    service = registry.get("TH")

    def crosscheck(answers, norms, past):
        many = past.cases("employer_uscc", answers["approval"]["employer_uscc"])
        return [Finding("R-X", "flag", "many", "approval", "employer_uscc")] * min(many, 1)

    registry._services["TH"] = replace(service, crosscheck=crosscheck)
    try:
        first = builders.submitted(page, gu)
        withdraw(application=first, by=gu)
        second = builders.submitted(page, gu)
    finally:
        registry._services["TH"] = service
    assert "R-X" not in {flag["rule"] for flag in first.submissions.get().flags}
    (flag,) = (flag for flag in second.submissions.get().flags if flag["rule"] == "R-X")
    assert set(flag["messages"]) == {"zh-hans", "en"}


@pytest.fixture
def one_place_a_case():
    """The service as it is, but each case takes a place of its public household."""
    service = registry.get("TH")
    registry._services["TH"] = replace(
        service,
        reserves=lambda answers: [Reserve("public_households", answers["household"]["public_household"], 1)],
    )
    yield
    registry._services["TH"] = service


def test_in_a_correction_the_place_held_is_not_in_ones_own_way(page, gu, officer, one_place_a_case):
    case = builders.submitted(page, gu)
    chosen = raw("TH")["household"]["public_household"]
    row = RuleEntry.objects.get(list_key="public_households", code=chosen)
    row.data["capacity"] = row.data["occupied"] + 1
    row.save()
    builders.asked_to_correct(case, officer, {"step": "approval", "reason": "x"})
    journey = open_journey(Application.objects.get(pk=case.pk), gu)
    assert "public_household" not in [finding.field for finding in journey.findings(journey.answers)]
    other = open_journey(builders.started(gu), gu)
    assert "public_household" in [finding.field for finding in other.findings(journey.answers)]


def test_optional_answers_left_blank_take_one_line(page, gu):
    application = builders.ready(page, gu)
    response = page.get("/en" + url(application, "check"))
    applicant = next(section for section in response.context["sections"] if section["slug"] == "applicant")
    ((given, blanks, _url, _name),) = applicant["pages"]
    assert "Former names" in blanks and "Full name" not in blanks
    assert "former_names" not in {name for name, _label, _text in given}
    assert "Left blank: " in response.content.decode()


def test_what_the_rules_refuse_is_said_before_anybody_presses_submit(page, gu):
    application = builders.ready(page, gu, "PB")
    answers = raw("PB")["seller"] | {"contract_qty": "1"}

    def forge(document):
        document["raw"]["seller"] = answers
        document["answers"]["seller"]["contract_qty"] = "1"

    assert not page.get(url(application, "check")).context["errors"]
    save_draft(application=application, by=gu, change=forge)
    response = page.get(url(application, "check"))
    assert response.status_code == 200
    assert any("#id_contract_qty" in href for href, _text in response.context["errors"])
