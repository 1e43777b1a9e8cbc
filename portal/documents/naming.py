"""File names that are safe to show, and what a file picker offers."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from portal.inspection.verdict import KINDS


def clean_name(name: str) -> str:
    """Return a file name that is safe to show: no path, no control or direction characters, at most 120."""
    base = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = kept.strip(" .") or "file"
    stem, suffix = PurePath(kept).stem, PurePath(kept).suffix[:10]
    return stem[: 120 - len(suffix)] + suffix


def kind_of(name: str) -> str:
    """Return the kind of file that a name claims to be, "" for one that is not taken."""
    return KINDS.get(PurePath(name).suffix.lower(), "")


def accept_of(kinds: Iterable[str]) -> str:
    """Return what a browser's file picker offers for the kinds that a material takes."""
    taken = set(kinds)
    return ",".join(suffix for suffix, kind in KINDS.items() if kind in taken)
