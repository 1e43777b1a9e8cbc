"""Files uploaded through the portal until each is inspected and kept, beside boto3 putting the same bytes.

Eight at a time, over HTTP, into the same object server. Ours: an installation with two web processes and two workers;
each file is announced, sent in pieces of 1 MiB, put together, judged, made anew and put. Theirs: one PUT a file.
"""

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import urllib3
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench.measuring import Result, rounds
from portal.applications import actions
from tests.seaweed import BUCKET, Seaweed, free_ports

GOAL = 0.5
AT_A_TIME = 8
MOST_ROUNDS = 5
CHUNK = 1024 * 1024
MOST_SECONDS = 120
HOME = Path(__file__).parent.parent
TOKEN = "b" * 32


def picture(width: int, height: int, seed: int, quality: int = 85) -> bytes:
    """Return a JPEG about as hard to pack as a photograph of a paper: shades, lines, and the noise of a camera."""
    chance = random.Random(seed)
    small = Image.frombytes(
        "RGB", (width // 8, height // 8), chance.randbytes((width // 8) * (height // 8) * 3)
    )
    image = Image.blend(
        small.resize((width, height), Image.Resampling.BICUBIC),
        Image.effect_noise((width, height), 40).convert("RGB"),
        0.35,
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def scan(pages: int, seed: int) -> bytes:
    """Return a PDF as scanners make it: a JPEG of 200 dots an inch on each page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawImage(ImageReader(io.BytesIO(picture(1654, 2339, seed + number, 75))), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def papers() -> list[tuple[str, bytes]]:
    """Return what one applicant hands in: two scans, and a photo of a phone with 12 million pixels."""
    return [
        ("lease.pdf", scan(5, 1)),
        ("register.pdf", scan(3, 9)),
        ("card.jpg", picture(4000, 3000, 20, 80)),
    ]


@dataclass
class Browser:
    """One applicant with a draft, who is signed in."""

    address: str
    case: str
    cookie: str
    pool: urllib3.PoolManager

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """Send one request and return its JSON. Raises RuntimeError for an answer that is none."""
        known = {"Cookie": f"{self.cookie}; csrf={TOKEN}", "X-CSRFToken": TOKEN, **headers}
        if isinstance(body, dict):
            answer = self.pool.request(method, self.address + path, fields=body, headers=known)
        else:
            answer = self.pool.request(method, self.address + path, body=body, headers=known)
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.data[:300]!r}")
        told: dict[str, Any] = answer.json()
        return told

    def upload(self, name: str, content: bytes) -> str:
        """Send a file as the page does, piece by piece; return where to ask for it."""
        fields = {"name": name, "size": str(len(content)), "modified": uuid4().hex}
        url = self.ask("POST", f"/files/{self.case}/TH02/begin/", fields)["url"]
        for offset in range(0, len(content), CHUNK):
            self.ask(
                "POST",
                url,
                content[offset : offset + CHUNK],
                **{"Content-Type": "application/octet-stream", "Upload-Offset": str(offset)},
            )
        return str(url)

    def hand_in(self, files: list[tuple[str, bytes]]) -> None:
        """Upload files one after the other and wait until every one of them has been taken."""
        waiting = [self.upload(name, content) for name, content in files]
        until = time.monotonic() + MOST_SECONDS
        while waiting:
            state = self.ask("GET", waiting[0])["state"]
            if state == "ready":
                waiting.pop(0)
            elif state == "refused" or time.monotonic() > until:
                raise RuntimeError(f"{waiting[0]} is {state}")
            else:
                time.sleep(0.1)


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
    """Start two web processes and two workers on the database of the run; give the address."""
    port = free_ports(1)[0]
    environment = {
        **os.environ,
        **store.environment,
        "S3_ENCRYPTION": "",  # the object server of the tests has no key to encrypt with
        "DJANGO_SETTINGS_MODULE": "bench.served",
        "BENCH_VAR": str(settings.VAR),
        "PORTAL_WORKER": "1",
    }
    python, manage = sys.executable, str(HOME / "manage.py")
    web = [python, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    web += ["--worker-class", "gthread", "--threads", "8", "--log-level", "warning"]
    with ExitStack() as stack:
        stack.enter_context(running(*web, environment=environment))
        for _ in range(2):
            stack.enter_context(running(python, manage, "db_worker", environment=environment))
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


def applicant(number: int, address: str, pool: urllib3.PoolManager) -> Browser:
    """Make a person with an empty draft and sign in."""
    user = get_user_model().objects.create_user(
        f"upload-{number}-{uuid4().hex[:8]}@bench.test", "not-needed-here-1"
    )
    case = actions.start(by=user, service="TH", language="zh-hans")
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return Browser(address, str(case.pk), f"{name}={client.cookies[name].value}", pool)


def seconds(work: list[Callable[[], None]]) -> float:
    """Return the seconds that pieces of work take, all at once, each in a thread."""
    begun = time.monotonic()
    with ThreadPoolExecutor(len(work)) as threads:
        for done in [threads.submit(one) for one in work]:
            done.result()
    return time.monotonic() - begun


def put_all(client: Any, files: list[tuple[str, bytes]]) -> None:
    """Put files one after the other with boto3 as it comes."""
    for _name, content in files:
        client.put_object(Bucket=BUCKET, Key=f"reference/{uuid4().hex}", Body=content)


def reference_client(store: Seaweed) -> Any:
    """Return a client of boto3 with nothing chosen but the way buckets are named."""
    import boto3
    from botocore.config import Config

    known = store.environment
    return boto3.client(
        "s3",
        endpoint_url=store.url,
        aws_access_key_id=known["S3_ACCESS_KEY"],
        aws_secret_access_key=known["S3_SECRET_KEY"],
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )


def measure() -> Result:
    """Compare the throughput of both, in turn, in MB a second by the clock."""
    files = papers()
    megabytes = AT_A_TIME * sum(len(content) for _name, content in files) / 1e6
    mine, theirs = [], []
    with tempfile.TemporaryDirectory(prefix="portal-bench-store-") as folder:
        store = Seaweed(Path(folder))
        try:
            store.start()
            with installation(store) as address:
                pool = urllib3.PoolManager(maxsize=AT_A_TIME, block=True)
                client = reference_client(store)
                for number in range(min(rounds(), MOST_ROUNDS)):
                    people = [applicant(number, address, pool) for _ in range(AT_A_TIME)]
                    mine.append(seconds([partial(person.hand_in, files) for person in people]))
                    theirs.append(seconds([partial(put_all, client, files)] * AT_A_TIME))
        finally:
            store.kill()
    connections.close_all()
    sizes = ", ".join(f"{name} {len(content) / 1e6:.1f} MB" for name, content in files)
    rates = [megabytes / taken for taken in mine], [megabytes / taken for taken in theirs]
    return Result(
        "upload",
        round(statistics.median(rates[0]), 2),
        round(statistics.median(rates[1]), 2),
        "MB/s",
        GOAL,
        f"{AT_A_TIME} people at once, each {sizes}; two web processes, two workers; median of {len(mine)} rounds, "
        f"{min(rates[0]):.1f} to {max(rates[0]):.1f} against {min(rates[1]):.1f} to {max(rates[1]):.1f} MB/s",
        at_least=True,
    )
