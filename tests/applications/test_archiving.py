"""Concluded cases are archived by time, in rounds that end, whatever holds one of them back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.applications import actions, gates, upkeep
from portal.applications.models import Application
from portal.applications.policies import Blocked, NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.work.sweeping import _sweepers
from tests import cases

pytestmark = pytest.mark.django_db


def concluded(n: int = 1, days: int = 31) -> Application:
    """Return a case that was concluded so many days ago."""
    case = cases.submitted("PB", n)
    at = timezone.now() - timedelta(days=days)
    Application.objects.filter(pk=case.pk).update(state=State.CONCLUDED, concluded_at=at)
    return Application.objects.get(pk=case.pk)


def states_of(*rows: Application) -> list[str]:
    return [Application.objects.get(pk=row.pk).state for row in rows]


@pytest.fixture
def gate():
    """A gate that holds back the archive of one case by its number; gone afterwards."""
    held: set[str] = set()

    def hold(move: gates.Move) -> None:
        if move.to == State.ARCHIVED and str(move.case.number) in held:
            raise Blocked("test", "A file is missing.")

    gates.register("test of archiving", hold)
    yield held
    gates._gates.pop("test of archiving")


def test_a_case_is_archived_the_days_after_its_end_that_the_rulebook_says():
    old, young, running = concluded(1, 31), concluded(2, 29), cases.submitted("PB", 3)
    assert upkeep.archive() == 1
    assert states_of(old, young, running) == [State.ARCHIVED, State.CONCLUDED, State.RECEIVED]
    assert upkeep.archive() == 0
    event = old.events.get(after=State.ARCHIVED)
    assert (event.actor, event.role) == (None, "system")
    assert Entry.objects.filter(action="move:ARCHIVED").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert upkeep.archive() == 1


def test_the_end_of_the_case_stays_the_day_of_its_conclusion():
    case = concluded()
    upkeep.archive()
    assert Application.objects.get(pk=case.pk).concluded_at == case.concluded_at


def test_one_that_is_held_back_holds_up_no_other_and_is_asked_again(gate, caplog, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 1)
    stuck, good = concluded(1, 90), concluded(2, 31)
    gate.add(str(stuck.number))
    assert upkeep.archive() == 1
    assert states_of(stuck, good) == [State.CONCLUDED, State.ARCHIVED]
    assert f"case {stuck.number} is not archived: A file is missing." in caplog.text
    gate.clear()
    assert upkeep.archive() == 1


def test_a_round_is_bounded_and_the_next_goes_on(monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    monkeypatch.setattr(upkeep, "MOST", 3)
    rows = [concluded(n, 31 + n) for n in range(1, 6)]
    Application.objects.update(concluded_at=rows[0].concluded_at)  # all at the same moment
    assert upkeep.archive() == 3
    assert upkeep.archive() == 2
    assert set(states_of(*rows)) == {State.ARCHIVED}


def test_the_ticker_runs_it_once_an_hour():
    assert _sweepers["concluded cases archived"] == (upkeep.archive, 3600)


def test_only_an_approver_revokes_an_archived_case_and_nobody_else_moves_it(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert upkeep.archive() == 1
        case = Application.objects.get(pk=case.pk)
        for by in (None, case.owner, cases.officer("intake"), cases.officer("reviewer")):
            with pytest.raises(NotAllowed):
                actions.move(case, State.REVOKED, by=by)
        case = cases.revoke(case)
    assert case.state == State.REVOKED
    assert case.certificates.get(event=None).register == "revoked"
