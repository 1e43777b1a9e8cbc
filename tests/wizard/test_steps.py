"""The steps: order, keeping what was typed, errors, buttons, rows."""

from itertools import pairwise

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.applications.models import Application
from portal.catalog import registry
from tests.wizard import builders
from tests.wizard.builders import document, post, raw, url


@pytest.mark.parametrize("code", ["TH", "PB"])
def test_each_step_leads_to_the_next_and_the_last_to_the_materials(page, gu, code):
    application = builders.started(gu, code)
    slugs = [step.slug for step in registry.get(code).steps] + ["materials"]
    for slug, following in pairwise(slugs):
        assert page.get(url(application, slug)).status_code == 200
        assert post(page, application, slug)["Location"] == url(application, following)
    assert document(application)["complete"] == slugs[:-1]


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_not_find_a_draft(gu, officer, method):
    application = builders.started(gu)
    other = Client()
    other.force_login(officer)
    pages = [url(application, slug) for slug in ("consent", "materials", "check")]
    pages += [url(application, name="wizard:halt"), url(application, name="wizard:done")]
    for address in pages:
        assert getattr(other, method)(address).status_code in ({404} if "done" not in address else {404, 405})
    assert other.post(url(application, "consent", "wizard:autosave"), {}).status_code == 404


def test_a_draft_is_not_found_under_another_service(page, gu):
    application = builders.started(gu, "TH")
    assert page.get(url(application, "consent").replace("/TH/", "/PB/")).status_code == 404


@pytest.mark.parametrize("slug", ["origin", "materials", "check", "no-such-step"])
def test_steps_cannot_be_skipped(page, gu, slug):
    application = builders.filled(page, gu, until="approval")
    before = document(application)
    assert page.get(url(application, slug))["Location"] == url(application, "approval")
    sent = builders.sent("TH", "origin", raw("TH")["origin"])
    assert page.post(url(application, slug), sent)["Location"] == url(application, "approval")
    assert document(application) == before


def test_an_invalid_step_keeps_what_was_typed_and_says_what_is_wrong(page, gu):
    application = builders.filled(page, gu, until="applicant")
    typed = raw("TH")["applicant"] | {"id_no": "310101199001010013", "mobile": ""}
    response = post(page, application, "applicant", typed)
    assert response.status_code == 422
    text = response.content.decode()
    assert [href for href, _text in response.context["errors"]] == ["#id_id_no", "#id_mobile"]
    assert 'href="#id_id_no"' in text and 'id="id_id_no"' in text
    assert 'value="310101199001010013"' in text and typed["name"] in text
    assert document(application)["raw"]["applicant"] == typed
    again = page.get(url(application, "applicant"))
    assert [href for href, _text in again.context["errors"]] == ["#id_id_no", "#id_mobile"]
    assert 'value="310101199001010013"' in again.content.decode()


def test_the_title_says_that_there_is_an_error(page, gu):
    application = builders.started(gu)
    response = page.post(url(application, "consent").replace("/apply", "/en/apply"), {})
    assert "<title>Error: " in response.content.decode()


def test_no_errors_are_shown_before_an_attempt(page, gu):
    application = builders.started(gu)
    assert page.get(url(application, "consent")).context["errors"] == []
    page.post(url(application, "consent", "wizard:autosave"), {"consent_general": "on"})
    assert page.get(url(application, "consent")).context["errors"] == []


@pytest.mark.parametrize("button", ["go_back", "save_and_leave"])
def test_back_and_leave_keep_what_was_typed_without_judging(page, gu, button):
    application = builders.filled(page, gu, until="applicant")
    response = post(page, application, "applicant", {"name": "顾", "id_no": "31"}, **{button: "1"})
    there = url(application, "settlement") if button == "go_back" else reverse("my:home")
    assert response["Location"] == there
    kept = document(application)
    assert (kept["raw"]["applicant"]["name"], kept["raw"]["applicant"]["id_no"]) == ("顾", "31")
    assert "applicant" not in kept["attempted"] and "applicant" not in kept["complete"]


def test_back_completes_a_step_that_is_valid(page, gu):
    application = builders.filled(page, gu, until="applicant")
    post(page, application, "applicant", go_back="1")
    assert "applicant" in document(application)["complete"]


def test_only_fields_of_the_step_are_kept(page, gu):
    application = builders.filled(page, gu, until="applicant")
    before = Application.objects.get(pk=application.pk)
    post(
        page, application, "applicant", status="approved", owner="2", csrfmiddlewaretoken="secret", name_2="x"
    )
    assert set(document(application)["raw"]["applicant"]) == set(
        registry.get("TH").step("applicant").form.base_fields
    )
    after = Application.objects.get(pk=application.pk)
    assert (after.state, after.owner_id, after.version) == (before.state, before.owner_id, before.version)


def test_equal_field_names_in_two_steps_do_not_meet(page, gu):
    application = builders.filled(page, gu)
    assert set(document(application)["answers"]) == {step.slug for step in registry.get("TH").steps}


