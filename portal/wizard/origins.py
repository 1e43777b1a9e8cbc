"""Where an answer comes from: a register that was asked, or the applicant in its place."""

import logging
from collections.abc import Mapping
from typing import Any

from portal.catalog.declaration import Answers, Service, Source
from portal.catalog.sources import SOURCES

log = logging.getLogger(__name__)


class Blank(dict[str, Any]):
    """The data of a reply that holds everything, empty: shows which fields a source would fill."""

    def __missing__(self, key: str) -> str:
        return ""

    def get(self, key: str, default: Any = "") -> Any:
        """Return "" for every key."""
        return ""


def fillable(source: Source, reply: Mapping[str, Any]) -> set[str]:
    """Return the `step.field` that a source fills, or would have filled had it said yes."""
    if source.fill is None:
        return set()
    data = reply.get("data") if reply.get("state") == "YES" else None
    try:
        filled = source.fill(data or Blank())
    except Exception:
        log.exception("what source %s would fill cannot be told", source.key)
        return set()
    return {f"{step}.{name}" for step, fields in filled.items() for name in fields}


def marks(service: Service, answers: Answers) -> dict[str, dict[str, str]]:
    """Return by `step.field` what its shown item is marked with.

    {"source": key} was filled by the register of that key; {"typed": key} was typed although that register
    was asked and could have filled it. Everything else has no mark.
    """
    replies = answers.get(SOURCES) or {}
    found: dict[str, dict[str, str]] = {}
    for source in service.sources:
        if reply := replies.get(source.key):
            found |= {name: {"typed": source.key} for name in fillable(source, reply) if name not in found}
    for key, reply in replies.items():
        found |= {name: {"source": key} for name in reply.get("filled") or ()}
    return found
