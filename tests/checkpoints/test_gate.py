"""No case leaves a stage with a checkpoint open, also when no form stands before the writer."""

import pytest

from portal.applications import actions as applications
from portal.applications.models import Application, Event
from portal.applications.policies import Blocked, NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.checkpoints import actions
from portal.checkpoints.actions import Tick
from portal.checkpoints.models import Result
from portal.checkpoints.policies import NotTickable
from portal.review import actions as review
from portal.review.policies import Item
from tests import factories
from tests.cases import fresh
from tests.factories import REASON, handed_in, officer, submitted_application
from tests.ticking import WHY, results, tick_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unticked")]
INTAKE = [Tick("CP03"), Tick("CP05"), Tick("CP11")]


def signed(service: str = "TH", n: int = 1) -> Application:
    """A case that was signed as the wizard has it signed, so that every function finds it in order."""
    return submitted_application(service, n=n)


def test_a_move_past_the_checkpoints_is_refused_and_leaves_nothing():
    case, intake = signed(), officer("intake")
    before = (Event.objects.count(), Entry.objects.count(), Result.objects.count())
    with pytest.raises(Blocked) as refusal:
        applications.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    assert refusal.value.code == "checkpoints"
    named = {sentence.split()[0] for sentence in refusal.value.sentences}
    assert named == {"CP03", "CP05", "CP11"}
    assert (Event.objects.count(), Entry.objects.count(), Result.objects.count()) == before
    assert fresh(case).state == State.RECEIVED


def test_ticked_it_moves_and_who_ticked_is_kept():
    case, intake = signed(), officer("intake")
    actions.tick(application=case, by=intake, ticks=INTAKE)
    applications.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    assert fresh(case).state == State.IN_REVIEW
    row = results(case, "CP11")[-1]
    assert (row.actor, row.result, row.method, row.round) == (intake, "PASS", "MANUAL", 1)


def test_the_statement_of_a_colleague_is_nobody_elses():
    case, first, second = signed(), officer("intake"), officer("intake")
    actions.tick(application=case, by=first, ticks=INTAKE)
    with pytest.raises(Blocked) as refusal:
        review.accept(application=case, by=second, version=case.version)
    assert [sentence.split()[0] for sentence in refusal.value.sentences] == ["CP11"]
    actions.tick(application=case, by=second, ticks=[Tick("CP11")])
    review.accept(application=case, by=second, version=case.version)
    assert fresh(case).acceptor == second


def test_ticks_of_an_earlier_round_do_not_count():
    case, intake = signed(), officer("intake")
    actions.tick(application=case, by=intake, ticks=[*INTAKE, Tick("CP10")])
    items = [Item(material="TH02", reason=REASON)]
    case = review.ask_correction(application=case, by=intake, version=case.version, items=items)
    case.documents.filter(material="TH02").delete()
    factories.paper(case, "TH02", "again")
    case = fresh(applications.resubmit(application=case, **handed_in(case)))
    with pytest.raises(Blocked) as refusal:
        review.accept(application=case, by=intake, version=case.version)
    assert {sentence.split()[0] for sentence in refusal.value.sentences} == {"CP03", "CP05", "CP11"}


def test_a_correction_needs_its_own_two_statements_and_a_refusal_the_recusal():
    case, intake = signed(), officer("intake")
    items = [Item(material="TH02", reason=REASON)]
    with pytest.raises(Blocked) as refusal:
        review.ask_correction(application=case, by=intake, version=case.version, items=items)
    assert {sentence.split()[0] for sentence in refusal.value.sentences} == {"CP10", "CP11"}
    with pytest.raises(Blocked) as refusal:
        review.refer(application=case, by=intake, version=case.version, where_to_go=REASON)
    assert {sentence.split()[0] for sentence in refusal.value.sentences} == {"CP11"}
    with pytest.raises(Blocked) as refusal:
        applications.move(case, State.REJECTED_INTAKE, by=intake, note="短")
    assert refusal.value.code == "decisions"  # what is missing in its words is told first
    assert not case.corrections.exists()


