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
from pathlib import Path

from tests.clamav import clamd_program
from tests.seaweed import weed

SPREAD = ["-n", "2"]
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/portal")
#: What locks and counts: this runs on PostgreSQL even when not everything does.
RACES = [
    "tests/applications/test_concurrency.py",
    "tests/companies/test_concurrency.py",
    "tests/reports/test_concurrency.py",
    "tests/audit",
    "tests/work",
]


def listens(host: str, port: int) -> bool:
    """Return whether something accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def has_postgres() -> bool:
    """Return whether the PostgreSQL of the tests answers."""
    import psycopg

    try:
        psycopg.connect(POSTGRES.rsplit("/", 1)[0] + "/postgres", connect_timeout=2).close()
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


def template(place: Path) -> str:
    """Return a migrated SQLite database, made once: each worker and the journeys' server begin with a copy."""
    environment = {**os.environ, "PORTAL_DEMO": "1", "PORTAL_VAR": str(place)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    print("\n== migrating once", flush=True)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)
    return str(place / "portal.sqlite3")


def main() -> int:
    """Run the suite on SQLite with the browser journeys, then on PostgreSQL: all of it, or what locks and counts."""
    found = {
        "PostgreSQL": has_postgres(),
        "Chromium": bool(shutil.which("chromium")),
        "SeaweedFS": weed() is not None,
        "pdftoppm": bool(shutil.which("pdftoppm")),
        "ClamAV": clamd_program() is not None,
    }
    for name, there in found.items():
        if not there:
            print(f"{name} is not on this machine: its tests are {'failed' if REQUIRE_ALL else 'skipped'}.")
    slow = "" if REQUIRE_ALL else " and not slow"
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        place = Path(folder)
        migrated = {"TEST_TEMPLATE": template(place)}
        # The browser is waited for most of the time, so its journeys run beside all the rest.
        log = place / "browser.log"
        with log.open("w") as out:
            browser = subprocess.Popen(
                command(["-m", f"browser{slow}"]), env={**os.environ, **migrated}, stdout=out, stderr=out
            )
        codes = [
            run("SQLite and storage", [*SPREAD, "-m", f"not postgres and not browser{slow}"], **migrated)
        ]
        if found["PostgreSQL"]:
            rooms = [] if REQUIRE_ALL else RACES
            marks = f"not browser and not sqlite{slow}"
            codes.append(run("PostgreSQL", [*SPREAD, *rooms, "-m", marks], DATABASE_URL=POSTGRES))
        elif REQUIRE_ALL:
            codes.append(1)
        print("\n== waiting for the browser", flush=True)
        codes.append(settled(browser.wait()))
        print(log.read_text(), flush=True)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
