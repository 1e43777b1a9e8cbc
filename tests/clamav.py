"""A real clamd for the tests: Debian's, on loopback, with the limits that are shipped and signatures made up here."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.inspection import antivirus
from portal.inspection.verdict import Unavailable
from tests.seaweed import free_ports

SHIPPED = Path(__file__).parents[1] / "deploy" / "clamav" / "clamd.conf"
#: The test file of the European Institute for Computer Antivirus Research, in two halves: whole, it is found here.
EICAR = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*").replace(b"\n", b"")
NAME = "Tests.EICAR.UNOFFICIAL"
#: Where it runs, and whose it is, is for the tests to say.
OURS = {"TCPSocket", "TCPAddr", "User", "Foreground", "LogSyslog", "DatabaseDirectory"}


def clamd_program() -> str | None:
    """Return the scanner's program, None where it is not installed."""
    return shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")


class Clamd:
    """One scanner with a folder of its own. It can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_ports(1)[0]
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "signatures").mkdir()
        (folder / "signatures" / "tests.ndb").write_text(f"Tests.EICAR:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text("\n".join([*self._shipped(), *self._own()]) + "\n")

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def _shipped(self) -> list[str]:
        lines = SHIPPED.read_text().splitlines()
        return [line for line in lines if line and line[0] != "#" and line.split()[0] not in OURS]

    def _own(self) -> list[str]:
        return [
            f"TCPSocket {self.port}",
            "TCPAddr 127.0.0.1",
            "Foreground yes",
            f"DatabaseDirectory {self.folder / 'signatures'}",
            f"TemporaryDirectory {self.folder}",
        ]

    def start(self) -> None:
        """Start it and wait until it answers; 20 seconds at most."""
        program = clamd_program()
        assert program
        command = [program, "--config-file", str(self.folder / "clamd.conf")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 20
        while not self.answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"clamd did not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Return whether it scans."""
        try:
            with SHIPPED.open("rb") as harmless:
                return antivirus.scan(self.address, harmless) == ""
        except Unavailable:
            return False

    def kill(self) -> None:
        """End it at once."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """A running clamd; skipped where it is not installed. A test that kills it starts it again."""
    if clamd_program() is None:
        pytest.skip("clamd is not on this machine (Debian package clamav-daemon)")
    server = Clamd(tmp_path_factory.mktemp("clamd"))
    try:
        server.start()
        yield server
    finally:
        server.kill()
