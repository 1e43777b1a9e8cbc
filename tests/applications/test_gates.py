"""Gates of the writer are asked before anything is written, whichever way a move comes."""

import pytest

from portal.applications import actions, gates
from portal.applications.models import Application, Event
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.audit.models import Entry
from tests import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(gates, "_gates", dict(gates._gates))
    return gates


def test_a_gate_that_holds_back_leaves_nothing_behind(asked):
    case, intake = cases.submitted(), cases.officer("intake")

    def shut(move: gates.Move) -> None:
        Event.objects.create(application=move.case, at=move.at, kind="note", version=move.case.version)
        raise Blocked("test", "Not now.")

    asked.register("test", shut)
    before = (Event.objects.count(), Entry.objects.count())
    with pytest.raises(Blocked) as refusal:
        actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    assert (refusal.value.code, refusal.value.sentences) == ("test", ("Not now.",))
    assert (Event.objects.count(), Entry.objects.count()) == before
    assert Application.objects.get(pk=case.pk).state == State.RECEIVED


def test_a_gate_sees_the_case_as_it_still_is_and_what_is_asked(asked):
    case, intake = cases.submitted(), cases.officer("intake")
    seen = []
    asked.register("test", seen.append)
    actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    assert [(move.to, move.by) for move in seen] == [(State.ACCEPTED, intake), (State.IN_REVIEW, None)]
    assert (seen[0].actor, seen[0].changes) == ("intake", {"acceptor": intake})


def test_whose_turn_it_is_stands_in_the_row():
    assert cases.submitted().turn == "intake"
    assert cases.accepted(n=2).turn == "reviewer"
    assert cases.proposed(n=3).turn == "approver"
    assert cases.approved(n=4).turn == ""


def test_findings_of_the_last_round_are_counted_in_the_row():
    person = cases.applicant()
    flag = {"rule": "R-X", "step": "a", "field": "", "message": "!"}
    case = cases.draft(by=person)
    case = actions.submit(application=case, by=person, **{**cases.handed_in("TH"), "flags": [flag]})
    assert case.warnings == len(case.submissions.get().flags) >= 1
