"""Statements and promises in place of papers: who may make them, when, and that they are kept as signed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.applications.policies import NotAllowed
from portal.audit.models import Entry
from portal.documents import actions, queries
from portal.documents.models import Document, Standin
from portal.documents.sentences import Refused
from tests import cases, standins
from tests.documents import files
from tests.standins import PLAIN, PROMISED, STAGE, STATED, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def papers():
    with standins.declared():
        yield


@pytest.fixture
def case(client):
    case = standins.draft()
    client.force_login(case.owner)
    return case


def sign(case, material=STATED, by=None, ticked=True):
    return actions.commit(application=case, material=material, by=by or case.owner, ticked=ticked)


def test_a_statement_is_kept_sealed_in_each_language_with_a_digest(case):
    standin = sign(case)
    kept = Standin.objects.get()
    assert set(kept.text) == {"zh-hans", "en"} and kept.text["en"] == standins.STATEMENT
    assert standins.STATEMENT.encode() not in bytes(kept.text_sealed)
    assert len(kept.digest) == 64 and kept.made_by == case.owner
    entry = Entry.objects.get(action="standin:made")
    assert entry.data["digest"] == standin.digest
    assert standins.STATEMENT not in entry.data_json
    assert sign(cases.draft(standins.CODE)).digest != kept.digest, "bound to the case"


def test_signing_twice_makes_one(case):
    assert sign(case) == sign(case)
    assert Standin.objects.count() == 1


def test_a_box_that_is_not_ticked_signs_nothing(client, case):
    with pytest.raises(Refused):
        sign(case, ticked=False)
    for data in ({}, {"stated": ""}, {"stated": "on"}):
        assert send(client, case, "commit", STATED, **data).status_code == 302
    assert not Standin.objects.exists()
    send(client, case, "commit", STATED, stated="yes")
    assert Standin.objects.get().kind == Standin.Kind.COMMITMENT


@pytest.mark.parametrize("material", [PLAIN, PROMISED, STAGE, "nothing"])
def test_a_statement_stands_only_where_one_is_declared(client, case, material):
    with pytest.raises(NotAllowed):
        sign(case, material)
    assert send(client, case, "commit", material, stated="yes").status_code == 404
    assert not Standin.objects.exists()


@pytest.mark.parametrize("material", [PLAIN, STATED, STAGE, "nothing"])
def test_a_promise_stands_only_where_time_is_given(client, case, material):
    assert send(client, case, "promise", material).status_code == 404
    assert not Standin.objects.exists()


@pytest.mark.parametrize(
    ("state", "signs"), [("", True), ("UNAVAILABLE", True), ("YES", False), ("NO", False)]
)
def test_a_register_that_answered_leaves_nothing_to_state(case, state, signs):
    if state:
        standins.answered(case, entry=state)
    if signs:
        sign(case)
    else:
        with pytest.raises(NotAllowed):
            sign(case)
    assert Standin.objects.exists() is signs


def test_what_a_register_holds_is_not_uploaded(client, case):
    case = standins.answered(case, entry="YES")
    assert send(client, case, "upload", STATED).status_code == 404
    assert not Document.objects.exists()
    assert [item.code for item in queries.to_upload(case.declaration, queries.answers_now(case))] == [
        PLAIN,
        PROMISED,
    ]


def test_a_paper_of_a_later_stage_is_not_taken_in_the_draft(client, case):
    assert send(client, case, "upload", STAGE).status_code == 404
    assert not Document.objects.exists()


@pytest.mark.parametrize("act", ["commit", "promise", "take_back", "upload"])
def test_nobody_signs_promises_or_takes_back_for_another(client, case, act):
    sign(case)
    actions.promise_later(application=case, material=PROMISED, by=case.owner)
    before = list(Standin.objects.values())
    material = PROMISED if act == "promise" else STATED
    client.force_login(cases.applicant("other"))
    assert send(client, case, act, material, stated="yes").status_code == 404
    client.logout()
    assert send(client, case, act, material, stated="yes")["Location"].startswith(reverse("account_login"))
    assert client.get(reverse(f"documents:{act}", args=[case.pk, material])).status_code in {302, 405}
    with pytest.raises(NotAllowed):
        sign(case, by=cases.applicant("other"))
    assert list(Standin.objects.values()) == before and not Document.objects.exists()


def test_what_was_never_submitted_is_taken_back_without_a_trace_of_its_text(client, case):
    sign(case)
    send(client, case, "take_back", STATED)
    assert not Standin.objects.exists()
    assert Entry.objects.filter(action="standin:taken-back").count() == 1
    send(client, case, "take_back", STATED)
    assert Entry.objects.filter(action="standin:taken-back").count() == 1


def test_a_file_takes_the_place_of_a_statement(client, case):
    sign(case)
    send(client, case, "upload", STATED)
    assert not Standin.objects.exists() and Document.objects.get().material == STATED


def test_a_promise_keeps_the_days_that_were_promised(case):
    standin = actions.promise_later(application=case, material=PROMISED, by=case.owner)
    assert (standin.days, standin.due_on) == (10, None)
    assert "10" in standin.text["en"] and "Contract with the seller" in standin.text["en"]


def test_the_database_keeps_one_stand_in_a_material_and_no_due_statement(case):
    standin = sign(case)
    other = Standin(
        application=case, material=STATED, kind="commitment", made_at=standin.made_at, made_by=case.owner
    )
    other.text = {}
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standin.objects.update(due_on=standin.made_at.date())


def test_services_that_declare_none_have_no_stand_ins(client):
    case = cases.draft("TH")
    client.force_login(case.owner)
    plain = [item.code for item in case.declaration.materials if not (item.commitment or item.grace)]
    assert plain
    for code in plain:
        assert send(client, case, "commit", code, stated="yes").status_code == 404
        assert send(client, case, "promise", code).status_code == 404
    assert not Standin.objects.exists()


def test_the_snapshot_says_of_each_paper_what_it_is(case):
    actions.receive(application=case, material=PLAIN, file=files.upload("a.pdf", files.pdf()), by=case.owner)
    sign(case)
    actions.promise_later(application=case, material=PROMISED, by=case.owner)
    kinds = {entry["material"]: entry["kind"] for entry in queries.snapshot(case, {})}
    assert kinds == {PLAIN: "file", STATED: "statement", PROMISED: "later"}
    answers = {"sources": {"entry": {"state": "YES", "at": "2026-11-24T10:00:00"}}}
    kinds = {entry["material"]: entry["kind"] for entry in queries.snapshot(case, answers)}
    assert kinds == {PLAIN: "file", STATED: "shared", PROMISED: "later"}
    answers = {"sources": {"entry": {"state": "NO"}}}
    assert STATED not in {entry["material"] for entry in queries.snapshot(case, answers)}


def test_freezing_takes_back_what_the_submission_does_not_hold(case):
    sign(case)
    actions.freeze(application=case, answers={"sources": {"entry": {"state": "NO"}}}, by=case.owner)
    assert not Standin.objects.exists()


def test_sealed_texts_are_found_by_the_change_of_keys():
    from portal.keyring.rotation import sealed_columns

    assert "statements and promises" in {name for name, _model, _sealed in sealed_columns()}
