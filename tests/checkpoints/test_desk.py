"""Ticking at the desk: with the act in one press, without it, and passing over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.applications.models import Application
from portal.applications.states import State
from portal.audit.models import Entry
from portal.checkpoints import actions
from portal.checkpoints.actions import Tick
from portal.checkpoints.models import Result
from tests.factories import REASON, officer, submitted_application
from tests.review.addresses import desk_url
from tests.ticking import results, tick_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unticked")]
TICKED = {"cp_CP03": "on", "cp_CP05": "on", "cp_CP11": "on"}


@pytest.fixture
def intake(client):
    """An intake officer of the city, signed in."""
    user = officer("intake", last_name="周", first_name="受理")
    client.force_login(user)
    return user


def url(case: Application, name: str = "case", *more: str) -> str:
    return desk_url(name, case.pk, *more, language="en")


def sent(case: Application, **fields: str) -> dict[str, str]:
    return {"version": str(case.version), **fields}


def state(case: Application) -> str:
    return Application.objects.get(pk=case.pk).state


def test_one_press_ticks_and_accepts(client, intake):
    case = submitted_application()
    page = client.get(url(case)).content.decode()
    assert page.count('name="cp_CP03"') == 1
    assert 'name="cp_CP01"' not in page
    assert client.post(url(case, "act", "accept"), sent(case, **TICKED)).status_code == 302
    assert state(case) == State.IN_REVIEW
    assert results(case, "CP05")[-1].actor == intake


def test_a_box_left_open_blocks_and_nothing_is_recorded_but_what_was_typed_stays(client, intake):
    case = submitted_application()
    before = Result.objects.count()
    fields = sent(case, cp_CP03="on", cp_CP11="on", cp_CP11_note="已核对亲属名单", note="看过")
    page = client.post(url(case, "act", "accept"), fields).content.decode()
    assert "error-summary" in page
    assert "CP05 Required material complete" in page
    assert "已核对亲属名单" in page
    assert "看过" in page
    assert 'name="cp_CP03" id="id_accept_cp_CP03" checked' in page
    assert (state(case), Result.objects.count()) == (State.RECEIVED, before)


def test_another_result_needs_its_reason(client, intake):
    case = submitted_application()
    fields = sent(case, **TICKED, cp_CP05_other="FAIL")
    page = client.post(url(case, "act", "accept"), fields).content.decode()
    assert "CP05: please choose one result." in page
    fields = sent(case, cp_CP03="on", cp_CP11="on", cp_CP05_other="NOT_APPLICABLE")
    page = client.post(url(case, "act", "accept"), fields).content.decode()
    assert "CP05: please say why." in page
    assert state(case) == State.RECEIVED
    client.post(url(case, "act", "accept"), fields | {"cp_CP05_note": "本事项不收纸质材料"})
    assert results(case, "CP05")[-1].result == "NOT_APPLICABLE"
    assert state(case) == State.IN_REVIEW


def test_ticks_are_saved_without_acting_and_the_boxes_are_gone_then(client, intake):
    case = submitted_application()
    response = client.post(
        url(case, "checkpoints"), sent(case, cp_CP03="on", cp_CP05_other="FAIL", cp_CP05_note="缺页")
    )
    assert response.status_code == 302
    assert [results(case, code)[-1].result for code in ("CP03", "CP05")] == ["PASS", "FAIL"]
    page = client.get(url(case)).content.decode()
    assert 'id="id_accept_cp_CP03"' not in page
    assert 'id="id_accept_cp_CP05"' in page
    assert "缺页" in page


def test_a_correction_asks_for_its_statements_before_it_leaves(client, intake):
    case = submitted_application()
    fields = sent(case, **{"ask::TH02": "on", "why::TH02": REASON})
    page = client.post(url(case, "act", "correct"), fields).content.decode()
    assert 'name="cp_CP10"' in page
    assert 'name="cp_CP11"' in page
    page = client.post(url(case, "act", "correct"), fields | {"confirmed": "1"}).content.decode()
    assert "CP10" in page
    assert "error-summary" in page
    assert not case.corrections.exists()
    stated = {"confirmed": "1", "cp_CP10": "on", "cp_CP11": "on"}
    assert client.post(url(case, "act", "correct"), fields | stated).status_code == 302
    assert state(case) == State.CORRECTION


def test_the_page_shows_all_thirty_nine_and_an_approver_passes_over_there(client, intake):
    case = submitted_application()
    actions.tick(application=case, by=intake, ticks=[Tick("CP05", "FAIL", "缺页")])
    page = client.get(url(case, "checkpoints")).content.decode()
    assert page.count('<li id="CP') == 39
    assert page.count("Does not belong to this service.") == 11
    assert "pass-over" not in page
    asked = {"checkpoint": "CP05", "reason": REASON}
    assert client.post(url(case, "pass-over"), asked).status_code == 403
    assert Entry.objects.filter(action="case:denied", actor=f"user:{intake.pk}").exists()
    client.force_login(approver := officer("approver"))
    assert "pass-over" in client.get(url(case, "checkpoints")).content.decode()
    page = client.post(url(case, "pass-over"), asked | {"reason": "短"}).content.decode()
    assert "at least 10 characters" in page
    assert client.post(url(case, "pass-over"), asked).status_code == 302
    row = results(case, "CP05")[-1]
    assert (row.overridden, row.actor) == (True, approver)


@pytest.mark.parametrize("who", ["reviewer", "foreign", "stranger", "own"])
def test_nobody_else_ticks(client, who):
    case = submitted_application()
    assert case.district != "310120"
    people = {
        "reviewer": ("reviewer",),
        "foreign": ("intake", "310120000000"),
        "stranger": None,
        "own": ("intake",),
    }
    if who == "stranger":
        client.force_login(case.owner)
    else:
        client.force_login(user := officer(*people[who]))
        if who == "own":
            Application.objects.filter(pk=case.pk).update(owner=user)
    before = Result.objects.count()
    response = client.post(url(case, "checkpoints"), sent(case, **TICKED))
    assert response.status_code in ({403, 404} if who != "reviewer" else {302})
    assert Result.objects.count() == before


def test_the_approver_reads_what_the_reviewer_stated(client):
    case = submitted_application()
    for role in ("intake", "reviewer"):
        by = officer(role, last_name="审", first_name="核")
        tick_all(case, by)
        fields = {"recommendation": "for", "note": REASON} if role == "reviewer" else {}
        client.force_login(by)
        case = Application.objects.get(pk=case.pk)
        act = "propose" if role == "reviewer" else "accept"
        assert client.post(url(case, "act", act), sent(case, **fields)).status_code == 302
    client.force_login(officer("approver"))
    page = client.get(url(case)).content.decode()
    panel = page.split('class="checkpoints"')[1].split("</section>")[0]
    assert "CP21" in panel
    assert "审核" in panel
    assert "the chain is whole" in panel
    assert 'name="cp_CP35"' in page
    assert 'name="cp_CP21"' not in page


def test_the_checkpoints_cost_two_queries_however_many_results_there_are(client, intake):
    case = submitted_application()
    client.get(url(case))
    with CaptureQueriesContext(connection) as few:
        client.get(url(case))
    for n in range(30):
        actions.tick(application=case, by=intake, ticks=[Tick("CP03", "PASS_WITH_NOTE", f"第{n}次")])
    with CaptureQueriesContext(connection) as many:
        client.get(url(case))
    assert len(many) == len(few)
    assert sum("checkpoints_result" in query["sql"] for query in many) == 1


def test_a_note_of_the_portal_stands_at_its_open_box_and_nowhere_else(client, intake):
    case = submitted_application()
    reviewer = officer("reviewer", last_name="吴", first_name="审核")
    client.post(url(case, "act", "accept"), sent(case, **TICKED))
    client.force_login(reviewer)
    page = client.get(url(case)).content.decode()
    assert 'CP14</span> Present registration status<span class="tick-said">' in page
    assert "CP14</span> Present registration status · Passed, with a note</strong>" not in page


def test_the_main_act_belongs_to_its_form_wherever_it_stands(client, intake):
    page = client.get(url(submitted_application())).content.decode()
    assert page.count('<form id="main-act"') == 1
    assert page.count('form="main-act"') >= 3
