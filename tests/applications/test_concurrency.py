"""What only several processes on PostgreSQL can show: numbers without gap, one outcome of every race."""

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter as Tally

import pytest
from django.db import connection, connections

from portal.applications import actions
from portal.applications.models import Application, Counter, Event, Submission
from portal.applications.policies import Conflict
from portal.applications.states import State
from portal.audit.verification import verify
from portal.notifications.models import Notice
from tests import cases

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
#: processes, cases for each, processes killed: as many as a test of the night has time for, and a few for every run
CROWD, FEW = (6, 30, 3), (3, 12, 1)


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


def environment():
    """Return the environment of a process that works on the database of this test."""
    db = connection.settings_dict
    login = db["USER"] + (f":{db['PASSWORD']}" if db["PASSWORD"] else "")
    url = f"postgres://{login}@{db['HOST']}:{db['PORT'] or 5432}/{db['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def submitter(path):
    command = [sys.executable, "-m", "tests.applications.submitter", str(path)]
    with path.with_suffix(".err").open("w") as errors:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment())


@pytest.mark.parametrize("size", [pytest.param(CROWD, marks=pytest.mark.slow), FEW], ids=["crowd", "few"])
def test_processes_some_killed_number_without_gap_or_double(tmp_path, size):
    processes, each, killed = size
    person = cases.applicant()
    ids = [str(cases.draft("PB", person).pk) for _ in range(processes * each)]
    shares = [ids[start : start + each] for start in range(0, len(ids), each)]
    paths = [tmp_path / f"share{index}" for index in range(processes)]
    for path, share in zip(paths, shares, strict=True):
        path.write_text("\n".join(share))
    dice = random.Random(20261124)
    running = [submitter(path) for path in paths]
    for victim in running[:killed]:  # once it has begun, at a moment of its own
        victim.stdout.readline()
        time.sleep(dice.uniform(0.01, 0.2))
        victim.kill()
    # the others send the work of the killed again, among it what the killed had finished already
    again = [submitter(path) for path in paths[:killed]]
    for process, path in zip([*running[killed:], *again], [*paths[killed:], *paths[:killed]], strict=True):
        process.communicate(timeout=90)
        assert process.returncode == 0, path.with_suffix(".err").read_text()[-2000:]
    assert all(victim.wait() == -9 for victim in running[:killed])

    rows = list(
        Application.objects.exclude(state=State.DRAFT).values_list("pk", "number", "district", "state")
    )
    assert {str(pk) for pk, *_ in rows} == set(ids)
    assert {state for *_, state in rows} == {State.RECEIVED}
    scopes = {}
    for _, number, _district, _state in rows:
        scopes.setdefault(number[:16], []).append(int(number[16:22]))
    for scope, serials in scopes.items():
        assert sorted(serials) == list(range(1, len(serials) + 1)), scope
        key = f"case:{scope[:2]}:{scope[2:8]}:{scope[8:]}"
        assert Counter.objects.get(pk=key).value == len(serials)
    total = processes * each
    assert Submission.objects.count() == total
    assert Notice.objects.filter(kind="received").count() == total
    assert Tally(Event.objects.values_list("after", flat=True)) == {
        State.SUBMITTED: total,
        State.RECEIVED: total,
    }
    assert verify().broken is None


def race(*calls):
    """Run calls at the same moment, each in a thread with a connection of its own; return results or exceptions."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        try:
            barrier.wait()
            results[index] = call()
        except Exception as problem:  # noqa: BLE001 -- the race's outcome, asserted by the test
            results[index] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.parametrize("round_", range(5))
def test_two_officers_approving_at_once_one_wins_the_other_reads_who_and_when(round_):
    case = cases.proposed("PB")
    officers = [cases.officer("approver", name=name) for name in ("one", "two")]
    seen = [Application.objects.get(pk=case.pk) for _ in officers]
    results = race(
        *(lambda row=row, by=by: cases.approve(row, by=by) for row, by in zip(seen, officers, strict=True))
    )
    lost = [index for index, result in enumerate(results) if isinstance(result, Conflict)]
    assert len(lost) == 1, results
    winner, conflict = officers[1 - lost[0]], results[lost[0]]
    decision = case.events.get(after=State.APPROVED)
    assert (conflict.event.actor, conflict.event.at) == (winner, decision.at)
    assert Application.objects.get(pk=case.pk).approver == decision.actor == winner
    assert case.certificates.filter(event=None).count() == 1


@pytest.mark.parametrize("round_", range(5))
def test_approval_against_withdrawal_has_one_outcome(round_):
    case = cases.proposed("PB")
    one, other = Application.objects.get(pk=case.pk), Application.objects.get(pk=case.pk)
    approver = cases.officer("approver")
    results = race(
        lambda: cases.approve(one, by=approver),
        lambda: actions.withdraw(application=other, by=other.owner),
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1, results
    after = set(case.events.values_list("after", flat=True))
    assert len(after & {State.APPROVED, State.WITHDRAWN}) == 1
    withdrawn = State.WITHDRAWN in after
    assert case.certificates.filter(event=None).exists() is not withdrawn
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert ("withdrawn" in kinds) is withdrawn


def test_one_draft_handed_in_twenty_times_at_once_is_one_case():
    case = cases.draft("PB")
    handed_in = cases.handed_in("PB")
    rows = [Application.objects.get(pk=case.pk) for _ in range(20)]
    results = race(
        *(lambda row=row: actions.submit(application=row, by=case.owner, **handed_in) for row in rows)
    )
    assert len({result.number for result in results}) == 1
    assert case.submissions.count() == 1
    assert Notice.objects.count() == 1


def test_two_tabs_saving_at_once_both_count():
    case = cases.draft("PB")

    def save(name):
        actions.save_draft(
            application=case, by=case.owner, change=lambda document: document.update({name: 1})
        )

    results = race(*(lambda name=name: save(name) for name in "abcdefgh"))
    assert not any(results), results
    assert set(Application.objects.get(pk=case.pk).draft) == set("abcdefgh")


def test_the_first_numbers_of_a_day_drawn_at_once(tmp_path):
    people = [cases.draft("PB", cases.applicant(f"p{n}")) for n in range(8)]
    handed_in = cases.handed_in("PB")
    results = race(
        *(lambda row=row: actions.submit(application=row, by=row.owner, **handed_in) for row in people)
    )
    assert sorted(int(case.number[16:22]) for case in results) == list(range(1, 9)), results


def test_a_timeline_is_in_order_after_a_race():
    case = cases.proposed("PB")
    befores = list(case.events.order_by("version").values_list("before", "after"))
    assert all(one[1] == two[0] for one, two in itertools.pairwise(befores))
