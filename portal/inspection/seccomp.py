"""A process may give up whole system calls (Linux 3.5): a child that reads a file makes no other, and reaches none.

A process that it left behind would know none of its limits, and could write to the re-made file after the verdict.
Source: Linux, Documentation/userspace-api/seccomp_filter.rst; include/uapi/linux/filter.h, seccomp.h, audit.h.
"""

import ctypes
import errno
import platform

PR_SET_SECCOMP, MODE_FILTER = 22, 2
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
#: Places in struct seccomp_data: the number of the call, the machine, the lower half of the first argument.
NUMBER, MACHINE, FIRST = 0, 4, 16
CLONE_THREAD = 0x00010000
#: The calls of x32, which the same machine takes, have this bit.
X32 = 0x40000000

#: The same number on every machine: io_uring_setup, pidfd_send_signal, pidfd_open, pidfd_getfd, process_madvise.
EVERYWHERE = (425, 424, 434, 438, 440)
CLONE3 = 435
#: machine → its number for audits, clone, and: fork vfork execve execveat kill ptrace process_vm_readv
#: process_vm_writev socket socketpair unshare setns bpf userfaultfd add_key request_key keyctl
MACHINES: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        56,
        (57, 58, 59, 322, 62, 101, 310, 311, 41, 53, 272, 308, 321, 323, 248, 249, 250),
    ),
    "aarch64": (0xC00000B7, 220, (221, 281, 129, 117, 270, 271, 198, 199, 97, 268, 280, 282, 217, 218, 219)),
}

LIBC = ctypes.CDLL(None, use_errno=True)


class Step(ctypes.Structure):
    """struct sock_filter."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("then", ctypes.c_uint8),
        ("otherwise", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class Steps(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(Step)))


def restrict() -> bool:
    """Give up making processes, programs and connections, and reaching other processes; False where that cannot be.

    Threads can still be made: a parser of HEIC reads with one. Needs PR_SET_NO_NEW_PRIVS. Best effort, like
    Landlock: not every kernel has filters, and the numbers of only two machines are known here.
    """
    known = MACHINES.get(platform.machine())
    if known is None:
        return False
    steps = program(*known)
    packed = Steps(len(steps), (Step * len(steps))(*steps))
    return bool(LIBC.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(packed), 0, 0) == 0)


def program(machine: int, clone: int, forbidden: tuple[int, ...]) -> list[Step]:
    """Return the filter for a machine: another machine's calls kill, forbidden ones fail, all others pass."""
    refused = Step(RETURN, 0, 0, ERROR | errno.EPERM)
    steps = [
        Step(LOAD, 0, 0, MACHINE),
        Step(EQUAL, 1, 0, machine),
        Step(RETURN, 0, 0, KILL),
        Step(LOAD, 0, 0, NUMBER),
        Step(ANY_BIT, 0, 1, X32),
        Step(RETURN, 0, 0, KILL),
        # "There is no such call": then the C library makes its threads with clone, whose flags can be looked at.
        Step(EQUAL, 0, 1, CLONE3),
        Step(RETURN, 0, 0, ERROR | errno.ENOSYS),
    ]
    for number in (*forbidden, *EVERYWHERE):
        steps += [Step(EQUAL, 0, 1, number), refused]
    return [
        *steps,
        Step(EQUAL, 0, 3, clone),
        Step(LOAD, 0, 0, FIRST),
        Step(ANY_BIT, 1, 0, CLONE_THREAD),
        refused,
        Step(RETURN, 0, 0, ALLOW),
    ]
