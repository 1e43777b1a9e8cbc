"""Who may hand a case over, to whom, and what is left of it."""

import pytest

from portal.applications.states import State
from portal.assignments import actions
from portal.assignments.models import Claim
from portal.assignments.policies import Claimed, Refused
from portal.audit.models import Entry
from portal.notifications import inbox
from portal.notifications.models import Memo
from tests import cases
from tests.assignments.people import team
from tests.cases import fresh

pytestmark = pytest.mark.django_db
REASON = "明天起参加培训，请接着办理。"


@pytest.fixture
def three():
    return team("intake", 3)


@pytest.fixture
def case(three):
    return cases.submitted()


def others(three, case):
    return [officer for officer in three if officer != case.assignee]


def test_a_hand_over_leaves_a_line_a_memo_and_an_entry(three, case):
    by, to = case.assignee, others(three, case)[0]
    actions.claim(application=case, by=by)
    actions.hand_over(application=case, to=to, by=by, reason=f"  {REASON} ")
    assert fresh(case).assignee == to and fresh(case).version == case.version
    assert not Claim.objects.exists()
    event = case.events.get(kind="assignment")
    assert (event.actor, event.note, event.public) == (by, REASON, False)
    assert event.grounds == {"from": str(by), "to": str(to)}
    memo = Memo.objects.get()
    assert (memo.recipient, memo.by, memo.subject) == (to, by, f"application:{case.pk}")
    assert case.number in inbox.said(memo) and str(by) in inbox.said(memo)
    entry = Entry.objects.filter(action="case:assigned").order_by("seq").last()
    assert (entry.actor, entry.data["to"]) == (f"user:{by.pk}", to.pk)


PEOPLE = {
    "the assignee": True,
    "who claimed it": True,
    "a colleague": False,
    "a reviewer": False,
    "a supervisor": True,
    "an approver": True,
    "a supervisor of another district": False,
    "the applicant": False,
}


@pytest.mark.parametrize("kind", PEOPLE)
def test_who_may_hand_over(three, case, kind):
    elsewhere = "310151000000" if case.district != "310151" else "310101000000"
    one, to = others(three, case)
    if kind == "who claimed it":
        actions.claim(application=case, by=one)
    by = {
        "the assignee": case.assignee,
        "who claimed it": one,
        "a colleague": one,
        "a supervisor of another district": cases.officer("supervisor", elsewhere),
        "the applicant": case.owner,
    }.get(kind) or cases.officer(kind.split()[-1])
    if PEOPLE[kind]:
        actions.hand_over(application=case, to=to, by=by, reason=REASON)
        assert fresh(case).assignee == to
        return
    with pytest.raises(Refused):
        actions.hand_over(application=case, to=to, by=by, reason=REASON)
    assert fresh(case).assignee == case.assignee
    assert not Memo.objects.exists() and not case.events.filter(kind="assignment").exists()


def test_only_leaders_hand_over_what_somebody_works_on(three, case):
    worker, to = others(three, case)
    actions.claim(application=case, by=worker)
    with pytest.raises(Claimed):
        actions.hand_over(application=case, to=to, by=case.assignee, reason=REASON)
    actions.hand_over(application=case, to=to, by=cases.officer("supervisor"), reason=REASON)
    assert fresh(case).assignee == to and not Claim.objects.exists()


def test_it_goes_to_nobody_who_could_not_take_it(three, case):
    by = case.assignee
    elsewhere = "310151000000" if case.district != "310151" else "310101000000"
    recused = others(three, case)[0]
    actions.stand_back(application=case, by=recused, kind="kinship", reason=REASON)
    refused = [
        by,
        recused,
        cases.officer("reviewer"),
        cases.officer("intake", elsewhere),
        cases.officer("supervisor"),
        case.owner,
    ]
    for to in refused:
        with pytest.raises(Refused):
            actions.hand_over(application=case, to=to, by=by, reason=REASON)
    assert fresh(case).assignee == by


def test_a_reason_of_ten_characters_is_asked_for(three, case):
    with pytest.raises(Refused) as refusal:
        actions.hand_over(application=case, to=others(three, case)[0], by=case.assignee, reason="忙")
    assert refusal.value.field == "reason"


def test_a_case_that_waits_for_others_is_not_handed_over(three, case):
    case = cases.correction(case, material="TH02")
    with pytest.raises(Refused):
        actions.hand_over(application=case, to=three[0], by=cases.officer("supervisor"), reason=REASON)
    assert case.state == State.CORRECTION
