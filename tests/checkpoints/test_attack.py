"""Attacks on the checkpoints: one person in two roles, and work done under somebody else's name."""

import pytest

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.checkpoints import actions
from portal.checkpoints.actions import Tick
from portal.checkpoints.stages import Method, Stage, gate_of
from portal.checkpoints.standing import standing_of
from tests import cases
from tests.cases import both, fresh
from tests.ticking import WHY, tick_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unticked")]


def failing(case, by):
    """Have the passer tick all; then fail one manual checkpoint and let `by` pass over it. Return its code."""
    standing = standing_of(case)
    gate = gate_of(case.state, {"RECEIVED": "ACCEPTED", "IN_REVIEW": "PENDING_APPROVAL"}[case.state])
    codes = [
        one.code
        for one in standing.needed(gate)
        if Method.MANUAL in standing.halves(one) and one.code != "CP11"
    ]
    role = {"RECEIVED": "intake", "IN_REVIEW": "reviewer"}[case.state]
    colleague = cases.officer(role, name="honest")
    actions.tick(application=case, by=colleague, ticks=[Tick(codes[-1], "FAIL", "不符合要求，材料相互矛盾")])
    actions.override(application=case, by=by, checkpoint=codes[-1], reason=WHY)
    return codes[-1]


def complete(case, by, to):
    """Tick what is open as `by`, but leave what was passed over."""
    return tick_all(case, by, to)


def test_who_passed_over_a_failure_as_approver_does_not_accept_the_case():
    case = cases.submitted()
    two = both("two roles", "intake", "approver")
    code = failing(case, two)
    complete(case, two, "ACCEPTED")
    with pytest.raises(Blocked) as refusal:
        applications.move(fresh(case), State.ACCEPTED, by=two, changes={"acceptor": two})
    assert [sentence.split()[0] for sentence in refusal.value.sentences] == [code]
    other = cases.officer("intake", name="honest")
    complete(case, other, "ACCEPTED")
    applications.move(fresh(case), State.ACCEPTED, by=other, changes={"acceptor": other})
    assert fresh(case).state == State.IN_REVIEW


def reviewed_case():
    case = cases.submitted()
    intake = cases.officer("intake")
    tick_all(case, intake, "ACCEPTED")
    applications.move(fresh(case), State.ACCEPTED, by=intake, changes={"acceptor": intake})
    return fresh(case)


def test_who_passed_over_a_failure_as_approver_does_not_propose_the_case():
    case = reviewed_case()
    two = both("two roles", "reviewer", "approver")
    failing(case, two)
    complete(case, two, "PENDING_APPROVAL")
    with pytest.raises(Blocked):
        cases.propose(fresh(case), two)
    assert fresh(case).state == State.IN_REVIEW


def test_who_examined_the_case_does_not_decide_it_because_a_colleague_signed():
    case = reviewed_case()
    two = both("two roles", "reviewer", "approver")
    tick_all(case, two, "PENDING_APPROVAL")
    case = cases.propose(fresh(case), cases.officer("reviewer", name="signs all"))
    tick_all(case, two, "APPROVED")
    with pytest.raises(Blocked) as refusal:
        cases.approve(fresh(case), two)
    assert refusal.value.code == "checkpoints"
    stated = standing_of(case)
    assert all(
        sentence.split()[0] in {one.code for one in stated.checkpoints.values() if one.stage == Stage.REVIEW}
        for sentence in refusal.value.sentences
    )
    other = cases.officer("approver")
    tick_all(case, other, "APPROVED")
    assert cases.approve(fresh(case), other).state == State.APPROVED


def test_a_case_opened_again_is_examined_and_decided_anew():
    case = reviewed_case()
    reviewer, approver = cases.officer("reviewer"), cases.officer("approver")
    tick_all(case, reviewer, "PENDING_APPROVAL")
    case = cases.propose(fresh(case), reviewer)
    tick_all(case, approver, "APPROVED")
    cases.approve(fresh(case), approver)
    Application.objects.filter(pk=case.pk).update(state=State.CERT_EXPIRED)
    case = applications.move(fresh(case), State.IN_REVIEW, by=reviewer, note=WHY, public=False)
    with pytest.raises(Blocked) as refusal:
        cases.propose(case, reviewer)
    assert refusal.value.code == "checkpoints"
    tick_all(case, reviewer, "PENDING_APPROVAL")
    case = cases.propose(fresh(case), reviewer)
    with pytest.raises(Blocked):
        cases.approve(case, approver)
    tick_all(case, approver, "APPROVED")
    assert cases.approve(fresh(case), approver).state == State.APPROVED
