"""Which move calls for which notice, and the texts that belong to each."""

import json
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

from portal.applications.models import Event
from portal.applications.queries import EXTENSION
from portal.applications.states import State
from portal.certificates import notices
from portal.certificates.notices import texts
from portal.rulebook.lists import BadData
from portal.rulebook.models import RuleEntry
from tests import cases
from tests.certificates.notices import stories

SEED = json.loads((Path(notices.__file__).parents[1] / "data" / "notices.json").read_text("utf-8"))
CALLED = {
    State.RECEIVED: "HZ",
    State.ACCEPTED: "SL",
    State.CORRECTION: "BZ",
    State.REJECTED_INTAKE: "BS",
    State.REFERRED: "BS",
    State.DENIED: "JB",
    State.WITHDRAWN: "ZZ",
    State.CLOSED_NO_RESPONSE: "ZZ",
    State.SUSPENDED: "ZT",
    State.REVOKED: "CX",
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_each_state_calls_for_its_notice_and_the_others_for_none(state):
    case = cases.draft("TH")
    event = Event(application=case, kind="move", after=state)
    assert notices.due(case, event) == CALLED.get(state, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("service", "kind"), [("TP", "XK"), ("TH", ""), ("PB", "")])
def test_only_a_licence_is_granted_by_a_decision(service, kind):
    case = cases.draft(service)
    assert notices.due(case, Event(application=case, kind="move", after=State.APPROVED)) == kind


@pytest.mark.django_db
def test_an_extension_is_told_and_other_events_are_not():
    case = cases.draft("TH")
    assert notices.due(case, Event(application=case, kind=EXTENSION)) == "YC"
    for kind in ("paper", "message", "note"):
        assert notices.due(case, Event(application=case, kind=kind, after=State.DENIED)) == ""


def test_every_notice_has_a_name_for_lists_and_texts_of_its_own():
    codes = {entry["code"].partition(":")[0] for entry in SEED["entries"]}
    assert codes == set(notices.NOTICES)
    assert {entry["code"] for entry in SEED["entries"]} >= set(notices.NOTICES) | {"JB:licence", "JB:filing"}
    for kind in notices.NOTICES:
        with translation.override("en"):
            assert str(notices.title(kind)).strip()


def test_a_type_that_is_no_notice_has_no_name():
    with pytest.raises(KeyError):
        notices.title("ZQ")


def test_every_text_of_the_seed_holds():
    for entry in SEED["entries"]:
        columns = {column: text for column, text in entry.items() if column != "code"}
        texts.TEXTS.accept(entry["code"], columns)
        assert texts.TEXTS.read(columns)["opening_en"]


@pytest.mark.parametrize(
    ("code", "opening"),
    [("SL", "{days}"), ("JB:TH", "{licence}"), ("QQ", "一"), ("QQ:TH", "一"), ("YC", "{days")],
)
def test_an_editor_cannot_name_what_the_notice_does_not_have(code, opening):
    with pytest.raises(BadData):
        texts.TEXTS.accept(code, {"title": "通知书", "opening": opening})


@pytest.mark.parametrize(("code", "opening"), [("YC:TP", "{days}"), ("BZ", "{answer_by}{count}")])
def test_an_editor_may_write_texts_of_any_service(code, opening):
    texts.TEXTS.accept(code, {"title": "通知书", "opening": opening})
    assert all(word in (*texts.COMMON, *texts.OWN[code[:2]]) for word in opening[1:-1].split("}{"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("service", "state", "kind", "code"),
    [
        ("TH", State.DENIED, "JB", "JB:TH"),
        ("TP", State.DENIED, "JB", "JB:licence"),
        ("PB", State.DENIED, "JB", "JB:filing"),
        ("TH", State.REFERRED, "BS", "BS:REFERRED"),
        ("TH", State.WITHDRAWN, "ZZ", "ZZ:WITHDRAWN"),
        ("TH", State.CLOSED_NO_RESPONSE, "ZZ", "ZZ"),
    ],
)
def test_the_most_particular_text_counts(service, state, kind, code):
    case = cases.draft(service)
    event = Event(application=case, kind="move", after=state, at=stories.NOW)
    assert texts.version_for(kind, case, event)[0] == code


@pytest.mark.django_db
def test_the_text_of_the_day_of_the_move_counts():
    case, event = stories.story("withdrawn")
    row = RuleEntry.objects.get(list_key="notices", code="ZZ:WITHDRAWN")
    later = {**row.data, "title": "办理终止通知"}
    RuleEntry.objects.create(list_key="notices", code=row.code, data=later, effective_from=date(2026, 11, 3))
    assert notices.content("ZZ", case, event, "zh-hans").title == "终止办理告知书"
    with time_machine.travel("2026-11-03T10:00+08:00", tick=False):
        case, event = stories.withdrawn()
    assert notices.content("ZZ", case, event, "zh-hans").title == "办理终止通知"


@pytest.mark.django_db
def test_without_a_text_there_is_no_notice():
    case, event = stories.story("withdrawn")
    RuleEntry.objects.filter(list_key="notices").update(effective_to=date(2026, 11, 1))
    with pytest.raises(texts.NoText):
        notices.content("ZZ", case, event, "zh-hans")
