"""A parser that was taken over by its file says what the attacker likes: none of it may be believed too far."""

import json
import sys
import tempfile
from pathlib import Path

import pytest

from portal.inspection import sandbox
from portal.inspection.verdict import Refusal, Remade, Unavailable, Wanted

#: Stands where the process with the parsers stands, and answers every job with the same words.
FORGER = """#!{python}
import json, os, socket, sys
jobs = socket.socket(fileno=int(sys.argv[-1]))
while True:
    message, files, _, _ = socket.recv_fds(jobs, 65536, 4)
    if not message:
        break
    os.write(files[1], b"<script>alert(1)</script>")
    os.write(files[2], open({words!r}, "rb").read())
    os.write(files[3], json.dumps({{"signal": 0, "cpu": 0, "kibibytes": 0}}).encode())
    for number in files:
        os.close(number)
"""


@pytest.fixture
def forged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that has a file inspected by a child that says the given words."""
    words, program = tmp_path / "words", tmp_path / "forger"
    program.write_text(FORGER.format(python=sys.executable, words=str(words)))
    program.chmod(0o700)
    sandbox._held.close()
    monkeypatch.setattr(sys, "executable", str(program))

    def ask(said: object, name: str = "a.jpg") -> Remade:
        words.write_bytes(said if isinstance(said, bytes) else json.dumps(said).encode())
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
            source.write(b"x")
            try:
                return sandbox.remake(source, target, Wanted(name))
            except Refusal:
                target.seek(0)
                assert target.read() == b""
                raise

    yield ask
    sandbox._held.close()


def done(content_type: object, pages: object = 1) -> dict[str, object]:
    return {"done": {"content_type": content_type, "pages": pages}}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (done("text/html"), "a.jpg"),
        (done("image/svg+xml"), "a.png"),
        (done("application/pdf"), "a.jpg"),
        (done("image/jpeg"), "a.pdf"),
        (done("text/html"), "a.csv"),
        (done(["image/jpeg"]), "a.jpg"),
        (done("image/jpeg", -1), "a.jpg"),
        (done("application/pdf", 10**9), "a.pdf"),
        (done("application/pdf", "3"), "a.pdf"),
        (done("application/pdf", True), "a.pdf"),
        (b'{"done": {"content_type": "application/pdf", "pages": Infinity}}', "a.pdf"),
        (b'{"done": {"content_type": "application/pdf", "pages": ' + b"9" * 5000 + b"}}", "a.pdf"),
        ({"done": {}}, "a.pdf"),
        ({"done": None}, "a.pdf"),
        ({}, "a.pdf"),
        ([], "a.pdf"),
        (b"null", "a.pdf"),
        (b"\xff\xfe", "a.pdf"),
        (b"{", "a.pdf"),
        (b"[" * 65000, "a.pdf"),
        ({"refused": "small", "data": {}}, "a.jpg"),
        ({"refused": "small"}, "a.jpg"),
        ({"refused": ["small"], "data": {}}, "a.jpg"),
        ({"refused": "small", "data": {"pixels": {"a": 1}, "least": 1}}, "a.jpg"),
        ({"refused": "small", "data": {"pixels": "x" * 9999, "least": 1}}, "a.jpg"),
        ({"refused": "virus", "data": {"more": 1}}, "a.jpg"),
        ({"refused": "<b>", "data": {}}, "a.jpg"),
    ],
)
def test_what_no_parser_says_is_a_damaged_file_and_an_alarm(forged, said, name, caplog) -> None:
    with pytest.raises(Refusal) as refusal:
        forged(said, name)
    assert (refusal.value.code, refusal.value.data) == ("damaged", {})
    assert "the child said what it never says" in caplog.text


def test_what_a_parser_says_is_believed(forged) -> None:
    assert forged(done("application/pdf", 200), "a.PDF") == Remade("application/pdf", 200)
    assert forged(done("text/csv", 0), "a.csv") == Remade("text/csv", 0)
    with pytest.raises(Refusal) as refusal:
        forged({"refused": "small", "data": {"pixels": 3, "least": 1000}})
    assert (refusal.value.code, refusal.value.data) == ("small", {"pixels": 3, "least": 1000})


def test_an_error_is_logged_no_longer_than_it_may_be(forged, caplog) -> None:
    with pytest.raises(Unavailable):
        forged({"error": "x" * 60000})
    assert len(caplog.text) < 10000
