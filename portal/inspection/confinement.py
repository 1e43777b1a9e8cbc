"""What the child gives up before it reads a byte of a file: memory, time, the network, its user, its way to more."""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from portal.inspection import landlock, seccomp

MIB = 1024 * 1024
MOST_MEMORY = 768 * MIB
MOST_WRITTEN = 64 * MIB
MOST_CPU = 5  # seconds; the largest picture that is taken needs about one
MOST_OPEN = 32
NOBODY = 65534

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CAPABILITIES_VERSION = 0x20080522
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

#: What may still be read: code and fonts. Not the portal's folder of state, not /proc, not /etc.
READABLE = [
    Path(sys.prefix),
    Path(sys.base_prefix, "lib"),
    *map(Path, ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/fonts", "/usr/local/share/fonts")),
    Path(__file__).parents[1],
]

LIBC = ctypes.CDLL(None, use_errno=True)


def confine(seconds: int, parent: int, rules: int | None, cpu: int = MOST_CPU) -> None:
    """Give up everything that reading a hostile file does not need. For the child, right after the fork.

    seconds: the alarm of the wall clock, which kills. parent: the process with which the child has to end. rules: of
    Landlock, None where the kernel has none. cpu: seconds of the processor, counted from the start of the process.
    Raises OSError where what must be given up cannot be.
    """
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _must(PR_SET_NO_NEW_PRIVS, 1)
    # After the change of user, which clears it.
    _must(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    if rules is not None:
        landlock.restrict(rules)
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_FSIZE, MOST_WRITTEN)
    _limit(resource.RLIMIT_NOFILE, MOST_OPEN)
    _limit(resource.RLIMIT_CORE, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    signal.alarm(seconds)
    seccomp.restrict()


def leave_the_network() -> None:
    """Move into an empty network. For the process that forks the children, once: a network takes long to make.

    Best effort: not every kernel or container allows it, and the rules of Landlock forbid to connect as well.
    """
    if os.geteuid() == 0:
        LIBC.unshare(CLONE_NEWNET)
    elif LIBC.unshare(CLONE_NEWNET | CLONE_NEWUSER) == 0:
        # In its new user space it may do everything; it needs nothing of it.
        _give_up_capabilities()


def _give_up_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    if LIBC.capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _must(option: int, value: int) -> None:
    if LIBC.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))
