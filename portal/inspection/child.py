"""The other side of the sandbox: a process that has the parsers loaded and forks one child for each file.

`python -m portal.inspection.child N`: N is the socket on which jobs come. A job is one message: JSON with "do"
("remake", "page", "stamp"), and four open files with it: source, target, verdict, end. The child writes what it found
to `verdict` and is gone; how it went is written to `end` by this process, which no file can reach.
"""

import codecs
import json
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from portal.inspection import (
    confinement,
    images,
    kinds,
    landlock,
    lettering,
    ofd,
    pdfs,
    rendering,
    stamping,
    tables,
)
from portal.inspection.verdict import Refusal, Remade, Wanted

FILES = 4
#: Of names in a zip, of XML and of tables.
CODECS = (
    "ascii",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "gbk",
    "gb2312",
    "cp437",
    "latin-1",
)
#: Seconds after its alarm in which a child has to be gone.
GRACE = 2
MOST_MESSAGE = 65536
#: Less than a pipe holds, so that writing never waits for a reader.
MOST_TRACE = 8000

Job = dict[str, Any]


def remake(job: Job, source: BinaryIO, target: BinaryIO) -> dict[str, Any]:
    """Make a file anew and return what it is. Raises Refusal."""
    wanted = Wanted(**{**job["wanted"], "kinds": tuple(job["wanted"]["kinds"])})
    remade = REMAKERS[kinds.agreed(source, wanted)](source, target, wanted)
    return {"content_type": remade.content_type, "pages": remade.pages}


def page(job: Job, source: BinaryIO, target: BinaryIO) -> dict[str, Any]:
    """Draw one page of a re-made file as JPEG."""
    rendering.page(source, target, job["content_type"], job["number"], job["width"])
    return {}


def stamp(job: Job, source: BinaryIO, target: BinaryIO) -> dict[str, Any]:
    """Put a watermark over each page of a re-made file."""
    stamping.stamp(source, target, job["content_type"], tuple(job["lines"]))
    return {}


REMAKERS: dict[str, Callable[[BinaryIO, BinaryIO, Wanted], Remade]] = {
    "image": images.remake,
    "pdf": pdfs.remake,
    "ofd": ofd.remake,
    "csv": tables.remake,
}
DOINGS = {"remake": remake, "page": page, "stamp": stamp}


def verdict_on(job: Job, source: BinaryIO, target: BinaryIO) -> dict[str, Any]:
    """Do a job; return what came of it: "done", "refused" by code, or the "error" of our own that prevented it."""
    try:
        return {"done": DOINGS[job["do"]](job, source, target)}
    except Refusal as refusal:
        return {"refused": refusal.code, "data": refusal.data}
    except (MemoryError, RecursionError):
        return {"refused": "heavy", "data": {}}
    except Exception:  # noqa: BLE001 - the parent logs it: an error of ours is no fault of the file
        return {"error": traceback.format_exc()[-MOST_TRACE:]}


def work(job: Job, files: list[int], parent: int, rules: int | None) -> None:
    """Be the child of one job: keep its files alone, give up everything else, do it, write the verdict."""
    source, target, verdict = files[:3]
    _close_all_but({0, 1, 2, source, target, verdict, *([] if rules is None else [rules])})
    try:
        confinement.confine(job["seconds"], parent, rules)
        with os.fdopen(source, "rb") as read, os.fdopen(target, "w+b") as written:
            found = verdict_on(job, read, written)
    except OSError:
        found = {"error": traceback.format_exc()[-MOST_TRACE:]}
    os.write(verdict, json.dumps(found).encode())


def _close_all_but(kept: set[int]) -> None:
    begin = 0
    for number in [*sorted(kept), 1 << 16]:
        if begin < number:  # for an empty range Python 3.11 closes everything
            os.closerange(begin, number)
        begin = number + 1


class Zygote:
    """Takes jobs, forks a child for each, and says of each how it ended."""

    def __init__(self, jobs: socket.socket) -> None:
        self.jobs = jobs
        self.rules = landlock.ruleset(confinement.READABLE)
        self.selector = selectors.DefaultSelector()
        #: child → when it has to be gone
        self.ends: dict[int, float] = {}
        self.selector.register(jobs, selectors.EVENT_READ)

    def serve(self) -> None:
        """Work until the process that gives the jobs is gone."""
        while True:
            for key, _ in self.selector.select(1 if self.ends else None):
                if key.data is not None:
                    self.bury(key.fd, *key.data)
                elif not self.take():
                    return
            self.end_overdue()

    def take(self) -> bool:
        """Take one job and fork its child. Returns False when nobody gives jobs any more."""
        message, files, _, _ = socket.recv_fds(self.jobs, MOST_MESSAGE, FILES)
        if not message:
            return False
        job, here = json.loads(message), os.getpid()
        child = os.fork()
        if child == 0:
            try:
                work(job, files, here, self.rules)
            except BaseException:  # noqa: BLE001 - nothing may get out of a child into the loop of its parent
                traceback.print_exc()
            finally:
                os._exit(0)
        self.ends[child] = time.monotonic() + job["seconds"] + GRACE
        for number in files[:3]:
            os.close(number)
        self.selector.register(os.pidfd_open(child), selectors.EVENT_READ, (child, files[3]))
        return True

    def end_overdue(self) -> None:
        """Kill the children that their alarm did not end: it can be ignored, and a halted process hears none."""
        for child, end in self.ends.items():
            if time.monotonic() > end:
                os.kill(child, signal.SIGKILL)

    def bury(self, pidfd: int, child: int, end: int) -> None:
        """Say how a child ended: the signal that killed it, its seconds of CPU and its most memory in KiB."""
        _, status, used = os.wait4(child, 0)
        del self.ends[child]
        said = {
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "cpu": round(used.ru_utime + used.ru_stime, 3),
            "kibibytes": used.ru_maxrss,
        }
        self.selector.unregister(pidfd)
        os.close(pidfd)
        with suppress(BrokenPipeError):  # who gave the job has gone
            os.write(end, json.dumps(said).encode())
        os.close(end)


def prepare() -> None:
    """Load what a child would have to open, which it may not."""
    lettering.font()
    for name in CODECS:
        codecs.lookup(name)


def main() -> None:
    """Serve the jobs that come on the socket whose number is the first argument."""
    # The end is told by the socket: a signal to the whole group must not make a file look harmful.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    prepare()
    confinement.leave_the_network()
    Zygote(socket.socket(fileno=int(sys.argv[1]))).serve()


if __name__ == "__main__":
    main()
