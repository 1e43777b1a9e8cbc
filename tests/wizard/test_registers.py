"""Registers asked by the wizard: what they fill in is marked and fixed; one that is down refuses nothing."""

import json

import pytest

from tests.wizard import builders
from tests.wizard.builders import document, post, raw, url

WHO = {"name": "顾远山", "id_no": "330106199104180036", "sex": "1", "birth_date": "1991-04-18"}
ORIGIN = {
    "origin_code": "330106",
    "origin_address": "浙江省杭州市西湖区文新示范路100号",
    "origin_station_name": "文新派出所",
    "origin_hh_type": "JT",
    "head_name": "顾明远",
    "head_relation": "20",
}


@pytest.fixture
def register(settings, tmp_path):
    """Return a function that says what the registers answer from now on."""
    path = tmp_path / "registers.json"

    def says(**replies):
        path.write_text(
            json.dumps(
                {key: [{"match": {}, "state": state, "data": data}] for key, (state, data) in replies.items()}
            )
        )

    settings.SOURCES = {"TH": f"portal.catalog.sources.FileRegister|{path}"}
    says()
    return says


def reach(page, gu, step, **changes):
    """Return a draft of the person of the registers that has come to a step."""
    draft = builders.started(gu)
    for declared in draft.declaration.steps:
        if declared.slug == step:
            return draft
        values = raw("TH")[declared.slug] | (WHO if declared.slug == "applicant" else {})
        response = post(page, draft, declared.slug, values | changes.get(declared.slug, {}))
        assert response.status_code == 302, response.context["errors"]
    return draft


def test_a_register_that_is_down_refuses_nothing_and_is_kept_as_such(page, gu, register):
    draft = reach(page, gu, "origin")
    replies = document(draft)["sources"]
    assert {reply["state"] for reply in replies.values()} == {"UNAVAILABLE"}
    form = page.get(url(draft, "origin")).context["form"]
    assert not any(field.disabled for field in form.fields.values())


def test_what_a_register_fills_in_is_shown_marked_and_cannot_be_changed(page, gu, register):
    register(origin=("YES", ORIGIN))
    draft = reach(page, gu, "origin")
    answer = page.get(url(draft, "origin"))
    form = answer.context["form"]
    assert {name for name, field in form.fields.items() if field.disabled} == set(ORIGIN)
    text = answer.content.decode()
    assert text.count("from-register") == len(ORIGIN)
    assert "浙江省 杭州市 西湖区" in text

    sent = {
        "move_permission": "NONE",
        "already_out": "no",
        "origin_address": "别处示范路1号",
        "origin_hh_type": "QT",
    }
    assert page.post(url(draft, "origin"), sent)["Location"] == url(draft, "family")
    page.post(url(draft, "origin", "wizard:autosave"), {"origin_address": "别处示范路1号"})
    kept = document(draft)
    assert kept["answers"]["origin"]["origin_address"] == ORIGIN["origin_address"]
    assert kept["raw"]["origin"]["origin_address"] == ORIGIN["origin_address"]
    assert kept["answers"]["origin"]["origin_hh_type"] == "JT"


def test_a_step_that_a_register_filled_in_says_where_to_tell_what_is_wrong(page, gu, register):
    register(origin=("YES", ORIGIN))
    draft = reach(page, gu, "origin")
    assert page.get(url(draft, "origin")).context["disputed_in"] == draft.declaration.step("delivery").title
    assert not page.get(url(draft, "applicant")).context["disputed_in"]


def test_what_was_typed_before_is_replaced_by_the_register_and_judged_anew(page, gu, register):
    draft = reach(page, gu, "family")
    assert document(draft)["answers"]["origin"]["origin_hh_type"] == "JT"
    register(origin=("YES", ORIGIN | {"origin_hh_type": "RCJ"}))
    who = raw("TH")["applicant"] | WHO | {"name": "顾远川"}
    page_back = post(page, draft, "applicant", who)
    assert page_back.status_code == 302
    assert "origin" not in document(draft)["complete"]
    form = page.get(url(draft, "origin")).context["form"]
    assert form["origin_hh_type"].value() == "RCJ"


def test_the_same_question_is_asked_once(page, gu, register):
    register(property=("NO", {}))
    draft = reach(page, gu, "approval")
    asked = document(draft)["sources"]["property"]["at"]
    register(property=("YES", {}))
    post(page, draft, "applicant", raw("TH")["applicant"] | WHO)
    assert document(draft)["sources"]["property"] | {"at": ""} == document(draft)["sources"]["property"] | {
        "at": ""
    }
    assert document(draft)["sources"]["property"]["state"] == "NO"
    assert document(draft)["sources"]["property"]["at"] == asked


def test_one_that_was_down_is_asked_again_later(page, gu, register, time_machine_ahead):
    draft = reach(page, gu, "approval")
    register(property=("NO", {}))
    post(page, draft, "applicant", raw("TH")["applicant"] | WHO)
    assert document(draft)["sources"]["property"]["state"] == "UNAVAILABLE"
    with time_machine_ahead(minutes=11):
        post(page, draft, "applicant", raw("TH")["applicant"] | WHO)
    assert document(draft)["sources"]["property"]["state"] == "NO"


@pytest.fixture
def time_machine_ahead():
    """Return a function that lets a block happen some time later."""
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    return lambda **later: time_machine.travel(timezone.now() + timedelta(**later))


def test_an_owner_by_the_register_is_referred_at_once_and_may_correct_the_number(page, gu, register):
    register(property=("YES", {}))
    draft = builders.started(gu)
    for step in ("consent", "settlement"):
        post(page, draft, step)
    response = post(page, draft, "applicant", raw("TH")["applicant"] | WHO)
    assert response["Location"] == url(draft, name="wizard:halt")
    halted = page.get(response["Location"])
    assert halted.context["halt"].rule == "A4-OWN"
    assert halted.context["change_url"] == url(draft, "applicant")
    assert page.get(url(draft, "approval"))["Location"] == url(draft, name="wizard:halt")
    assert page.get(url(draft, "applicant")).status_code == 200


def test_a_broken_adapter_is_a_register_that_is_down(page, gu, settings, caplog):
    settings.SOURCES = {"TH": "portal.catalog.sources.NoSuchThing"}
    draft = reach(page, gu, "approval")
    assert document(draft)["sources"]["property"]["state"] == "UNAVAILABLE"
    assert WHO["id_no"] not in caplog.text


def test_a_paper_that_a_register_spares_stays_spared_in_the_submission(page, gu, register):
    register(property=("NO", {}), identity=("YES", {}))
    draft = reach(page, gu, "family")
    assert document(draft)["sources"]["identity"]["filled"] == []


def test_of_a_reply_only_what_is_filled_in_is_kept(page, gu, register):
    register(
        origin=("YES", ORIGIN | {"blood_type": "A", "origin_hh_no": ""}), property=("NO", {"flats": "0"})
    )
    draft = reach(page, gu, "approval")
    kept = document(draft)["sources"]
    assert kept["origin"]["data"] == ORIGIN
    assert kept["property"]["data"] == {}