def test_a_failure_blocks_until_an_approver_passes_over_it():
    case, intake, approver = signed(), officer("intake"), officer("approver")
    failed = [Tick("CP03"), Tick("CP05", "FAIL", "第二页缺失。"), Tick("CP11")]
    actions.tick(application=case, by=intake, ticks=failed)
    with pytest.raises(Blocked, match="CP05"):
        review.accept(application=case, by=intake, version=case.version)
    for by, reason, problem in (
        (intake, REASON, NotAllowed),
        (officer("reviewer"), REASON, NotAllowed),
        (officer("approver", "310115000000"), REASON, NotAllowed if case.district != "310115" else Exception),
        (approver, "太短", NotTickable),
    ):
        if problem is not Exception:
            with pytest.raises(problem):
                actions.override(application=case, by=by, checkpoint="CP05", reason=reason)
    row = actions.override(application=case, by=approver, checkpoint="CP05", reason=REASON)
    assert (row.overridden, row.result, row.actor, row.note) == (True, "FAIL", approver, REASON)
    entry = Entry.objects.get(action="checkpoint:overridden")
    assert (entry.actor, entry.data["results"]) == (f"user:{approver.pk}", ["CP05:MANUAL:FAIL"])
    review.accept(application=case, by=intake, version=case.version)
    assert fresh(case).state == State.IN_REVIEW


def test_what_has_not_failed_and_a_personal_statement_are_not_passed_over():
    case, intake, approver = signed(), officer("intake"), officer("approver")
    actions.tick(application=case, by=intake, ticks=[Tick("CP11", "FAIL", "申请人是我的表弟。")])
    for code in ("CP08", "CP03", "CP11", "CP99"):
        with pytest.raises(NotTickable):
            actions.override(application=case, by=approver, checkpoint=code, reason=REASON)
    with pytest.raises(Blocked, match="CP11"):
        review.accept(application=case, by=intake, version=case.version)


def test_passing_over_holds_for_this_very_finding_only():
    case, intake, approver = signed(), officer("intake"), officer("approver")
    Application.objects.filter(pk=case.pk).update(unit="310101000000")
    actions.tick(application=case, by=intake, ticks=INTAKE)
    with pytest.raises(Blocked, match="CP03"):
        review.accept(application=fresh(case), by=intake, version=case.version)
    actions.override(application=fresh(case), by=approver, checkpoint="CP03", reason=REASON)
    written = Result.objects.count()
    actions.judge(fresh(case))
    assert Result.objects.count() == written
    submission = case.submissions.get()
    content = submission.content
    submission.content = {
        **content,
        "answers": {**content["answers"], "household": {"target_station": "310104000001"}},
    }
    case.submissions.filter(pk=submission.pk).update(content_sealed=submission.content_sealed)
    with pytest.raises(Blocked, match="CP03"):
        review.accept(application=fresh(case), by=intake, version=case.version)


def test_a_proposal_against_needs_every_checkpoint_recorded_and_a_failure_is_no_obstacle():
    case = signed()
    tick_all(case, intake := officer("intake"))
    review.accept(application=case, by=intake, version=case.version)
    case, reviewer, approver = fresh(case), officer("reviewer"), officer("approver")
    asked = {"application": case, "by": reviewer, "version": case.version, "note": REASON}
    with pytest.raises(Blocked):
        review.propose(**asked, recommendation="against")
    tick_all(case, reviewer)
    failed = Tick("CP21", "FAIL", "电话中本人表示不愿迁入。")
    actions.tick(application=case, by=reviewer, ticks=[failed])
    with pytest.raises(Blocked, match="CP21"):
        review.propose(**asked, recommendation="for")
    review.propose(**asked, recommendation="against")
    case = fresh(case)
    actions.tick(application=case, by=approver, ticks=[Tick("CP35")])
    with pytest.raises(Blocked, match="CP21"):
        review.approve(application=case, by=approver, version=case.version)
    review.deny(application=case, by=approver, version=case.version, reason=REASON)
    assert fresh(case).state == State.CONCLUDED


def test_the_approver_states_that_the_paper_is_complete():
    case = signed()
    for role, to in (("intake", State.ACCEPTED), ("reviewer", State.PENDING_APPROVAL)):
        tick_all(case, by := officer(role))
        case = fresh(case)
        if to is State.ACCEPTED:
            review.accept(application=case, by=by, version=case.version)
        else:
            review.propose(application=case, by=by, version=case.version, recommendation="for", note=REASON)
        case = fresh(case)
    approver = officer("approver")
    with pytest.raises(Blocked) as refusal:
        review.approve(application=case, by=approver, version=case.version)
    assert [sentence.split()[0] for sentence in refusal.value.sentences] == ["CP35"]
    actions.tick(application=case, by=approver, ticks=[Tick("CP35")])
    review.approve(application=case, by=approver, version=case.version)
    assert results(case, "CP33")[-1].result == "PASS"
    assert WHY not in {row.note for row in results(case, "CP35")}
