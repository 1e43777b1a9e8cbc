"""The parent's side of the sandbox: files go to a child with limits, and what it says comes back.

The child is forked by a small process that has the parsers loaded and knows nothing of the portal: one for each web or
worker process, started with the first file and again when it died.
"""

import atexit
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from portal.inspection import believing
from portal.inspection.verdict import Fault, Refusal, Remade, Unavailable, Wanted

#: Seconds of the wall clock a child has, and seconds after which nobody waits any longer.
MOST_SECONDS, MOST_WAITED = 10, 15
#: Files at a time for each process: a child may take half a gigabyte. Readers have places that no upload takes.
AT_A_TIME = 2
READ_AT_A_TIME = 2
MOST_VERDICT = 65536
HOME = Path(__file__).resolve().parents[2]
#: Nothing of the portal's environment, where its keys are. Few arenas: each takes address space, which is limited.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}

log = logging.getLogger(__name__)


class Zygote:
    """The process that forks the children."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "portal.inspection.child", str(theirs.fileno())]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own module, no word of it from outside
                command,
                cwd=HOME,
                env=ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def send(self, message: bytes, files: list[int]) -> None:
        """Give it a job. Raises OSError when it is gone."""
        self.socket.settimeout(1)
        socket.send_fds(self.socket, [message], files)

    def end(self) -> None:
        """Let it end, which it does when its socket closes."""
        self.socket.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def disown(self) -> None:
        """Let go of what belongs to the process that this one was forked from."""
        self.socket.close()
        self.process.returncode = 0


class _Held:
    """What a process holds of the sandbox."""

    def __init__(self) -> None:
        self.zygote: Zygote | None = None
        self.lock = threading.Lock()
        self.places = threading.BoundedSemaphore(AT_A_TIME)
        self.reading = threading.BoundedSemaphore(READ_AT_A_TIME)

    def close(self) -> None:
        with self.lock:
            if self.zygote:
                self.zygote.end()
            self.zygote = None

    def give(self, message: bytes, files: list[int]) -> None:
        """Give a job to the zygote, a new one when there is none or it died. Raises OSError."""
        with self.lock:
            if self.zygote:
                try:
                    return self.zygote.send(message, files)
                except OSError:
                    self.zygote.end()
                    self.zygote = None
            self.zygote = Zygote()
            return self.zygote.send(message, files)


_held = _Held()


def _begin_anew() -> None:
    """Begin with nothing in a forked process: the zygote is its parent's, and a lock may have been held."""
    global _held
    if _held.zygote:
        _held.zygote.disown()
    _held = _Held()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: _held.close())


def remake(source: BinaryIO, target: BinaryIO, wanted: Wanted) -> Remade:
    """Inspect the file in `source` and write it anew to `target`; return what it is.

    source, target: real files (with a number), target open for writing. Raises Refusal when the file is not taken,
    Unavailable when it could not be judged.
    """
    done = _run({"do": "remake", "wanted": asdict(wanted)}, source, target)
    try:
        return believing.remade(done, PurePath(wanted.name).suffix.lower())
    except believing.Lie as lie:
        target.truncate(0)
        raise _refused("remake", lie) from lie


def page(source: BinaryIO, target: BinaryIO, content_type: str, number: int, width: int) -> None:
    """Write one page of a re-made file to `target` as JPEG.

    number: of the page, from 1. width: in pixels, 2400 at most. Raises Refusal, Unavailable.
    """
    _run({"do": "page", "content_type": content_type, "number": number, "width": width}, source, target)


def stamp(source: BinaryIO, target: BinaryIO, content_type: str, lines: tuple[str, ...]) -> None:
    """Write a re-made file to `target` with the lines as a watermark over each page. Raises Refusal, Unavailable."""
    _run({"do": "stamp", "content_type": content_type, "lines": lines}, source, target)


def _run(job: dict[str, Any], source: BinaryIO, target: BinaryIO) -> dict[str, Any]:
    """Have a job done; return what the child says of it. Raises Refusal, Unavailable. `target` is rewound."""
    until = time.monotonic() + MOST_WAITED
    source.flush()
    target.seek(0)
    target.truncate()
    message = json.dumps({**job, "seconds": MOST_SECONDS}).encode()
    try:
        with _place(job["do"], until), _own_view(source) as read:
            said, ended = _exchange(message, [read, target.fileno()], until)
    except OSError as failure:
        raise Unavailable(f"no inspection process: {failure}") from failure
    target.seek(0)
    try:
        return _judged(job["do"], said, ended)
    except (Refusal, Unavailable):
        target.truncate()
        raise


@contextmanager
def _place(doing: str, until: float) -> Iterator[None]:
    places = _held.places if doing == "remake" else _held.reading
    if not places.acquire(timeout=max(0, until - time.monotonic())):
        raise Unavailable("too many files are being inspected")
    try:
        yield
    finally:
        places.release()


@contextmanager
def _own_view(source: BinaryIO) -> Iterator[int]:
    """Open a file once more, for reading alone and with a place of its own, so that the child changes nothing."""
    number = os.open(f"/proc/self/fd/{source.fileno()}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield number
    finally:
        os.close(number)


def _exchange(message: bytes, files: list[int], until: float) -> tuple[bytes, bytes]:
    """Give a job and wait for its end; return what the child said, and what the zygote says of the child.

    The second is empty when the zygote itself died. Raises Unavailable, OSError.
    """
    verdict, verdict_in = os.pipe()
    end, end_in = os.pipe()
    try:
        try:
            _held.give(message, [*files, verdict_in, end_in])
        finally:
            os.close(verdict_in)
            os.close(end_in)
        ready, _, _ = select.select([end], [], [], max(0, until - time.monotonic()))
        if not ready:
            raise Unavailable("the child did not end")
        ended = os.read(end, MOST_VERDICT)
        os.set_blocking(verdict, False)
        return (os.read(verdict, MOST_VERDICT) if ended else b""), ended
    finally:
        os.close(verdict)
        os.close(end)


def _judged(doing: str, said: bytes, ended: bytes) -> dict[str, Any]:
    """Return what was done. Raises Refusal or Unavailable from what the child and the zygote said."""
    if not ended:
        raise Unavailable("the inspection process died")
    how = json.loads(ended)
    log.debug("%s took %s s of CPU and %s KiB", doing, how["cpu"], how["kibibytes"], extra={"used": how})
    if not said:
        # Its time on the clock was over while it had hardly worked: the machine is busy, the file is not heavy.
        if not how["signal"] or (how["signal"] == signal.SIGALRM and how["cpu"] < MOST_SECONDS / 4):
            raise Unavailable(f"the child said nothing: {how}")
        raise Refusal("heavy")
    try:
        return believing.believed(said)
    except believing.Lie as lie:
        raise _refused(doing, lie) from lie
    except Fault as fault:
        log.error("%s failed by a fault of our own:\n%s", doing, fault)
        raise Fault("a fault of the inspection") from None


def _refused(doing: str, lie: believing.Lie) -> Refusal:
    """Return the refusal of a file that took over the child that read it, and say so in the log: it is an attack."""
    log.error("%s: the child said what it never says, its file is refused: %s", doing, lie)
    return Refusal("damaged")
