"""A file of a stranger is read apart: in a process with limits on time and memory, without network and secrets.

It costs half a second, nearly all of it the start of that process. So few run at a time, and only for files that the
register does not know byte for byte and that may bear a seal.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.certificates.verification.child import MOST_SECONDS
from portal.seals import configured
from portal.seals.judging import Judgement

AT_A_TIME = 2
#: Requests that may wait for a place: each holds a thread of the web server, which others need.
MOST_WAITING = 2
#: Seconds in which a place must become free.
MOST_WAITED = 10
#: Seconds after which a child is killed that its own alarm did not end.
MOST_LASTED = MOST_SECONDS + 4
HOME = Path(__file__).resolve().parents[3]
#: Nothing of the portal's environment, where its keys are.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
UNREADABLE = Judgement(problem="cannot be read")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
#: What is taken over from a child; moments are not, because nothing is told of them.
SIGNS = ("signed", "intact", "whole", "trusted", "bottom_line")

_places = threading.BoundedSemaphore(AT_A_TIME)
_threads = threading.BoundedSemaphore(AT_A_TIME + MOST_WAITING)


class Busy(Exception):
    """Too many files are being read now; a minute later it may be otherwise."""


def judge_apart(content: bytes) -> Judgement:
    """Return the judgement of a file, UNREADABLE when nothing can be made of it within the limits.

    For whoever holds a `place`, which is taken before anything else is done with such a file.
    A child whose parser was taken over by the file can say what it likes; so this must never be the ground on which a
    file is called valid. That is its digest in the register.
    """
    with _trusted() as folder:
        return believed(_said(content, folder))


@contextmanager
def place() -> Iterator[None]:
    """Hold one of the places; wait for it, if not too many wait. Raises Busy."""
    if not _threads.acquire(blocking=False):
        raise Busy
    try:
        if not _places.acquire(timeout=MOST_WAITED):
            raise Busy
        try:
            yield
        finally:
            _places.release()
    finally:
        _threads.release()


def believed(said: bytes) -> Judgement:
    """Return what a child says as a judgement; UNREADABLE when it is none."""
    try:
        found = json.loads(said)
        signs = {sign: found[sign] is True for sign in SIGNS}
        fingerprint, problem = found["fingerprint"], found["problem"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return UNREADABLE
    if not isinstance(problem, str) or problem.startswith(UNREADABLE.problem):
        return UNREADABLE
    known = isinstance(fingerprint, str) and FINGERPRINT.fullmatch(fingerprint)
    return Judgement(**signs, fingerprint=fingerprint if known else "", problem=problem[:200])


def _said(content: bytes, folder: str) -> bytes:
    """Return what the child writes, b"" when it was killed or took too long."""
    module = "portal.certificates.verification.child"
    command: list[Any] = [sys.executable, "-m", module, str(os.getpid()), folder]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no word of it from outside
            command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=HOME, env=ENVIRONMENT,
            timeout=MOST_LASTED, check=False, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


@contextmanager
def _trusted() -> Iterator[str]:
    """Give a folder with copies of the roots and lists of revoked certificates that the child judges by.

    It gives up its user before it reads, and the folders may be closed to everybody but the portal's.
    """
    with tempfile.TemporaryDirectory(prefix="trusted-") as place:
        Path(place).chmod(0o755)
        for name, folder in (("roots", configured.roots()), ("crls", configured.crls())):
            if folder is not None:
                _copy(folder, Path(place, name))
        yield place


def _copy(folder: Path, place: Path) -> None:
    """Copy the files of a folder to a new one that anybody may read."""
    place.mkdir()
    place.chmod(0o755)
    for path in folder.iterdir():
        if path.is_file():
            shutil.copyfile(path, place / path.name)
            (place / path.name).chmod(0o644)
