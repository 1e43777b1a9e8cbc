"""Which of the answers kept in a draft count."""

from collections.abc import Mapping
from typing import Any

from portal.catalog.declaration import Service


def answers_that_count(service: Service, stored: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the stored answers of the steps that the answers before them call for, in order."""
    kept: dict[str, dict[str, Any]] = {}
    for step in service.steps:
        if step.slug in stored and step.when(kept):
            kept[step.slug] = stored[step.slug]
    return kept


def is_whole(service: Service, answers: Mapping[str, Any]) -> bool:
    """Return whether every step that the answers call for is answered."""
    return all(step.slug in answers for step in service.steps_for(answers))
