"""Applicants who would have their own words pass for a register's, or who leaf through a register."""

import pytest

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit.models import Entry
from portal.standards.digests import sha256
from portal.wizard import draft as document_of
from portal.wizard import origins, registers
from portal.wizard.journey import open_journey
from portal.wizard.views.autosave import merging
from tests import factories
from tests.wizard import builders
from tests.wizard.builders import document, post, raw, url
from tests.wizard.test_registers import ORIGIN, WHO, reach, register

__all__ = ["register"]
FORGED = "浙江省杭州市西湖区别处示范路1号"


def journey_of(draft):
    fresh = Application.objects.get(pk=draft.pk)
    return open_journey(fresh, fresh.owner)


def test_an_autosave_that_began_before_the_register_answered_changes_nothing(page, gu, register):
    register(origin=("YES", ORIGIN))
    draft = reach(page, gu, "origin")
    late = journey_of(draft)
    # What it found locked when it began, before the register had filled anything in.
    change = merging(late.service.step("origin"), {"origin_address": FORGED}, frozenset())
    late.keep(gu, change)
    kept = document(draft)
    assert kept["raw"]["origin"]["origin_address"] == ORIGIN["origin_address"]
    assert "origin.origin_address" in kept["sources"]["origin"]["filled"]


def test_a_step_that_was_sent_before_the_register_answered_is_saved_again(page, gu, register):
    register(origin=("YES", ORIGIN))
    draft = reach(page, gu, "family")
    late = journey_of(draft)
    forged = {**late.document["raw"]["origin"], "origin_address": FORGED}
    values = {**late.document["answers"]["origin"], "origin_address": FORGED}
    late.keep(gu, lambda document: document_of.keep_valid(document, "origin", forged, values))
    kept = document(draft)
    assert kept["raw"]["origin"]["origin_address"] == ORIGIN["origin_address"]
    assert "origin" not in kept["complete"]
    assert page.get(url(draft, "family"))["Location"] == url(draft, "origin")


def test_a_reply_about_somebody_else_is_not_kept_when_the_person_was_changed_meanwhile(page, gu, register):
    draft = reach(page, gu, "origin")
    source = next(one for one in journey_of(draft).service.sources if one.key == "origin")
    question = {"name": "别人", "id_no": "330106199001010017"}
    entry = {
        "state": "YES",
        "data": ORIGIN,
        "at": "2026-01-01T00:00:00+00:00",
        "question": registers.digest_of(question),
        "filled": ["origin.origin_address"],
    }
    late = journey_of(draft)
    filling = {"origin": {"origin_address": FORGED}}
    late.keep(gu, lambda document: registers.keep_reply(late.service, source, entry, filling, document))
    kept = document(draft)
    assert kept["sources"]["origin"]["state"] == "UNAVAILABLE"
    assert kept["raw"].get("origin", {}).get("origin_address") != FORGED


def test_nothing_is_handed_in_with_a_reply_to_another_question(page, gu, register):
    register(property=("NO", {}))
    draft = builders.ready(page, gu)
    other = sha256(b"somebody else")

    def forge(document):
        document["sources"]["property"]["question"] = other

    journey_of(draft).keep(gu, forge)
    register(property=("YES", {}))
    answer = page.post(url(draft, "check"))
    assert answer["Location"] == url(draft, name="wizard:halt")
    assert Application.objects.get(pk=draft.pk).state == "DRAFT"


def test_what_a_correction_lets_be_changed_is_not_the_registers_any_more(page, gu, register):
    register(origin=("YES", ORIGIN))
    draft = builders.started(gu)
    for declared in draft.declaration.steps:
        values = raw("TH")[declared.slug] | (WHO if declared.slug == "applicant" else {})
        assert post(page, draft, declared.slug, values).status_code == 302
    whole = document(draft)
    from portal.documents.queries import to_upload

    for material in to_upload(draft.declaration, whole["answers"] | {"sources": whole["sources"]}):
        if material.required:
            builders.upload(gu, draft, material.code)
    page.post(url(draft, "materials"))
    builders.sign_all(draft)
    page.post(url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    assert case.state == "RECEIVED"
    item = {"step": "origin", "field": "origin_address", "reason": "The number of the house is missing."}
    builders.asked_to_correct(case, factories.officer("intake"), item)
    changed = "浙江省杭州市西湖区文新示范路100号甲"
    sent = raw("TH")["origin"] | ORIGIN | {"origin_address": changed, "origin_hh_type": "QT"}
    assert post(page, case, "origin", sent).status_code == 302
    kept = document(case)
    assert kept["answers"]["origin"]["origin_address"] == changed
    assert kept["answers"]["origin"]["origin_hh_type"] == "JT"
    assert "origin.origin_address" not in kept["sources"]["origin"]["filled"]
    marks = origins.marks(case.declaration, {"sources": kept["sources"]})
    assert marks["origin.origin_address"] == {"typed": "origin"}
    assert marks["origin.origin_hh_type"] == {"source": "origin"}


@pytest.fixture
def applicants():
    """Names to ask about, more than a day allows."""
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    return [f"顾远{sign}" for sign in signs[: registers.MOST_A_DAY + 2]]


def test_nobody_leafs_through_a_register(page, gu, register, applicants):
    register(origin=("YES", ORIGIN))
    draft = reach(page, gu, "applicant")
    answers = [
        post(page, draft, "applicant", raw("TH")["applicant"] | WHO | {"name": name}) for name in applicants
    ]
    most = registers.MOST_A_DAY
    assert [answer["Location"] for answer in answers[:most]] == [url(draft, "approval")] * most
    assert [answer["Location"] for answer in answers[most:]] == [url(draft, "applicant")] * 2
    assert "applicant" not in document(draft)["complete"]
    assert document(draft)["raw"]["applicant"]["name"] == applicants[-1]
    assert page.get(url(draft, "approval"))["Location"] == url(draft, "applicant")
    shown = page.get("/en" + url(draft, "applicant").removeprefix("/en")).content.decode()
    assert 'class="messages"' in shown
    # Back to the one that was asked about last: no new question.
    again = post(page, draft, "applicant", raw("TH")["applicant"] | WHO | {"name": applicants[most - 1]})
    assert again["Location"] == url(draft, "approval")


def test_not_with_many_drafts_either_and_others_are_not_held_up(page, gu, register, applicants, client):
    for name in applicants[: registers.MOST_A_DAY]:
        draft = reach(page, gu, "applicant")
        post(page, draft, "applicant", raw("TH")["applicant"] | WHO | {"name": name})
    draft = reach(page, gu, "applicant")
    refused = post(page, draft, "applicant", raw("TH")["applicant"] | WHO | {"name": applicants[-1]})
    assert refused["Location"] == url(draft, "applicant")
    assert "sources" not in document(draft)
    someone = builders.person("other@example.test")
    client.force_login(someone)
    assert document(reach(client, someone, "approval"))["sources"]


def test_who_asked_which_registers_is_recorded_without_whom_about(page, gu, register):
    draft = reach(page, gu, "approval")
    (entry,) = Entry.objects.filter(action="registers:asked")
    assert entry.actor == f"user:{User.objects.get(pk=gu.pk).pk}"
    assert entry.data["application"] == str(draft.pk)
    assert "TH.origin" in entry.data["sources"]
    assert WHO["id_no"] not in entry.data_json and WHO["name"] not in entry.data_json
