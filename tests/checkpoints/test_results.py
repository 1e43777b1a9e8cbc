"""Results are added, never changed; who may record what; and the chain finds what was edited or taken away."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from portal.applications.models import Application, Stop
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.states import State
from portal.checkpoints import actions
from portal.checkpoints.actions import Tick
from portal.checkpoints.models import AppendOnly, Result
from portal.checkpoints.policies import NotTickable
from portal.checkpoints.verification import verify
from tests.factories import officer, submitted_application
from tests.ticking import results

pytestmark = pytest.mark.django_db


def newest(case: Application, code: str) -> Result:
    return results(case, code)[-1]


def changed(case: Application, **fields: object) -> Application:
    Application.objects.filter(pk=case.pk).update(**fields)
    return Application.objects.get(pk=case.pk)


def test_what_functions_judge_is_there_as_soon_as_a_case_is_received():
    case = submitted_application()
    found = {row.checkpoint: row.result for row in case.checkpoint_results.all()}
    assert set(found) == {f"CP{n:02}" for n in (*range(1, 10), 12)}
    assert found["CP03"] == found["CP05"] == found["CP08"] == found["CP09"] == "PASS"
    assert found["CP07"] == "NOT_APPLICABLE"
    assert found["CP01"] == "PASS_WITH_NOTE"
    row = newest(case, "CP01")
    with translation.override("en"):
        assert row.words == "The identity register could not be asked (level L2). A later check is due."
    assert (row.actor, row.evaluator_version, row.method) == (None, 1, "AUTO")


def test_a_finding_is_written_only_when_it_differs():
    case = submitted_application()
    count = case.checkpoint_results.count()
    assert actions.judge(case) == []
    case = changed(case, unit="310101000000")
    written = actions.judge(case)
    assert [(row.checkpoint, row.result) for row in written] == [("CP03", "FAIL")]
    assert case.checkpoint_results.count() == count + 1


def test_papers_that_are_missing_and_a_consent_that_is_not_there_fail():
    case = submitted_application()
    case.submissions.update(materials=[])
    case.submissions.get().signatures.all().delete()
    actions.judge(case)
    row = newest(case, "CP05")
    assert (row.result, "material:TH01" in row.evidence) == ("FAIL", True)
    assert newest(case, "CP02").evidence == ["consent:signature:applicant"]
    assert newest(case, "CP04").result == "FAIL"  # what is kept is not what was submitted


def test_late_acceptance_and_a_stop_without_end_fail():
    case = submitted_application()
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        actions.judge(case)
    assert newest(case, "CP09").result == "FAIL"
    case = submitted_application(n=2, state="PENDING_APPROVAL")
    assert newest(case, "CP34").result == "PASS"
    Stop.objects.create(application=case, ground="x", began_at=timezone.now())
    actions.judge(case)
    assert newest(case, "CP34").result == "FAIL"


def test_a_promised_day_that_the_rules_do_not_give_fails_and_a_late_case_is_noted():
    case = submitted_application(state="PENDING_APPROVAL")
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        actions.judge(case)
        assert newest(case, "CP34").result == "PASS_WITH_NOTE"
    case = changed(case, promised_on=case.promised_on + timedelta(days=30))
    actions.judge(case)
    assert newest(case, "CP34").result == "FAIL"


@pytest.mark.parametrize(
    ("role", "unit"), [("reviewer", "310000000000"), ("approver", "310000000000"), ("intake", "310120000000")]
)
def test_only_who_works_on_the_stage_ticks(role, unit):
    case = submitted_application()
    assert case.district != "310120"
    with pytest.raises(NotAllowed):
        actions.tick(application=case, by=officer(role, unit), ticks=[Tick("CP03")])
    with pytest.raises(NotAllowed):
        actions.tick(application=case, by=case.owner, ticks=[Tick("CP03")])


@pytest.mark.parametrize(
    "tick",
    [
        Tick("CP01"),
        Tick("CP13"),
        Tick("CP35"),
        Tick("CP25"),
        Tick("CP99"),
        Tick("CP03", "FAIL"),
        Tick("CP03", "NOT_APPLICABLE", " "),
        Tick("CP03", "MAYBE", "x"),
    ],
)
def test_what_is_not_to_be_ticked_now_is_refused_and_nothing_is_kept(tick):
    case, intake = submitted_application(), officer("intake")
    before = Result.objects.count()
    with pytest.raises(NotTickable):
        actions.tick(application=case, by=intake, ticks=[Tick("CP05"), tick])
    assert Result.objects.count() == before


def test_a_case_that_moved_on_is_a_conflict_and_the_same_tick_is_kept_once():
    case, intake = submitted_application(), officer("intake")
    actions.tick(application=case, by=intake, ticks=[Tick("CP03")])
    assert actions.tick(application=case, by=intake, ticks=[Tick("CP03")]) == []
    with pytest.raises(Conflict):
        actions.tick(application=case, by=intake, ticks=[Tick("CP05")], version=case.version - 1)


def test_nobody_changes_or_removes_a_result():
    case = submitted_application()
    row = case.checkpoint_results.first()
    for write in (row.save, row.delete, Result.objects.all().delete, Result.objects.all().update):
        with pytest.raises(AppendOnly):
            write()


def report() -> dict:
    out = StringIO()
    try:
        call_command("verify_checkpoints", "--json", stdout=out)
    except SystemExit as end:
        assert end.code == 1
    return json.loads(out.getvalue())


def test_whole_chains_are_whole():
    submitted_application(state="APPROVED")
    submitted_application(n=2)
    found = report()
    assert found["ok"] is True
    assert found["results"] == Result.objects.count() > 20


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE checkpoints_result SET result = 'NOT_APPLICABLE' WHERE place = 3",
        "UPDATE checkpoints_result SET note = 'x' WHERE place = 1",
        "DELETE FROM checkpoints_result WHERE place = 2",
        "DELETE FROM checkpoints_result WHERE place = (SELECT max(place) FROM checkpoints_result)",
        "DELETE FROM checkpoints_result",
    ],
)
def test_an_edited_or_missing_result_is_found(sql):
    case = submitted_application()
    actions.tick(application=case, by=officer("intake"), ticks=[Tick("CP03")])
    assert verify()[1] == []
    with connection.cursor() as cursor:
        cursor.execute(sql)
    _count, broken = verify()
    assert [one.application for one in broken] == [str(case.pk)]
    assert report()["ok"] is False


def test_the_state_of_the_case_is_what_the_gate_keeps():
    case = submitted_application(state="PENDING_APPROVAL")
    assert case.state == State.PENDING_APPROVAL
    by_people = {row.checkpoint for row in case.checkpoint_results.filter(method="MANUAL", overridden=False)}
    assert {"CP03", "CP05", "CP11", "CP13", "CP21"} <= by_people
