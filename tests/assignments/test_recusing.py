"""Who stands back, or has an interest, has nothing to do with a case any more, by no way."""

import pytest

from portal.applications import actions as applications
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.assignments import actions
from portal.assignments.models import Claim, Interest, Recusal, Trace
from portal.assignments.policies import Refused
from portal.assignments.queries import candidates, work_of
from portal.audit.models import Entry
from tests import cases
from tests.assignments.people import team, with_identities
from tests.cases import fresh

pytestmark = pytest.mark.django_db
REASON = "当事人是我的表弟，应当回避。"


def uscc_of(case):
    return case.facts.get(key="company_uscc").text


def handler_of(case):
    for step in case.submissions.get().content["answers"].values():
        if "handler_doc_no" in step:
            return step["handler_doc_no"]
    raise AssertionError("no handler")


def test_a_statement_gives_the_case_to_somebody_else_for_good():
    one, other = team("intake", 2)
    case = cases.submitted()
    by = case.assignee
    actions.claim(application=case, by=by)
    actions.stand_back(application=case, by=by, kind="kinship", reason=REASON)
    assert fresh(case).assignee == (other if by == one else one)
    assert not Claim.objects.exists()
    row = Recusal.objects.get()
    assert (row.officer, row.kind, row.reason) == (by, "kinship", REASON)
    event = case.events.get(kind="recusal")
    assert (event.actor, event.note, event.public) == (by, "", False)
    assert Entry.objects.get(action="recusal:stated").data == {"kind": "kinship"}
    for to in (State.ACCEPTED, State.CORRECTION, State.REFERRED, State.REJECTED_INTAKE):
        with pytest.raises(Blocked) as refusal:
            applications.move(fresh(case), to, by=by, changes={"acceptor": by})
        assert refusal.value.code == "recusal"
    with pytest.raises(Refused):
        actions.claim(application=case, by=by)
    with pytest.raises(Refused):
        actions.stand_back(application=case, by=by, kind="other", reason=REASON)


def test_who_stood_back_never_gets_it_again():
    one, other = team("intake", 2)
    case = cases.submitted()
    actions.stand_back(application=case, by=one, kind="other", reason=REASON)
    asked = cases.correction(fresh(case), material="TH02")
    back = fresh(applications.resubmit(application=asked, by=asked.owner, **cases.handed_in("TH")))
    assert back.assignee != one and one not in candidates(back)
    actions.stand_back(application=back, by=other, kind="other", reason=REASON)
    actions.stand_back(application=back, by=cases.officer("intake"), kind="other", reason=REASON)
    assert fresh(case).assignee is None


def test_a_leader_who_stood_back_gives_it_to_nobody():
    case, supervisor = cases.submitted(), cases.officer("supervisor")
    (to,) = team("intake", 1)
    actions.stand_back(application=case, by=supervisor, kind="interest", reason=REASON)
    with pytest.raises(Refused):
        actions.hand_over(application=case, to=to, by=supervisor, reason=REASON)


@pytest.mark.parametrize(
    ("kind", "reason"), [("matched", REASON), ("", REASON), ("other", "短"), ("other", " " * 20)]
)
def test_a_statement_needs_a_ground_and_a_reason(kind, reason):
    (officer,) = team("intake", 1)
    case = cases.submitted()
    with pytest.raises(Refused):
        actions.stand_back(application=case, by=officer, kind=kind, reason=reason)
    with pytest.raises(Refused):
        actions.stand_back(application=case, by=cases.applicant("x"), kind="other", reason=REASON)
    assert not Recusal.objects.exists() and fresh(case).assignee == officer


@pytest.mark.parametrize(("what", "kind"), [(uscc_of, "company"), (handler_of, "relative")])
def test_an_interest_keeps_an_officer_from_the_cases_it_touches(monkeypatch, what, kind):
    with_identities(monkeypatch, "company_uscc", "handler")
    number = what(cases.submitted("PB", n=1))
    one, other = team("intake", 2)
    actions.record_interest(officer=one, kind=kind, number=number.lower())
    for _ in range(3):
        case = cases.submitted("PB", n=1)
        assert case.assignee == other and candidates(case) == [other]
    entries = Entry.objects.filter(action="recusal:matched", subject=f"application:{case.pk}")
    assert entries.get().data == {"officer": one.pk}
    with pytest.raises(Blocked) as refusal:
        applications.move(case, State.ACCEPTED, by=one, changes={"acceptor": one})
    assert refusal.value.code == "recusal"
    with pytest.raises(Refused):
        actions.claim(application=case, by=one)


def test_what_is_recorded_later_takes_open_cases_away(monkeypatch):
    with_identities(monkeypatch, "company_uscc", "handler")
    one, other = team("intake", 2)
    case = cases.submitted("PB", n=1)
    untouched = cases.submitted("TH", n=1)
    first = case.assignee
    actions.claim(application=case, by=first)
    actions.record_interest(officer=first, kind="company", number=uscc_of(case))
    assert fresh(case).assignee == (other if first == one else one)
    assert not Claim.objects.exists()
    assert fresh(untouched).assignee == untouched.assignee
    assert Recusal.objects.get().kind == "matched"


def test_the_gate_compares_anew_when_nothing_was_written_down(monkeypatch):
    (officer,) = team("intake", 1)
    case = cases.submitted("PB", n=1)
    with_identities(monkeypatch, "company_uscc")
    actions.record_interest(officer=officer, kind="company", number=uscc_of(case))
    Recusal.objects.all().delete()
    with pytest.raises(Blocked):
        applications.move(case, State.ACCEPTED, by=officer, changes={"acceptor": officer})


def test_nothing_can_be_read_back_from_what_is_recorded(monkeypatch):
    with_identities(monkeypatch, "company_uscc", "handler")
    officer, number = cases.officer("intake"), "110101199003070011"
    row = actions.record_interest(officer=officer, kind="self", number=number)
    assert row.masked == "110***********0011"
    stored = [*Interest.objects.values_list(), *Trace.objects.values_list(), *Entry.objects.values_list()]
    assert number not in str(stored) and number[6:14] not in str(stored)
    assert Trace.objects.count() >= 2
    with pytest.raises(Refused):
        actions.record_interest(officer=officer, kind="relative", number=number)
    with pytest.raises(Refused):
        actions.remove_interest(interest=row, by=cases.officer("supervisor"))
    actions.remove_interest(interest=row, by=officer)
    assert not Trace.objects.exists()


def test_only_supervisors_see_who_stood_back():
    case = cases.submitted()
    actions.stand_back(application=case, by=cases.officer("intake"), kind="other", reason=REASON)
    assert [row.reason for row in work_of(case, cases.officer("supervisor")).recusals] == [REASON]
    for role in ("intake", "reviewer", "approver"):
        assert work_of(case, cases.officer(role)).recusals == []
