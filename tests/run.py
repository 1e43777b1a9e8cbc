"""Run the tests this machine can run; say in one line each what it cannot.

make test                 everything found here but the slow ones
make test REQUIRE_ALL=1   everything; a test that cannot run fails
make test ONLY="tests/wizard -k autosave"
"""

import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.browsers import program
from tests.clamav import clamd_program
from tests.seaweed import weed
from tests.tree import ROOT

SPREAD = ["-n", "2"]
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/portal")
#: What locks and counts: this runs on PostgreSQL even when not everything does.
RACES = [
    "tests/applications/test_concurrency.py",
    "tests/assignments/test_concurrency.py",
    "tests/companies/test_concurrency.py",
    "tests/consultations/test_concurrency.py",
    "tests/documents/test_concurrency.py",
    "tests/reports/test_concurrency.py",
    "tests/review/test_concurrency.py",
    "tests/certificates/test_concurrency.py",
    "tests/certificates/test_kills.py",
    "tests/audit",
    "tests/work",
]

#: What asks the database most. Not everything can run twice within the half hour that all may take: with REQUIRE_ALL it
#: runs on PostgreSQL, as installations do, and without it on SQLite, as whoever changes something does.
ON_POSTGRES = [
    "tests/accounts",
    "tests/applications",
    "tests/assignments",
    "tests/audit",
    "tests/certificates/test_*",
    "tests/checkpoints",
    "tests/companies",
    "tests/consultations",
    "tests/correspondence",
    "tests/documents/test_[!hs]*",  # the others ask the object store, or it is read from there
    "tests/documents/test_standins.py",
    "tests/exchange",
    "tests/keyring",
    "tests/reports",
    "tests/review",
    "tests/rulebook",
    "tests/signing",
    "tests/statistics",
    "tests/test_flow.py",
    "tests/test_leaks.py",
    "tests/wizard/test_r*",
    "tests/work",
    "tests/workdays",
]

#: What no database has a part in, or hardly any, and takes long: once is enough.
ONCE = [
    "tests/catalog",
    "tests/certificates/notices",
    "tests/certificates/test_attack_papers.py",
    "tests/certificates/test_commands.py",
    "tests/certificates/test_freezing.py",
    "tests/certificates/test_preview.py",
    "tests/certificates/test_reading.py",
    "tests/certificates/verification",
    "tests/cms",
    "tests/companies/test_attack_companies.py",
    "tests/consultations/test_access.py",
    "tests/documents/test_hostile.py",
    "tests/documents/test_storage.py",
    "tests/exchange/test_receiving.py",
    "tests/inspection",
    "tests/my",
    "tests/notifications",
    "tests/papers",
    "tests/ratings",
    "tests/reports/test_attack_reports.py",
    "tests/reports/test_desk.py",
    "tests/reports/test_pages.py",
    "tests/review/test_access.py",
    "tests/review/test_actions.py",
    "tests/review/test_case.py",
    "tests/review/test_company.py",
    "tests/review/test_filings.py",
    "tests/review/test_matrix.py",
    "tests/review/test_visit.py",
    "tests/seals",
    "tests/services",
    "tests/signing/test_link.py",
    "tests/signing/test_own.py",
    "tests/standards",
    "tests/test_demo_cases.py",
    "tests/test_headers.py",
    "tests/test_house.py",
    "tests/test_imports.py",
    "tests/test_settings.py",
    "tests/test_strangers.py",
    "tests/test_third_service.py",
    "tests/test_translations.py",
    "tests/ui",
    "tests/wizard/test_[!r]*",  # but what really happens at once
]


