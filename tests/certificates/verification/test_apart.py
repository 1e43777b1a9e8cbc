"""The process that reads strangers' files: what it gives up, what kills it, and what it is believed."""

import json
import os
import resource
import subprocess
import sys
import time
import zlib
from dataclasses import asdict

import pytest

from portal.certificates.verification import apart
from portal.certificates.verification.apart import UNREADABLE, believed, judge_apart
from portal.seals import configured, current
from portal.seals.judging import Judgement, judge
from tests.certificates.verification import forging

PROBE = """
import os, socket, sys
from portal.certificates.verification import child
from portal.seals import judging

def judge(content):
    said = []
    for what, tried in (
        ("environment", lambda: [name for name in os.environ if name.startswith("PORTAL")] or 1 / 0),
        ("secrets", lambda: open(sys.argv[3]).read()),
        ("writing", lambda: open(sys.argv[4], "w")),
        ("network", lambda: socket.socket().connect(("127.0.0.1", 9))),
        ("programs", lambda: os.execv("/bin/true", ["true"])),
        ("processes", os.fork),
        ("memory", lambda: bytearray(2 << 30)),
    ):
        try:
            tried()
        except (OSError, MemoryError, ZeroDivisionError):
            continue
        said.append(what)
    return judging.Judgement(problem=",".join(said))

judging.judge = judge
child.main(int(sys.argv[1]), sys.argv[2])
"""


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """A drawing under our seal."""
    return current.signer().sign(forging.plain(), reason="x", place="y")


def test_it_says_what_judging_here_says(sealed):
    here = judge(sealed)
    there = judge_apart(sealed)
    assert here.bottom_line
    names = (*apart.SIGNS, "fingerprint", "problem")
    assert [getattr(there, name) for name in names] == [getattr(here, name) for name in names]


def test_it_can_do_nothing_but_judge(tmp_path):
    secret, written = tmp_path / "secret", tmp_path / "written"
    secret.write_text("x")
    with apart._trusted() as folder:
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(os.getpid()), folder, str(secret), str(written)],
            input=b"", capture_output=True, cwd=apart.HOME, env=apart.ENVIRONMENT, check=False,
        )  # fmt: skip
    assert json.loads(done.stdout)["problem"] == "", done.stderr
    assert not written.exists()


def bomb() -> bytes:
    """Return a small PDF whose table of objects unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    inner = b"".join([packer.compress(b"\0" * (1 << 20)) for _ in range(1024)] + [packer.flush()])
    packed = zlib.compress(inner, 9)
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 2 1]/Size 9/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>"
    return head % len(packed) + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.slow
def test_a_bomb_is_unreadable_and_costs_the_web_process_nothing():
    content = bomb()
    assert len(content) < 100_000
    assert judge_apart(content) == UNREADABLE


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 200_000, os.urandom(5000)])
def test_nonsense_is_unreadable(content):
    assert judge_apart(content) == UNREADABLE


def test_a_child_that_takes_too_long_is_unreadable(monkeypatch, tmp_path):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(slow))
    monkeypatch.setattr(apart, "MOST_LASTED", 0.5)
    assert judge_apart(b"x") == UNREADABLE


def hydra() -> bytes:
    """Return a small PDF whose fields double forty times, beside the mark of a signature."""
    heads = b"".join(
        b"%d 0 obj\n<</T(a)/Kids [%d 0 R %d 0 R]>>\nendobj\n" % (n, n + 1, n + 1) for n in range(3, 43)
    )
    body = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields [3 0 R]>>>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        + heads
        + b"43 0 obj\n<</ByteRange [0 1 2 3]>>\nendobj\n"
    )
    offsets = [body.index(b"\n%d 0 obj" % n) + 1 for n in range(1, 44)]
    table = b"xref\n0 44\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return body + table + b"trailer\n<</Size 44/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def test_a_file_whose_fields_double_is_given_up_soon():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert judge_apart(hydra()) == UNREADABLE
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < 4, f"{spent} s of the processor; loading takes 0.6 to 1.5, then it has at most 2"


def test_the_child_lets_others_go_first(tmp_path):
    program = (
        "import sys, os\nfrom portal.certificates.verification import child\nfrom portal.seals import judging\n"
        "judging.judge = lambda _content: judging.Judgement(problem=str(os.nice(0)))\n"
        "child.main(int(sys.argv[1]), sys.argv[2])"
    )
    with apart._trusted() as folder:
        done = subprocess.run(
            [sys.executable, "-c", program, str(os.getpid()), folder],
            input=b"", capture_output=True, cwd=apart.HOME, env=apart.ENVIRONMENT, check=False,
        )  # fmt: skip
    assert int(json.loads(done.stdout)["problem"]) >= min(19, os.nice(0) + 10)


def test_few_threads_wait_for_a_place():
    held = [apart._threads.acquire(blocking=False) for _ in range(apart.AT_A_TIME + apart.MOST_WAITING)]
    try:
        began = time.monotonic()
        with pytest.raises(apart.Busy), apart.place():
            pass
        assert time.monotonic() - began < 1
    finally:
        for _ in held:
            apart._threads.release()
    with apart.place() as free:
        assert free is None


def test_whoever_waited_in_vain_gives_the_place_of_waiting_back(monkeypatch):
    monkeypatch.setattr(apart, "MOST_WAITED", 0.01)
    held = [apart._places.acquire(blocking=False) for _ in range(apart.AT_A_TIME)]
    try:
        for _ in range(2 * (apart.AT_A_TIME + apart.MOST_WAITING)):
            with pytest.raises(apart.Busy), apart.place():
                pass
    finally:
        for _ in held:
            apart._places.release()
    with apart.place() as free:
        assert free is None


GOOD = asdict(Judgement(signed=True, intact=True, fingerprint="a" * 64))


@pytest.mark.parametrize(
    "said",
    [b"", b"x", b"[]", b"null", b"{}", b"[" * 5000, json.dumps({**GOOD, "problem": 5}).encode(),
     json.dumps({**GOOD, "problem": "cannot be read: X"}).encode()],
)  # fmt: skip
def test_what_no_child_says_is_unreadable(said):
    assert believed(json.dumps(GOOD).encode()).intact
    assert believed(said) == UNREADABLE


def test_only_true_is_true_and_only_a_digest_a_fingerprint():
    found = believed(json.dumps({**GOOD, "whole": "yes", "fingerprint": "../../x"}).encode())
    assert (found.whole, found.fingerprint) == (False, "")


def test_nothing_is_left_behind(sealed, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert judge_apart(sealed).bottom_line
    assert list(tmp_path.iterdir()) == []
    assert configured.roots().is_dir()
