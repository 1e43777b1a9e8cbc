"""Anchors: heads of the chain written down where the owner of the database cannot write."""

import json
from pathlib import Path

from django.utils import timezone

from .verification import Report


class BadAnchor(ValueError):
    """An anchor file is not a list of lines with seq and digest, or contradicts itself."""


def read(path: Path) -> dict[int, str]:
    """Return number -> digest from a file of JSON lines. Raises BadAnchor, OSError."""
    found: dict[int, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            anchor = json.loads(line)
            seq, digest = int(anchor["seq"]), str(anchor["digest"])
        except (ValueError, KeyError, TypeError):
            raise BadAnchor(f"line {number} of {path.name} is not an anchor") from None
        if found.setdefault(seq, digest) != digest:
            raise BadAnchor(f"line {number} of {path.name} contradicts an earlier line")
    return {seq: digest for seq, digest in found.items() if seq}


def append(path: Path, report: Report) -> None:
    """Append the end of a chain found whole to a file of JSON lines."""
    line = json.dumps({"at": timezone.now().isoformat(), "seq": report.seq, "digest": report.digest})
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
