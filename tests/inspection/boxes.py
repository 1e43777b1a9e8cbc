"""Run the sandbox on bytes, as the portal does on files."""

import logging
import tempfile
from dataclasses import dataclass
from typing import Any

from portal.inspection import sandbox
from portal.inspection.verdict import Refusal, Wanted

ALL = ("pdf", "image", "ofd", "csv")


@dataclass
class Outcome:
    """What became of a file: a refusal by code with its data, or "" and the re-made bytes."""

    code: str = ""
    data: dict[str, Any] | None = None
    content: bytes = b""
    content_type: str = ""
    pages: int = -1


def inspected(
    content: bytes, name: str, declared: str = "", kinds: tuple[str, ...] = ALL, least: int = 1000
) -> Outcome:
    """Return what became of a file."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        try:
            made = sandbox.remake(source, target, Wanted(name, declared, kinds, least))
        except Refusal as refusal:
            assert target.read() == b""
            return Outcome(refusal.code, refusal.data)
        return Outcome("", None, target.read(), made.content_type, made.pages)


class Usage(logging.Handler):
    """Collects what the children used, which the sandbox writes to its log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.cpu: list[float] = []
        self.mebibytes: list[float] = []

    def emit(self, record: logging.LogRecord) -> None:
        used = getattr(record, "used", None)
        if used:
            self.cpu.append(used["cpu"])
            self.mebibytes.append(used["kibibytes"] / 1024)
