"""Autosave: single fields are kept unjudged."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from portal.applications.models import Application
from portal.applications.policies import Conflict
from portal.wizard.journey import open_journey
from tests.wizard import builders
from tests.wizard.builders import document, raw, url


def save(client, application, step, values):
    return client.post(url(application, step, "wizard:autosave"), values)


def test_it_keeps_the_changed_fields_and_says_when_in_shanghai(page, gu):
    application = builders.filled(page, gu, until="applicant")
    with time_machine.travel(datetime(2026, 11, 24, 6, 2, tzinfo=UTC), tick=False):
        page.force_login(gu)
        response = save(page, application, "applicant", {"name": "顾", "csrfmiddlewaretoken": "x", "no": "1"})
    assert (response.status_code, response.json()) == (200, {"saved_at": "14:02"})
    assert document(application)["raw"]["applicant"] == {"name": "顾"}


def test_two_tabs_saving_different_fields_do_not_undo_each_other(page, gu):
    application = builders.filled(page, gu, until="applicant")
    save(page, application, "applicant", {"name": "顾"})
    save(page, application, "applicant", {"mobile": "139"})
    assert document(application)["raw"]["applicant"] == {"name": "顾", "mobile": "139"}


def test_what_was_kept_is_on_the_page(page, gu):
    application = builders.filled(page, gu, until="applicant")
    save(page, application, "applicant", {"name": "顾"})
    assert 'value="顾"' in page.get(url(application, "applicant")).content.decode()


def test_an_unticked_box_is_kept_as_unticked(page, gu):
    application = builders.filled(page, gu, until="applicant")
    save(page, application, "consent", {"consent_general": ""})
    kept = document(application)
    assert kept["raw"]["consent"]["consent_general"] is False
    assert kept["raw"]["consent"]["consent_sensitive"] is True
    assert "consent" not in kept["complete"]


def test_the_same_value_leaves_the_step_complete(page, gu):
    application = builders.filled(page, gu)
    save(page, application, "applicant", {"name": raw("TH")["applicant"]["name"]})
    assert "applicant" in document(application)["complete"]
    save(page, application, "applicant", {"name": "顾"})
    assert "applicant" not in document(application)["complete"]


def test_one_field_of_one_row(page, gu):
    application = builders.filled(page, gu, "PB")
    rows = document(application)["raw"]["substances"]["rows"]
    save(
        page, application, "substances", {"substances-0-grade": "优级纯", "substances-TOTAL_FORMS": len(rows)}
    )
    expected = [rows[0] | {"grade": "优级纯"}, *rows[1:]]
    assert document(application)["raw"]["substances"]["rows"] == expected


def test_signed_out_is_told_in_json(gu):
    application = builders.started(gu)
    response = save(Client(), application, "consent", {"consent_general": "on"})
    assert response.status_code == 401
    assert response.json()["error"]
    assert document(application) == {}


def test_steps_that_are_not_open_yet_are_not_kept(page, gu):
    application = builders.started(gu)
    assert save(page, application, "origin", {"head_name": "顾"}).status_code == 409
    assert document(application) == {}
    assert save(page, application, "no-such-step", {}).status_code == 404


def test_a_submitted_case_is_not_touched(page, gu):
    application = builders.submitted(page, gu)
    before = document(application)
    assert save(page, application, "consent", {"consent_general": ""}).status_code == 409
    assert document(application) == before


@pytest.mark.parametrize("code,step", [("TH", "applicant"), ("PB", "seller")])
def test_the_form_names_its_autosave_address(page, gu, code, step):
    application = builders.filled(page, gu, code, until=step)
    found = re.search(r'data-autosave="([^"]+)"', page.get(url(application, step)).content.decode())
    assert found and found[1] == url(application, step, "wizard:autosave")


def test_a_change_that_comes_after_the_submission_is_a_conflict(page, gu):
    application = builders.ready(page, gu)
    journey = open_journey(Application.objects.get(pk=application.pk), gu)
    page.post(url(application, "check"))
    before = document(application)
    with pytest.raises(Conflict):
        journey.keep(gu, lambda document: document.clear())
    assert document(application) == before
