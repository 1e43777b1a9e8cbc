"""An installation of the portal that a bench starts: two web processes, two workers, on the database of the run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import urllib3
from django.conf import settings

from tests.seaweed import Seaweed, free_ports

HOME = Path(__file__).parent.parent
WEB_PROCESSES = WORKERS = 2
#: Seconds a worker with nothing to do waits before it looks again (docs/operations.md).
INTERVAL = "0.2"
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(*command: str, environment: dict[str, str]) -> Iterator[None]:
    """Run a process of the installation as long as the block lasts."""
    process = subprocess.Popen(command, cwd=HOME, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def installation(store: Seaweed) -> Iterator[str]:
    """Start the processes as docs/operations.md says; give the address."""
    port = free_ports(1)[0]
    environment = {
        **os.environ,
        **store.environment,
        "S3_ENCRYPTION": "",  # the reference asks for none: the server does the same for both
        "DJANGO_SETTINGS_MODULE": "bench.served",
        "BENCH_VAR": str(settings.VAR),
        "PORTAL_WORKER": "1",
    }
    python, manage = sys.executable, str(HOME / "manage.py")
    web = [python, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    web += ["--workers", str(WEB_PROCESSES), "--worker-class", "gthread", "--threads", "8"]
    web += ["--log-level", "warning", "--keep-alive", "60"]  # as behind a proxy
    worker = [python, manage, "db_worker", "--interval", INTERVAL, "-v0"]
    with ExitStack() as stack:
        for command in [web, *[worker] * WORKERS]:
            stack.enter_context(running(*command, environment=environment))
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address


def wait_for(address: str) -> None:
    """Wait until the web processes answer."""
    pool, until = urllib3.PoolManager(retries=False), time.monotonic() + 60
    while True:
        try:
            if pool.request("GET", f"{address}/healthz").status == 200:
                return
        except urllib3.exceptions.HTTPError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)


def used(processes: list[int]) -> float:
    """Return the seconds of CPU that processes and all below them have used, with those that have ended."""
    lines = [_stat(entry) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    known = {int(line[0]): line for line in lines if line}
    below, ticks = set(processes), 0
    while more := {number for number, line in known.items() if int(line[2]) in below} - below:
        below |= more
    for number in below & set(known):
        ticks += sum(map(int, known[number][12:16]))
    return ticks / TICKS


def _stat(entry: Path) -> list[str]:
    """Return what the kernel says of a process without its name: number, state, parent, … (proc(5))."""
    try:
        number, _, rest = (entry / "stat").read_text().partition(" ")
    except OSError:  # it has ended
        return []
    return [number, *rest.rpartition(")")[2].split()]
