"""Which of the answers kept in a draft count."""

from collections.abc import Mapping
from typing import Any

from portal.catalog.declaration import Service
from portal.catalog.sources import SOURCES


def replies_of(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the replies of the registers in a draft as the answers hold them: {"sources": {…}}, {} without any."""
    replies = document.get(SOURCES)
    return {SOURCES: dict(replies)} if replies else {}


def answers_that_count(service: Service, document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the valid answers in a draft of the steps that the answers before them call for, in order.

    document: as `wizard.draft` describes it. The replies of registers come last, as "sources".
    """
    kept: dict[str, dict[str, Any]] = {}
    stored, replies = document.get("answers", {}), replies_of(document)
    for step in service.steps:
        if step.slug in stored and step.when(kept | replies):
            kept[step.slug] = stored[step.slug]
    return kept | replies


def is_whole(service: Service, answers: Mapping[str, Any]) -> bool:
    """Return whether every step that the answers call for is answered."""
    return all(step.slug in answers for step in service.steps_for(answers))
