"""Landlock (Linux 5.13): a process may give up opening files, connecting and signalling, without being root.

The C library has no functions for it, so the three system calls are made by number (the same on all processors).
Source: Linux, Documentation/userspace-api/landlock.rst.
"""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
PATH_BENEATH = 1
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
#: Everything that version 1 knows: execute, read, write, make and remove.
FILES = (1 << 13) - 1
#: From version 4: bind and connect over TCP. From version 6: abstract sockets and signals stay among our own.
NETWORK, NETWORK_SINCE = 0b11, 4
SCOPES, SCOPES_SINCE = 0b11, 6

LIBC = ctypes.CDLL(None, use_errno=True)


class Ruleset(ctypes.Structure):
    """struct landlock_ruleset_attr."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class Beneath(ctypes.Structure):
    """struct landlock_path_beneath_attr."""

    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Return the version of Landlock that the kernel has, 0 for none."""
    return max(0, LIBC.syscall(CREATE_RULESET, None, 0, ASK_VERSION))


def ruleset(readable: Iterable[Path]) -> int | None:
    """Return a set of rules (an open file) that lets nothing be opened but what lies beneath the folders, for reading.

    None where the kernel has no Landlock. Folders that are not there, or closed, are passed over.
    """
    known = version()
    asked = Ruleset(FILES, NETWORK if known >= NETWORK_SINCE else 0, SCOPES if known >= SCOPES_SINCE else 0)
    size = ctypes.sizeof(Ruleset) if known >= SCOPES_SINCE else 16 if known >= NETWORK_SINCE else 8
    rules = LIBC.syscall(CREATE_RULESET, ctypes.byref(asked), size, 0)
    if rules < 0:
        return None
    for folder in readable:
        with suppress(FileNotFoundError, PermissionError):
            _allow(rules, folder)
    return int(rules)


def restrict(rules: int) -> None:
    """Keep this process to the rules; what is open stays open. Needs PR_SET_NO_NEW_PRIVS. Raises OSError."""
    if LIBC.syscall(RESTRICT_SELF, rules, 0) != 0:
        raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    os.close(rules)


def _allow(rules: int, folder: Path) -> None:
    number = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    beneath = Beneath(EXECUTE | READ_FILE | READ_DIR, number)
    LIBC.syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(beneath), 0)
    os.close(number)