def test_the_session_holds_nothing_of_the_draft(page, gu):
    builders.filled(page, gu)
    (session,) = Session.objects.all()
    assert set(session.get_decoded()) <= {
        "_auth_user_id",
        "_auth_user_backend",
        "_auth_user_hash",
        "_messages",
    }


def test_a_draft_goes_on_in_another_browser(page, gu):
    application = builders.filled(page, gu, until="origin")
    elsewhere = Client()
    elsewhere.force_login(gu)
    assert elsewhere.get(url(application, "check"))["Location"] == url(application, "origin")
    assert raw("TH")["applicant"]["name"] in elsewhere.get(url(application, "applicant")).content.decode()


def test_two_tabs_with_different_steps_do_not_undo_each_other(page, gu):
    application = builders.filled(page, gu)
    page.get(url(application, "applicant"))
    page.get(url(application, "origin"))
    post(page, application, "origin", raw("TH")["origin"] | {"origin_station_name": "示范派出所"})
    post(page, application, "applicant", raw("TH")["applicant"] | {"mobile": "13900139000"})
    answers = document(application)["answers"]
    assert answers["origin"]["origin_station_name"] == "示范派出所"
    assert answers["applicant"]["mobile"] == "13900139000"


def test_change_links_lead_back_to_the_check(page, gu):
    application = builders.ready(page, gu)
    there = url(application, "applicant", next="check")
    assert page.post(there, builders.sent("TH", "applicant", raw("TH")["applicant"]))["Location"] == url(
        application, "check"
    )


def test_what_was_typed_while_signed_out_is_back_after_signing_in(page, gu):
    application = builders.filled(page, gu, until="applicant")
    page.logout()
    typed = raw("TH")["applicant"] | {"name": "顾长宁二"}
    response = post(page, application, "applicant", typed)
    assert response["Location"] == f"{reverse('account_login')}?next={url(application, 'applicant')}"
    assert "顾长宁二" not in str(page.session.items())
    page.force_login(gu)
    assert "顾长宁二" in page.get(url(application, "applicant")).content.decode()
    assert document(application)["raw"]["applicant"] == typed
    assert "wizard_typed" not in page.session


def test_what_was_typed_signed_out_never_reaches_another_person(page, gu, officer):
    application = builders.filled(page, gu, until="applicant")
    page.logout()
    post(page, application, "applicant", raw("TH")["applicant"] | {"name": "别人"})
    page.force_login(officer)
    assert page.get(url(application, "applicant")).status_code == 404
    assert "applicant" not in document(application)["raw"]


def test_rows_are_added_and_removed_without_javascript(page, gu, plain_rows):
    application = builders.filled(page, gu, "ZA", until="substances")
    rows = raw("ZA")["substances"]["rows"][:1]
    response = post(page, application, "substances", {"rows": rows}, add_row="1")
    assert response["Location"] == f"{url(application, 'substances')}#substances-1"
    shown = page.get(url(application, "substances"))
    assert len(shown.context["form"].forms) == 2
    assert shown.context["errors"] == []
    assert document(application)["raw"]["substances"]["rows"][0] == rows[0]
    response = post(page, application, "substances", {"rows": [{"grade": "gone"}, rows[0]]}, remove_row="0")
    kept = document(application)["raw"]["substances"]["rows"]
    assert [row["chem"] for row in kept] == [rows[0]["chem"]]
    assert "substances" not in document(application)["complete"]


def test_an_invalid_row_is_kept_and_pointed_at(page, gu, plain_rows):
    application = builders.filled(page, gu, "ZA", until="substances")
    row = raw("ZA")["substances"]["rows"][0]
    response = post(page, application, "substances", {"rows": [row, row | {"quantity": "many"}]})
    assert response.status_code == 422
    assert "#id_substances-1-quantity" in [href for href, _text in response.context["errors"]]
    assert document(application)["raw"]["substances"]["rows"][1]["quantity"] == "many"


def test_a_submitted_case_leads_to_its_page(page, gu):
    application = builders.submitted(page, gu)
    for slug in ("consent", "materials", "check"):
        assert page.get(url(application, slug))["Location"] == reverse("my:case", args=[application.pk])
    before = document(application)
    assert post(page, application, "consent")["Location"] == reverse("my:case", args=[application.pk])
    assert document(application) == before


@pytest.mark.parametrize("code", ["TH", "PB"])
def test_opening_a_step_takes_few_queries(page, gu, code):
    """The platform's own are few and always as many; the rest are lists of the rulebook, each read once."""
    application = builders.filled(page, gu, code)
    for step in registry.get(code).steps:
        page.get(url(application, step.slug))
        with CaptureQueriesContext(connection) as made:
            page.get(url(application, step.slug))
        lists = [query["sql"] for query in made if "rulebook_ruleentry" in query["sql"]]
        assert len(lists) == len(set(lists)) <= 4, (step.slug, lists)
        assert len(made) - len(lists) <= 6, step.slug


def test_pages_are_not_kept_by_browsers(page, gu):
    application = builders.started(gu)
    assert "no-store" in page.get(url(application, "consent"))["Cache-Control"]
