"""The process that reads a file of a stranger: it knows the certificates that seals are judged by, and no secret.

`python -m portal.certificates.verification.child PARENT FOLDER`: the file comes on the standard input, the judgement
goes to the standard output as JSON. FOLDER holds `roots` and, if there are any, `crls`, readable for anybody.
"""

import asyncio
import json
import math
import os
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from django.conf import settings

#: Seconds of the wall clock.
MOST_SECONDS = 8
#: Whole seconds of the processor for judging, and what is left of the last one of loading: a paper takes 0.03.
MOST_CPU = 1
#: Whoever waits for a page goes first.
NICENESS = 10
#: What judging loads when it is needed, which is too late here.
LATE = (
    "pyhanko.pdf_utils.reader",
    "pyhanko.sign.validation",
    "cryptography.hazmat.backends.openssl.backend",
)


class Prepared(asyncio.DefaultEventLoopPolicy):
    """Gives out loops made in time: each is made with a pair of sockets, which a confined process cannot have.

    pyHanko runs one for a signature.
    """

    def __init__(self) -> None:
        super().__init__()
        self.made = [super(Prepared, self).new_event_loop() for _ in range(4)]

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return the next one."""
        return self.made.pop()


def main(parent: int, folder: str) -> None:
    """Read a file, give everything up, judge it. parent: the process with which this one has to end."""
    from portal.inspection import confinement, landlock
    from portal.seals.judging import judge

    os.nice(NICENESS)
    # From within, because another user may not reach the folder from above.
    os.chdir(folder)
    crls = "crls" if Path("crls").is_dir() else ""
    settings.configure(SEAL="elsewhere", SEAL_PASSWORD="", SEAL_ROOTS="roots", SEAL_CRLS=crls)
    for name in LATE:
        import_module(name)
    asyncio.set_event_loop_policy(Prepared())
    content = sys.stdin.buffer.read()
    rules = landlock.ruleset([*confinement.READABLE, Path()])
    confinement.confine(MOST_SECONDS, parent, rules, math.ceil(time.process_time()) + MOST_CPU)
    json.dump(asdict(judge(content)), sys.stdout, default=str)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
