"""The real server with its own database, and people who use it in a real browser."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browsers import FLAGS, program
from tests.journeys.person import Person

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = program()
PASSWORD = "demo-Portal-2026"


@dataclass
class Server:
    """A running portal. `log` holds what it printed, the mails among it."""

    url: str
    log: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a command against the server's database and return what it prints."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mail_to(self, address: str, wanted: str, seconds: float = 15) -> str:
        """Return the newest mail to an address that contains `wanted`; waits for it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            mails = re.split(r"-{70,}\n", self.log.read_text(errors="replace"))
            for mail in reversed(mails):
                if f"To: {address}" in mail and wanted in decoded(mail):
                    return decoded(mail)
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} with {wanted!r}")


def decoded(mail: str) -> str:
    """Return a printed mail with its body and subject decoded."""
    import email
    import email.policy

    printed = mail[max(mail.rfind("\nContent-Type: text"), 0) :].lstrip()  # other log lines stand before it
    message = email.message_from_string(printed, policy=email.policy.default)
    body = message.get_body()
    return f"{message['Subject']}\n{body.get_content() if body else ''}"


def free_port() -> int:
    """Return a free port on the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start the portal as `make run` does, with a place of its own; stop it at the end."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    place = tmp_path_factory.mktemp("portal")
    port = free_port()
    keep = {
        k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DATABASE_URL", "DJANGO_", "S3_"))
    }
    environment = {**keep, "PORTAL_DEMO": "1", "PORTAL_VAR": str(place), "PORT": str(port), "PYTHONUNBUFFERED": "1",
                   "PORTAL_DEMO_PASSWORD": PASSWORD}  # fmt: skip
    log = place / "server.log"
    if template := os.environ.get("TEST_TEMPLATE"):
        shutil.copy(template, place / "portal.sqlite3")
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve"],
            env=environment,
            stdout=out,
            stderr=out,
            cwd=ROOT,
        )
    server = Server(f"http://127.0.0.1:{port}", log, environment)
    try:
        wait_until_ready(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(server: Server, process: "subprocess.Popen[bytes]", seconds: float = 240) -> None:
    """Wait until the home page answers; fail with the log when the server ends or takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the server ended:\n{server.log.read_text()[-3000:]}")
        try:
            if urllib.request.urlopen(server.url + "/readyz", timeout=2).status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"the server did not start:\n{server.log.read_text()[-3000:]}")


SAMPLES = """
import json
from portal.catalog import registry
from portal.rulebook.queries import norms
print("SAMPLES" + json.dumps({s.code: [s.sample(n, norms()) for n in range(40, 60)] for s in registry.all_services()}))
"""


@pytest.fixture(scope="session")
def sample(server: Server) -> Callable[[str, int], dict]:
    """Return a function that gives what invented applicant n types for a service."""
    said = json.loads(server.manage("shell", "-v0", "-c", SAMPLES).split("SAMPLES", 1)[1])
    return lambda code, n: said[code][n]


@pytest.fixture(scope="session")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small PDF to hand in."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path_factory.mktemp("scans") / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "Sample")
    canvas.save()
    return path


@pytest.fixture(scope="session")
def chromium(server: Server) -> Iterator[object]:
    """One browser process for all journeys; every person gets a profile of its own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium, server: Server) -> Iterator[Callable[..., Person]]:
    """Return a function that opens a browser profile: person(width=390, language="zh-hans", javascript=True)."""
    contexts = []

    def open_profile(width: int = 390, language: str = "zh-hans", javascript: bool = True) -> Person:
        context = chromium.new_context(
            base_url=server.url,
            viewport={"width": width, "height": 850},
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(context.new_page(), server, language, javascript)

    yield open_profile
    for context in contexts:
        context.close()
