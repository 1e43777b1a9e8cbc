"""Tasks start with the commit, a row is worked on by one, the ticker outlives everything."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django_tasks import task

from portal.accounts.models import User
from portal.work import sweeping
from portal.work.background import claim, enqueue
from tests import cases

done = []


@task()
def remember(word: str) -> None:
    """Note that the task ran."""
    done.append(word)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


@pytest.mark.django_db(transaction=True)
def test_a_task_starts_with_the_commit_and_not_without():
    with transaction.atomic():
        enqueue(remember, "kept")
        assert done == []
    assert done == ["kept"]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(remember, "lost")
        raise ZeroDivisionError
    assert done == ["kept"]


@pytest.mark.django_db(transaction=True)
def test_with_the_queue_in_the_database_a_roll_back_leaves_no_task(settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(remember, "lost")
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()
    with transaction.atomic():
        enqueue(remember, "kept")
    assert DBTaskResult.objects.count() == 1
    assert done == []


@pytest.mark.django_db
def test_a_claim_finds_its_row_or_nothing():
    user = cases.applicant()
    assert claim(User.objects.all(), user.pk) == user
    assert claim(User.objects.filter(is_active=False), user.pk) is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_works_on_is_skipped_not_waited_for():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")
    pk, held, release = cases.applicant().pk, threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            claim(User.objects.all(), pk)
            held.set()
            release.wait(10)
        connections.close_all()

    worker = threading.Thread(target=hold)
    worker.start()
    held.wait(10)
    begun = time.monotonic()
    with transaction.atomic():
        assert claim(User.objects.all(), pk) is None
    assert time.monotonic() - begun < 1
    release.set()
    worker.join()
    with transaction.atomic():
        assert claim(User.objects.all(), pk)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_ticker_goes_on_after_the_database_dropped_its_connection(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: nobody can drop the connection")
    rounds = []

    class Stop(Exception):
        pass

    def drop(_seconds):
        if len(rounds) == 3:
            raise Stop
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        other.close()

    monkeypatch.setattr(
        sweeping, "_sweepers", {"count": (lambda: rounds.append(User.objects.count()) or 1, 0)}
    )
    monkeypatch.setattr(time, "sleep", drop)
    with pytest.raises(Stop):
        call_command("tick", every=0.01)
    assert len(rounds) == 3


@pytest.mark.django_db
def test_one_broken_sweeper_does_not_stop_the_others(monkeypatch, caplog, capsys):
    def broken():
        raise RuntimeError("boom")

    monkeypatch.setattr(sweeping, "_sweepers", {"broken": (broken, 0), "sound": (lambda: 3, 0)})
    assert sweeping.sweep_all() == {"broken": -1, "sound": 3}
    assert "boom" in caplog.text
    call_command("tick", json=True)
    assert capsys.readouterr().out.strip() == '{"broken": -1, "sound": 3}'
    call_command("tick")
    assert "sound: 3" in capsys.readouterr().out


def test_a_sweeper_that_looks_at_much_pauses_between_its_rounds(monkeypatch):
    rounds = []
    monkeypatch.setattr(sweeping, "_sweepers", {})
    monkeypatch.setattr(sweeping, "_last", {})
    sweeping.register("large", lambda: len(rounds.append(1) or rounds), every=0.3)
    assert [sweeping.sweep_all()["large"] for _ in range(3)] == [1, 0, 0]
    time.sleep(0.35)
    assert sweeping.sweep_all()["large"] == 2


@pytest.mark.django_db
def test_every_room_has_registered_its_sweeper():
    assert {"certificates", "expired permits", "notices", "unanswered corrections"} <= set(
        sweeping.sweep_all()
    )


PARENT = """
import subprocess, sys, time
out = open(sys.argv[1], "w")
command = [sys.executable, sys.argv[2], "tick", "--every", "0.2", "--with-parent", "--json"]
print(subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL).pid, flush=True)
while not open(sys.argv[1]).read(1):
    time.sleep(0.1)
"""


def runs(pid: int) -> bool:
    """Return whether a process is there and no zombie."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.slow
def test_the_ticker_of_the_demo_ends_with_its_parent(tmp_path):
    if not Path("/proc/self/stat").exists():
        pytest.skip("this system tells nothing about processes under /proc")
    manage = str(Path(django_settings.BASE_DIR) / "manage.py")
    environment = {**os.environ, "PORTAL_DEBUG": "1", "PORTAL_VAR": str(tmp_path), "DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    parent = [sys.executable, "-c", PARENT, str(tmp_path / "rounds"), manage]
    done = subprocess.run(parent, env=environment, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    pid, begun = int(done.stdout), time.monotonic()
    while runs(pid) and time.monotonic() - begun < 20:
        time.sleep(0.1)
    assert not runs(pid)
