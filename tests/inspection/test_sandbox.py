"""The sandbox itself: what the child cannot do, and what becomes of its parent when it dies."""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.inspection import sandbox, seccomp
from portal.inspection.verdict import Refusal, Unavailable, Wanted
from tests.inspection import samples
from tests.inspection.boxes import inspected

ROOT = Path(sandbox.HOME)

#: Run in a process of its own: fork, confine, and say what is still possible.
PROBE = """
import json, os, signal, socket, sys, threading
from portal.inspection import confinement, landlock

def possible(what):
    try:
        what()
    except OSError:
        return False
    return True

def connect(address):
    with socket.socket() as probe:
        probe.settimeout(1)
        probe.connect(address)

def forked():
    if os.fork() == 0:
        os._exit(0)

port, secret = int(sys.argv[1]), sys.argv[2]
parent = os.getpid()
user = int(sys.argv[3])
if user:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
confinement.leave_the_network()
rules = landlock.ruleset(confinement.READABLE)
status = open("/proc/self/status", "rb") if user else open(os.devnull, "rb")
if os.fork() == 0:
    confinement.confine(10, parent, rules)
    print(json.dumps({
        "capabilities": [int(line.split()[1], 16) for line in status if line.startswith(b"CapEff")],
        "landlock": landlock.version(),
        "root": os.geteuid() == 0,
        "network": possible(lambda: connect(("127.0.0.1", port))),
        "environment": possible(lambda: open(f"/proc/{parent}/environ").read()),
        "secret": possible(lambda: open(secret).read()),
        "passwords": possible(lambda: open("/etc/passwd").read()),
        "write": possible(lambda: open(os.path.join(os.path.dirname(secret), "new"), "w")),
        "kill": possible(lambda: os.kill(parent, signal.SIGUSR1)),
        "process": possible(forked),
        "program": possible(lambda: os.execv("/bin/true", ["true"])),
        "socket": possible(lambda: socket.socket().close()),
        "thread": possible(threading.Thread(target=int).start),
        "root again": possible(lambda: os.setuid(0)) and os.geteuid() == 0,
    }))
    sys.stdout.flush()
    os._exit(0)
os.wait()
"""


@pytest.fixture
def fresh() -> Iterator[None]:
    """A sandbox that has not begun."""
    sandbox._held.close()
    yield
    sandbox._held.close()


def zygote() -> int:
    assert sandbox._held.zygote
    return sandbox._held.zygote.process.pid


def children() -> list[int]:
    if sandbox._held.zygote is None:
        return []
    return [int(pid) for pid in Path(f"/proc/{zygote()}/task/{zygote()}/children").read_text().split()]


@pytest.mark.parametrize("user", [0, 1000], ids=["as root", "as another"])
def test_a_confined_child_can_do_nothing(user: int) -> None:
    if os.geteuid() != 0 and user:
        pytest.skip("only root can become another")
    with socket.create_server(("127.0.0.1", 0)) as server, tempfile.TemporaryDirectory() as folder:
        secret = Path(folder, "secret")
        secret.write_text("key")
        for place, mode in ((secret, 0o644), (secret.parent, 0o777)):
            place.chmod(mode)
        command = [sys.executable, "-c", PROBE, str(server.getsockname()[1]), str(secret), str(user)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=20)
    said = json.loads(ran.stdout)
    assert said["capabilities"] in ([], [0])
    assert not said["root"]
    assert not said["root again"]
    assert not said["network"]
    assert said["thread"]  # a parser of HEIC needs one
    if platform.machine() in seccomp.MACHINES:
        assert not [name for name in ("process", "program", "socket") if said[name]]
    if not said["landlock"]:
        pytest.skip("this kernel has no Landlock")
    allowed = {name for name in ("secret", "passwords", "environment", "write", "kill") if said[name]}
    assert allowed == set()


@pytest.mark.usefixtures("fresh")
def test_the_zygote_knows_nothing_of_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "never-to-be-seen")
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    environment = Path(f"/proc/{zygote()}/environ").read_bytes()
    assert {line.partition(b"=")[0] for line in environment.split(b"\0") if line} == {
        b"PATH",
        b"LANG",
        b"MALLOC_ARENA_MAX",
    }
    assert b"never-to-be-seen" not in environment
    open_files = [str(number.readlink()) for number in Path(f"/proc/{zygote()}/fd").iterdir()]
    assert [
        name for name in open_files if name.startswith("/") and not name.startswith(("/dev/", "/tmp/"))
    ] == []


def heavy_picture() -> bytes:
    return samples.encoded(samples.picture(7000, 7000), "PNG", compress_level=1)


