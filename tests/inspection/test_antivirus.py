"""The scanner is a real clamd; whatever it does not say clearly counts as not scanned."""

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.inspection import antivirus
from portal.inspection.verdict import Unavailable
from tests.clamav import EICAR, NAME, SHIPPED, Clamd, clamd
from tests.inspection import samples

pytestmark = pytest.mark.slow

__all__ = ["clamd"]


@pytest.mark.clamav
def test_finds_what_is_there_plain_appended_and_packed(clamd: Clamd) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("inside.txt", EICAR)
    for content in (EICAR, samples.pdf() + EICAR, samples.jpeg() + EICAR, packed.getvalue()):
        assert antivirus.scan(clamd.address, io.BytesIO(content)) == NAME


@pytest.mark.clamav
def test_finds_nothing_in_clean_files(clamd: Clamd) -> None:
    for content in (samples.pdf(), samples.jpeg(), samples.png(), b"", b"\0" * 9_000_000):
        assert antivirus.scan(clamd.address, io.BytesIO(content)) == ""


@pytest.mark.clamav
def test_limits_shipped_turn_what_is_not_looked_at_into_a_find(clamd: Clamd) -> None:
    nested = EICAR
    for depth in range(15):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(f"{depth}.zip", nested)
        nested = box.getvalue()
    assert antivirus.scan(clamd.address, io.BytesIO(nested)).startswith("Heuristics.Limits.Exceeded")


@pytest.mark.clamav
def test_killed_is_unavailable_and_comes_back(clamd: Clamd) -> None:
    clamd.kill()
    try:
        with pytest.raises(Unavailable, match="cannot be reached"):
            antivirus.scan(clamd.address, io.BytesIO(b"x"))
        with pytest.raises(Unavailable):
            antivirus.signatures_of(clamd.address)
    finally:
        clamd.start()
    assert antivirus.scan(clamd.address, io.BytesIO(EICAR)) == NAME


@pytest.mark.clamav
def test_no_database_of_the_maker_has_no_day(clamd: Clamd) -> None:
    with pytest.raises(Unavailable, match="no day"):
        antivirus.signatures_of(clamd.address)


@contextmanager
def answering(answer: bytes, place: Path | None = None, read: bool = True) -> Iterator[str]:
    """A scanner that gives one answer to everybody and hangs up."""
    server = socket.socket(socket.AF_UNIX if place else socket.AF_INET)
    server.bind(str(place) if place else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(5)
            while read and not connection.recv(1 << 20).endswith((b"\0\0\0\0", b"VERSION\0")):
                continue
            connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(place) if place else f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        thread.join(5)
        server.close()


UNCLEAR = [
    b"",
    b"\0",
    b"stream: O",
    b"stream: OK",  # broken off before the NUL
    b"stream: OK\n",
    b"OK\0",
    b"stream: OK FOUND stream: OK\0",
    b"stream:  FOUND\0",
    b"INSTREAM size limit exceeded. ERROR\0",
    b"stream: Can't allocate memory ERROR\0",
    b"UNKNOWN COMMAND\0",
    b"HTTP/1.1 200 OK\r\n\r\n\0",
    b"\xff" * 5000,
]


@pytest.mark.parametrize("answer", UNCLEAR, ids=range(len(UNCLEAR)))
def test_an_unclear_answer_is_none(answer: bytes) -> None:
    with answering(answer) as address, pytest.raises(Unavailable):
        antivirus.scan(address, io.BytesIO(b"x" * 1000))


def test_hanging_up_in_the_middle_tells_what_was_said() -> None:
    with (
        answering(b"INSTREAM size limit exceeded. ERROR\0", read=False) as address,
        pytest.raises(Unavailable),
    ):
        antivirus.scan(address, io.BytesIO(b"x" * 20_000_000))


def test_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "WHOLE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(Unavailable, match="answer"):
            antivirus.scan(address, io.BytesIO(b"x"))


def test_clear_answers_over_a_unix_socket(tmp_path: Path) -> None:
    with answering(b"stream: OK\0", tmp_path / "a") as address:
        assert antivirus.scan(address, io.BytesIO(b"x")) == ""
    with answering(b"stream: Win.Test.EICAR_HDB-1 FOUND\0", tmp_path / "b") as address:
        assert antivirus.scan(address, io.BytesIO(b"x")) == "Win.Test.EICAR_HDB-1"


def test_day_of_the_signatures() -> None:
    with answering(b"ClamAV 1.4.6/27834/Mon Nov 24 08:30:12 2025\0") as address:
        assert antivirus.signatures_of(address) == datetime(2025, 11, 24, 8, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "/nowhere/clamd", "127.0.0.1:1"]
)
def test_an_address_where_nobody_is(address: str) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        antivirus.scan(address, io.BytesIO(b"x"))


def test_what_is_shipped_alerts() -> None:
    settings = dict(
        line.split(maxsplit=1) for line in SHIPPED.read_text().splitlines() if line and line[0] != "#"
    )
    assert {settings[name] for name in ("AlertExceedsMax", "AlertEncrypted", "AlertOLE2Macros")} == {"yes"}
    assert settings["TCPAddr"] == "127.0.0.1"
    assert settings["StreamMaxLength"] == "30M"
