"""Real web processes of the portal on loopback, which share one database and one object store; and their visitors."""

import http.client
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from portal.seals.demo import environment
from tests.seaweed import free_ports
from tests.tree import ROOT

#: Makes people with drafts and sessions, as signing in does, and prints them.
PEOPLE = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
from tests import cases
found = []
for n in range(int(sys.argv[1])):
    person, visitor = cases.applicant(f"visitor-{n}"), Client()
    visitor.force_login(person)
    session = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    found.append({"session": session, "case": str(cases.draft("TH", person).pk)})
print(json.dumps(found))
"""
#: Prints what became of the uploads.
OUTCOME = """
import json, django
django.setup()
from portal.documents.models import Chunk, Document, Upload
documents = Document.objects.values_list("name", "sent_sha256", "sha256", "key", "pk")
print(json.dumps({
    "documents": [list(map(str, row)) for row in documents],
    "states": sorted(Upload.objects.values_list("state", flat=True)),
    "chunks": Chunk.objects.count(),
}))
"""


class Gone(Exception):
    """The web process did not answer, or answered that it cannot now."""


@dataclass
class Web:
    """One web process, in a process group of its own."""

    port: int
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """End it with its workers at once, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Installation:
    """A database in a folder, and the processes that use it."""

    folder: Path
    storage: dict[str, str]
    processes: list[Web] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = {name: text for name, text in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        made_up = ("PORTAL_SECRET_KEY", "PORTAL_FIELD_KEYS", "PORTAL_INDEX_KEY")
        self.environment = {
            **kept,
            **{name: secrets.token_urlsafe(48) for name in made_up},
            **environment(self.folder / "seals"),
            "PORTAL_VAR": str(self.folder),
            "PORTAL_SITE_URL": "http://127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            **self.storage,
        }
        template = os.environ.get("TEST_TEMPLATE")
        if template:
            shutil.copy(template, self.folder / "portal.sqlite3")
        else:
            self.run("manage.py", "migrate", "-v0")

    def run(self, *arguments: str, check: bool = True, seconds: float = 180) -> str:
        """Run Python against the installation and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done.stdout

    def people(self, count: int) -> list["Visitor"]:
        """Return people who are signed in and have a draft each."""
        made = json.loads(self.run("-c", PEOPLE, str(count)))
        return [Visitor(**person) for person in made]

    def outcome(self) -> dict[str, Any]:
        """Return the documents, the states of the uploads and the number of pieces that are left."""
        return json.loads(self.run("-c", OUTCOME))

    def web(self) -> Web:
        """Start a web process and wait until it answers, half a minute at most."""
        port = free_ports(1)[0]
        program = str(Path(sys.executable).with_name("gunicorn"))
        command = [program, "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
        command += ["--threads", "8", "--log-level", "warning", "--no-control-socket", "--timeout", "60"]
        web = Web(port, self._start(command))
        self.processes.append(web)
        until = time.monotonic() + 30
        while True:
            try:
                ask(web, "GET", "/healthz")
                return web
            except Gone:
                assert time.monotonic() < until and web.process.poll() is None, self.log
                time.sleep(0.2)

    def ticker(self) -> None:
        """Start the process that takes up what was left behind."""
        self.processes.append(
            Web(0, self._start([sys.executable, "manage.py", "tick", "--every", "1", "--with-parent"]))
        )

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def log(self) -> str:
        """What the processes printed, the end of it."""
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    def stop(self) -> None:
        """End every process that was started here."""
        for web in self.processes:
            web.kill()


def ask(
    web: Web, method: str, path: str, body: bytes | str = b"", headers: dict[str, str] | None = None
) -> tuple[int, bytes, dict[str, str]]:
    """Send one request to a web process; return status, body and headers. Raises Gone when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): text for name, text in answer.getheaders()}
    except (OSError, http.client.HTTPException) as failure:
        raise Gone(str(failure)) from failure
    finally:
        connection.close()


@dataclass
class Visitor:
    """Somebody signed in whose browser sends files in pieces, tries again and asks where to go on."""

    session: str
    case: str
    token: str = "a" * 32

    def ask(
        self, web: Web, method: str, path: str, body: bytes | str = b"", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Send a request with this person's cookies; return status and JSON. Raises Gone for what may pass."""
        own = {"Cookie": f"session={self.session}; csrf={self.token}", "X-CSRFToken": self.token}
        status, text, _ = ask(web, method, path, body, own | headers)
        if status >= 500:
            raise Gone(f"{status}")
        return status, json.loads(text)

    def begin(self, web: Web, name: str, content: bytes, material: str = "TH02") -> dict[str, Any]:
        """Announce a file."""
        form = urlencode(
            {"name": name, "size": len(content), "modified": "1700000000000", "type": "image/jpeg"}
        )
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, told = self.ask(web, "POST", f"/files/{self.case}/{material}/begin/", form, **kind)
        assert status == 200, told
        return told

    def send(self, web: Web, url: str, offset: int, piece: bytes) -> tuple[int, dict[str, Any]]:
        """Send a piece."""
        headers = {"Content-Type": "application/octet-stream", "Upload-Offset": str(offset)}
        return self.ask(web, "POST", url, piece, **headers)

    def upload(
        self, webs: list[Web], name: str, content: bytes, piece: int, seconds: float
    ) -> dict[str, Any]:
        """Bring a whole file through, whatever happens, and return the last state. Raises TimeoutError."""
        until, pause, turn = time.monotonic() + seconds, 0.5, 0
        told: dict[str, Any] | None = None
        while time.monotonic() < until:
            web = webs[turn % len(webs)]
            try:
                if told is None:
                    told = self.begin(web, name, content)
                if told["state"] == "arriving":
                    offset = told["offset"]
                    status, answer = self.send(web, told["url"], offset, content[offset : offset + piece])
                    assert status in {200, 409}, answer
                    told |= {"state": "arriving"} | answer
                    pause = 0.5
                    continue
                told |= self.ask(web, "GET", told["url"])[1]
                if told["state"] in {"ready", "refused"}:
                    return told
                time.sleep(0.5)
            except (
                Gone
            ):  # as the browser: wait a little longer each time, try another door, ask where to go on
                turn += 1
                time.sleep(pause)
                pause = min(2 * pause, 4)
                if told is not None:
                    told = told | {"state": "arriving"} | self._where(webs, turn, told)
        raise TimeoutError(f"{name}: {told}")

    def _where(self, webs: list[Web], turn: int, told: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.ask(webs[turn % len(webs)], "GET", told["url"])[1]
        except Gone:
            return {"offset": told["offset"]}
