"""Files uploaded through the portal until each is inspected and kept, beside boto3 putting the same bytes.

Eight at a time, over HTTP, into the same object server. Ours: an installation with two web processes and two workers;
each file is announced, sent in pieces of 1 MiB, put together, judged, made anew and put. Theirs: one PUT a file.
"""

import hashlib
import os
import statistics
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import urllib3
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import Max
from django.test import Client

from bench import papers
from bench.installation import WEB_PROCESSES, WORKERS, installation, used
from bench.measuring import Result, rounds
from portal.applications import actions
from portal.documents.models import Upload
from tests.seaweed import BUCKET, Seaweed

GOAL = 0.5
AT_A_TIME = 8
MOST_ROUNDS = 5
CHUNK = 1024 * 1024
MOST_SECONDS = 120
#: Room for all rounds in the object server, in 64 MB: what was deleted takes its place as well.
VOLUMES = 100
TOKEN = "b" * 32


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
            piece = content[offset : offset + CHUNK]
            headers = {
                "Content-Type": "application/octet-stream",
                "Upload-Offset": str(offset),
                "Content-Digest": f"sha-256=:{b64encode(hashlib.sha256(piece).digest()).decode()}:",
            }
            self.ask("POST", url, piece, **headers)
        return str(url)

    def hand_in(self, files: list[tuple[str, bytes]]) -> None:
        """Upload files one after the other, then ask until every one has been taken, as often as the page does."""
        waiting = [self.upload(name, content) for name, content in files]
        until, pause = time.monotonic() + MOST_SECONDS, 1.0
        while waiting:
            state = self.ask("GET", waiting[0])["state"]
            if state == "ready":
                waiting.pop(0)
            elif state == "refused" or time.monotonic() > until:
                raise RuntimeError(f"{waiting[0]} is {state}")
            else:
                time.sleep(pause)
                pause = min(1.3 * pause, 8)


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


@dataclass
class Spent:
    """What one round took: seconds by the clock, and seconds of CPU of everybody who had a part in it."""

    seconds: float
    cpu: float


@dataclass
class Times:
    """What the rounds took. store: of what the portal asks of the object server, done with boto3 alone."""

    ours: list[Spent] = field(default_factory=list)
    theirs: list[Spent] = field(default_factory=list)
    store: list[Spent] = field(default_factory=list)


def spent(work: list[Callable[[], None]], ended: Callable[[], float] = time.time) -> Spent:
    """Return what pieces of work take, all at once, each in a thread. ended: when all was done, in seconds of the day.

    CPU: of this process and of all that it has started, which is the object server and the portal.
    """
    here = [os.getpid()]
    begun, before = time.time(), used(here)
    with ThreadPoolExecutor(len(work)) as threads:
        for done in [threads.submit(one) for one in work]:
            done.result()
    return Spent(ended() - begun, used(here) - before)


def last_taken() -> float:
    """Return when the last file was taken: sooner than those who wait for it hear of it."""
    return float(Upload.objects.aggregate(last=Max("touched_at"))["last"].timestamp())


def put_all(client: Any, files: list[tuple[str, bytes]]) -> None:
    """Put files one after the other with boto3 as it comes."""
    for _name, content in files:
        client.put_object(Bucket=BUCKET, Key=f"reference/{uuid4().hex}", Body=content)


def stored_as_ours(client: Any, files: list[tuple[str, bytes]]) -> None:
    """Do with boto3 what the portal asks of the object server, and nothing else: what ours cannot be faster than.

    That is: put pieces below quarantine/, read them back, put the whole, delete the pieces.
    """
    for _name, content in files:
        keys = [f"pieces/{uuid4().hex}" for _ in range(0, len(content), CHUNK)]
        for number, key in enumerate(keys):
            piece = content[number * CHUNK : (number + 1) * CHUNK]
            client.put_object(Bucket=BUCKET, Key=key, Body=piece)
        whole = b"".join(client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys)
        client.put_object(Bucket=BUCKET, Key=f"whole/{uuid4().hex}", Body=whole)
        client.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})


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
    files = papers.handed_in()
    with tempfile.TemporaryDirectory(prefix="portal-bench-store-") as folder:
        store = Seaweed(Path(folder), VOLUMES)
        try:
            store.start()
            with installation(store) as address:
                times = in_turn(address, reference_client(store), files)
        finally:
            store.kill()
    connections.close_all()
    return compared(times, files)


def in_turn(address: str, client: Any, files: list[tuple[str, bytes]]) -> Times:
    """Return what the rounds of each side took; who begins changes each round."""
    pool = urllib3.PoolManager(maxsize=AT_A_TIME, block=True)
    warm_up(address, client, pool, files[-1:])
    times = Times()
    for number in range(min(rounds(), MOST_ROUNDS)):
        people = [applicant(number, address, pool) for _ in range(AT_A_TIME)]
        ours = [partial(person.hand_in, files) for person in people]
        theirs = [partial(put_all, client, files)] * AT_A_TIME
        if number % 2:
            times.ours.append(spent(ours, last_taken))
        times.theirs.append(spent(theirs))
        if not number % 2:
            times.ours.append(spent(ours, last_taken))
        times.store.append(spent([partial(stored_as_ours, client, files)] * AT_A_TIME))
    return times


def warm_up(address: str, client: Any, pool: urllib3.PoolManager, files: list[tuple[str, bytes]]) -> None:
    """Let both sides load their code and open their connections: a process begins once, not with every round."""
    spent([partial(applicant(-1, address, pool).hand_in, files) for _ in range(AT_A_TIME)])
    spent([partial(put_all, client, files)] * AT_A_TIME)


def compared(times: Times, files: list[tuple[str, bytes]]) -> Result:
    """Return the result; the note says what was sent, the CPU that it took, and what the store alone allows."""
    megabytes = AT_A_TIME * sum(len(content) for _name, content in files) / 1e6
    sizes = ", ".join(f"{name} {len(content) / 1e6:.1f} MB" for name, content in files)
    sides = (times.ours, times.theirs, times.store)
    rates = [[megabytes / each.seconds for each in side] for side in sides]
    cpu = [statistics.median(1000 * each.cpu / megabytes for each in side) for side in sides]
    note = (
        f"{AT_A_TIME} people at once, each {sizes}; {WEB_PROCESSES} web processes, {WORKERS} workers; "
        f"median of {len(times.ours)} rounds, {min(rates[0]):.1f} to {max(rates[0]):.1f} against "
        f"{min(rates[1]):.1f} to {max(rates[1]):.1f} MB/s; {cpu[0]:.1f} against {cpu[1]:.1f} ms of CPU for each MB, "
        f"those who send and the object server included. What bounds it: boto3 that does nothing but keep pieces, read "
        f"them back and put the whole, as ours must, takes {cpu[2]:.1f} ms and does "
        f"{statistics.median(rates[2]):.1f} MB/s"
    )
    return Result(
        "upload",
        round(statistics.median(rates[0]), 2),
        round(statistics.median(rates[1]), 2),
        "MB/s",
        GOAL,
        note,
        at_least=True,
    )
