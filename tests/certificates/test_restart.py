"""The database falls over (kill -9 of its server) and comes back while certificates are issued, the store is away too.

A PostgreSQL of the test's own, because nobody may kill the machine's. A worker of its own process issues; it dies with
the database's connections, and what was half done is ended by the next one.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.seaweed import free_ports

BIN = Path("/usr/lib/postgresql/15/bin")
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 12

WORKER = """
import json, os, sys, time
import django; django.setup()
from django.db import connections, Error
from portal.certificates import actions
from portal.certificates.models import Certificate
from portal.documents import storage
marks = sys.argv[1]
def cut(*arguments, **options):
    open(marks, "a").write("put\\n")
    time.sleep(float(sys.argv[2]))
    return put(*arguments, **options)
put, storage.put_new = storage.put_new, cut
for pk in Certificate.objects.filter(event=None).order_by("created_at").values_list("pk", flat=True):
    try:
        actions.issue(certificate_id=pk)
    except Error:
        connections.close_all()
        time.sleep(0.2)
"""


class Server:
    """A PostgreSQL server with a folder of its own, run by the user that PostgreSQL runs as here."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_ports(1)[0]
        shutil.chown(folder, "postgres")
        self.as_owner(BIN / "initdb", "-D", folder / "data", "-A", "trust", "--no-sync", "-E", "UTF8")

    def as_owner(self, *command: object) -> None:
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*owner, *map(str, command)], check=True, capture_output=True, timeout=120)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = self.folder / "log"
        self.as_owner(BIN / "pg_ctl", "-D", self.folder / "data", "-o", options, "-l", log, "-w", "start")

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        for _ in range(100):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.05)
        time.sleep(0.5)  # its children see that it is gone

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/portal"


@pytest.fixture
def server(tmp_path_factory) -> Iterator[Server]:
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite")
    if not (BIN / "initdb").exists():
        pytest.skip(f"PostgreSQL's programs are not in {BIN}")
    folder = Path("/tmp") / f"portal-pg-{os.getpid()}"
    folder.mkdir()
    made = Server(folder)
    made.start()
    try:
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


def copied(server: Server) -> None:
    """Copy the database of this test to the server."""
    here = connection.settings_dict
    source = ["-h", here["HOST"], "-p", str(here["PORT"] or 5432), "-U", here["USER"], here["NAME"]]
    dump = subprocess.run(
        [BIN / "pg_dump", "-Fc", *source], check=True, capture_output=True, timeout=120
    ).stdout
    target = ["-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres"]
    subprocess.run([BIN / "createdb", *target, "portal"], check=True, capture_output=True, timeout=60)
    restore = [BIN / "pg_restore", *target, "-d", "portal", "--no-owner"]
    subprocess.run(restore, input=dump, check=True, capture_output=True, timeout=120)


def worker(server: Server, marks: Path, slow: float = 0.0) -> subprocess.Popen[bytes]:
    """Start a worker on the server's database and this test's objects."""
    from django.conf import settings

    environment = {
        **os.environ,
        "DATABASE_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORTAL_VAR": str(settings.VAR),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, str(marks), str(slow)], env=environment)


def asked(server: Server, statement: str) -> list[tuple[object, ...]]:
    import psycopg

    with psycopg.connect(server.url, connect_timeout=5) as database:
        return database.execute(statement).fetchall()  # type: ignore[arg-type]


def test_a_database_killed_while_certificates_are_issued_leaves_one_of_each_without_a_gap(
    server, tmp_path, settings
):
    from tests import cases

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for n in range(MANY):
        cases.approved("PB", n % 10)
    copied(server)
    marks = tmp_path / "marks"
    marks.touch()
    for puts in (2, 5):
        running = worker(server, marks, slow=0.3)
        until = time.monotonic() + 60
        while len(marks.read_text().splitlines()) < puts and time.monotonic() < until:
            time.sleep(0.05)
        server.kill()
        time.sleep(1)
        running.kill()
        running.wait()
        server.start()
    last = worker(server, marks)
    assert last.wait(120) == 0
    rows = asked(server, "SELECT status, number FROM certificates_certificate WHERE event_id IS NULL")
    assert [status for status, _number in rows] == ["issued"] * MANY
    by_scope: dict[str, list[int]] = {}
    for _status, number in rows:
        by_scope.setdefault(str(number)[:12], []).append(int(str(number)[12:18]))
    assert all(sorted(serials) == list(range(1, len(serials) + 1)) for serials in by_scope.values())
    counted = asked(server, "SELECT sum(value) FROM applications_counter WHERE scope LIKE 'certificate:GB:%'")
    assert counted[0][0] == MANY
    told = asked(server, "SELECT count(*) FROM notifications_notice WHERE kind = 'certificate_issued'")
    lines = asked(server, "SELECT count(*) FROM certificates_registerentry WHERE act = 'issued'")
    assert told[0][0] == lines[0][0] == MANY