def kill_the_first(victim: str) -> None:
    """Kill the first child that is seen, or the zygote while it has one."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if found := children():
            os.kill(found[0] if victim == "child" else zygote(), signal.SIGKILL)
            return
        time.sleep(0.005)


@pytest.mark.usefixtures("fresh")
def test_a_killed_child_is_refused_and_nothing_else_suffers() -> None:
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    before = zygote()
    killer = threading.Thread(target=kill_the_first, args=("child",))
    killer.start()
    assert inspected(heavy_picture(), "a.png").code == "heavy"
    killer.join()
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    assert zygote() == before


@pytest.mark.usefixtures("fresh")
def test_a_killed_zygote_judges_nothing_and_comes_back() -> None:
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    before = zygote()
    killer = threading.Thread(target=kill_the_first, args=("zygote",))
    killer.start()
    with pytest.raises(Unavailable, match="died"):
        inspected(heavy_picture(), "a.png")
    killer.join()
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    assert zygote() != before


@pytest.mark.slow
@pytest.mark.usefixtures("fresh")
def test_a_halted_child_is_ended() -> None:
    def halt() -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until and not children():
            time.sleep(0.005)
        os.kill(children()[0], signal.SIGSTOP)

    assert inspected(samples.jpeg(), "a.jpg").code == ""
    halting = threading.Thread(target=halt)
    halting.start()
    begun = time.monotonic()
    assert inspected(heavy_picture(), "a.png").code == "heavy"
    assert time.monotonic() - begun < sandbox.MOST_WAITED
    halting.join()
    assert children() == []


@pytest.mark.usefixtures("fresh")
def test_signals_to_the_group_do_not_make_a_file_look_harmful() -> None:
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    before = zygote()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(before, number)
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    assert zygote() == before


def test_a_fault_of_our_own_is_logged_and_blames_no_file(caplog: pytest.LogCaptureFixture) -> None:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(samples.jpeg())
        with pytest.raises(Unavailable, match="fault"):
            sandbox.stamp(source, target, "image/nonsense", ("line",))
        assert target.read() == b""
    assert "Traceback" in caplog.text
    assert "image/nonsense" in caplog.text


def test_a_python_that_does_not_start_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox._held.close()
    for program in ("/nowhere/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(Unavailable):
            inspected(samples.jpeg(), "a.jpg")
    monkeypatch.undo()
    assert inspected(samples.jpeg(), "a.jpg").code == ""


def test_the_file_given_is_neither_moved_nor_changed() -> None:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(samples.jpeg())
        source.seek(7)
        sandbox.remake(source, target, Wanted("a.jpg"))
        assert source.tell() == 7
        source.seek(0)
        assert source.read() == samples.jpeg()
        assert target.tell() == 0


def test_a_refused_file_leaves_nothing_in_the_target() -> None:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        target.write(b"old")
        source.write(samples.packed({**samples.OFD, "z.exe": b"MZ"}))
        with pytest.raises(Refusal):
            sandbox.remake(source, target, Wanted("a.ofd"))
        target.seek(0)
        assert target.read() == b""


def test_a_forked_process_has_a_zygote_of_its_own() -> None:
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    before = zygote()
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            outcome = inspected(samples.jpeg(), "a.jpg")
            os.write(write, f"{outcome.content_type} {zygote() != before}".encode())
            sandbox._held.close()
        finally:
            os._exit(0)
    os.close(write)
    assert os.read(read, 100) == b"image/jpeg True"
    os.close(read)
    os.wait()
    assert inspected(samples.jpeg(), "a.jpg").code == ""
    assert zygote() == before


def test_the_zygote_ends_with_its_parent() -> None:
    script = (
        "import os\nfrom tests.inspection.boxes import inspected\nfrom tests.inspection import samples, test_sandbox\n"
        "inspected(samples.jpeg(), 'a.jpg')\nprint(test_sandbox.zygote(), flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=30)
    assert said.returncode == -signal.SIGKILL
    left = Path(f"/proc/{int(said.stdout)}")
    until = time.monotonic() + 5
    while left.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not left.exists()


def test_many_threads_at_once() -> None:
    most = 0
    over = threading.Event()

    def count() -> None:
        nonlocal most
        while not over.wait(0.002):
            most = max(most, len(children()))

    counter = threading.Thread(target=count)
    counter.start()
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: inspected(samples.jpeg(), "a.jpg"), range(40)))
    over.set()
    counter.join()
    assert {outcome.code for outcome in outcomes} == {""}
    assert 1 <= most <= sandbox.AT_A_TIME


def test_uploads_that_take_all_their_places_keep_no_reader_waiting() -> None:
    begun = time.monotonic()
    for _ in range(sandbox.AT_A_TIME):
        assert sandbox._held.places.acquire(timeout=20)
    try:
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
            source.write(samples.jpeg())
            sandbox.page(source, target, "image/jpeg", 1, 900)
            assert target.read(2) == b"\xff\xd8"
            sandbox.stamp(source, target, "image/jpeg", ("line",))
            assert target.read(2) == b"\xff\xd8"
    finally:
        for _ in range(sandbox.AT_A_TIME):
            sandbox._held.places.release()
    assert time.monotonic() - begun < sandbox.MOST_WAITED


#: In a child nothing can be imported: it may not open files.
LATE = """
import io, sys
from portal.inspection import child, rendering, stamping
from portal.inspection.verdict import Refusal, Wanted
from tests.inspection import samples
child.prepare()
contents = {name: make() for name, make in samples.HONEST.items()}
contents["odd.csv"] = "\\u4e2d\\u6587,1\\r\\n".encode("gb18030")
contents["wide.csv"] = "a,b\\r\\n1,2\\r\\n".encode("utf-16")
import tempfile
before = set(sys.modules)
for name, content in contents.items():
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target, tempfile.TemporaryFile() as drawn:
        source.write(content)
        source.seek(0)
        kinds = ("pdf", "image", "ofd", "csv")
        job = {"do": "remake", "wanted": {"name": name, "declared": "", "kinds": kinds, "least_px": 1000}}
        done = child.verdict_on(job, source, target)["done"]
        if done["content_type"] in {"application/pdf", "image/jpeg", "image/png"}:
            rendering.page(target, drawn, done["content_type"], 1, 600)
            stamping.stamp(target, drawn, done["content_type"], ("\\u738b\\u82b3 2026",))
print(*sorted(set(sys.modules) - before))
"""


def test_nothing_is_loaded_after_the_fork() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LATE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert said.stderr == ""
    assert said.stdout.strip() == ""