def listens(host: str, port: int) -> bool:
    """Return whether something accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def on_postgres(statement: str) -> None:
    """Run one statement beside all databases of the tests. Raises psycopg.Error."""
    server = POSTGRES.rpartition("/")[0] + "/postgres"
    with psycopg.connect(server, connect_timeout=2, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def has_postgres() -> bool:
    """Return whether the PostgreSQL of the tests answers."""
    try:
        on_postgres("SELECT 1")
    except psycopg.Error:
        return False
    return True


def command(arguments: list[str]) -> list[str]:
    """Return the command line of one run of pytest."""
    return [sys.executable, "-m", "pytest", "-q", *arguments, *shlex.split(os.environ.get("ONLY", ""))]


def run(title: str, arguments: list[str], **environment: str) -> int:
    """Run pytest once; return its exit code (5, no test selected, counts as 0 when ONLY chose the tests)."""
    print(f"\n== {title}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(command(arguments), env={**os.environ, **environment}, check=False).returncode
    print(f"== {title}: {time.monotonic() - begun:.0f} s", flush=True)
    return settled(code)


def settled(code: int) -> int:
    """Return an exit code, where "no test selected" is no failure if ONLY chose the tests."""
    return 0 if code == 5 and os.environ.get("ONLY") else code


#: Migrating makes and drops models by the thousand; to collect them costs a third of the time and gains nothing.
MIGRATE = """
import gc; gc.disable()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "migrate", "-v0"])
"""


def migrating(place: Path, database: str = "") -> subprocess.Popen[bytes]:
    """Begin to migrate a database: SQLite below a folder, or the one of a URL. It is what the tests copy."""
    environment = {**os.environ, "PORTAL_DEMO": "1", "PORTAL_VAR": str(place)}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.Popen([sys.executable, "-c", MIGRATE], env=environment)


def compiling() -> subprocess.Popen[bytes]:
    """Begin to collect the tests for nothing but their compiled form, or each process would compile them anew."""
    collect = [sys.executable, "-m", "pytest", "-q", "--collect-only", "tests"]
    return subprocess.Popen(collect, stdout=subprocess.DEVNULL)


@contextmanager
def templates(place: Path, postgres: bool) -> Iterator[tuple[str, str]]:
    """Give a migrated SQLite file and the name of a migrated PostgreSQL database ("" without one), made at once."""
    print("\n== migrating once", flush=True)
    name = f"portal_template_{os.getpid()}" if postgres else ""
    begun = [migrating(place), compiling()]
    if postgres:
        on_postgres(f'CREATE DATABASE "{name}"')
        begun.append(migrating(place / "postgres", f"{POSTGRES.rpartition('/')[0]}/{name}"))
    try:
        if [process for process in begun if process.wait()]:
            raise SystemExit("The tests cannot begin: migrating or collecting them failed.")
        yield str(place / "portal.sqlite3"), name
    finally:
        if postgres:
            on_postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def left_out(places: list[str], but: list[str]) -> list[str]:
    """Return the arguments that leave out the test files at some places, but for those of other places."""
    kept = {path for place in but for path in files_of(place)}
    return [f"--ignore={path}" for place in places for path in files_of(place) if path not in kept]


def files_of(place: str) -> list[str]:
    """Return the test files at a place: a folder, a file, or a pattern of them."""
    found = [path for path in ROOT.glob(place) if path.exists()]
    inside = (path.rglob("test_*.py") if path.is_dir() else [path] for path in found)
    return sorted(str(path.relative_to(ROOT)) for paths in inside for path in paths)


def main() -> int:
    """Run the suite on SQLite with the browser journeys, then on PostgreSQL: all of it, or what locks and counts."""
    found = {
        "PostgreSQL": has_postgres(),
        "Chromium": program() is not None,
        "SeaweedFS": weed() is not None,
        "pdftoppm": bool(shutil.which("pdftoppm")),
        "ClamAV": clamd_program() is not None,
    }
    for name, there in found.items():
        if not there:
            print(f"{name} is not on this machine: its tests are {'failed' if REQUIRE_ALL else 'skipped'}.")
    slow = "" if REQUIRE_ALL else " and not slow"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # seven seconds for each process that reads the tests
    with (
        tempfile.TemporaryDirectory(prefix="portal-tests-") as folder,
        templates(Path(folder), found["PostgreSQL"]) as (sqlite, postgres),
    ):
        migrated = {"TEST_TEMPLATE": sqlite}
        # The browser is waited for most of the time, so its journeys run beside all the rest.
        log = Path(folder) / "browser.log"
        with log.open("w") as out:
            browser = subprocess.Popen(
                command(["-m", f"browser{slow}"]), env={**os.environ, **migrated}, stdout=out, stderr=out
            )
        twice = REQUIRE_ALL and bool(postgres)
        rooms = left_out(ON_POSTGRES, but=ONCE) if twice else []
        marks = f"not postgres and not browser{slow}"
        codes = [run("SQLite and storage", [*SPREAD, *rooms, "-m", marks], **migrated)]
        if postgres:
            rooms = left_out(ONCE, but=[]) if REQUIRE_ALL else RACES
            marks = f"not browser and not sqlite and not s3{slow}"
            copied = {"DATABASE_URL": POSTGRES, "TEST_TEMPLATE": postgres}
            codes.append(run("PostgreSQL", [*SPREAD, *rooms, "-m", marks], **copied))
        elif REQUIRE_ALL:
            codes.append(1)
        print("\n== waiting for the browser", flush=True)
        codes.append(settled(browser.wait()))
        print(log.read_text(), flush=True)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
