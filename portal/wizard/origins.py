"""Where an answer comes from: a register that was asked, or the applicant in its place."""

from portal.catalog.declaration import Answers, Service
from portal.catalog.sources import SOURCES


def marks(service: Service, answers: Answers) -> dict[str, dict[str, str]]:
    """Return by `step.field` what its shown item is marked with.

    {"source": key} was filled by the register of that key; {"typed": key} was typed although that register
    was asked and could have filled it. Everything else has no mark.
    """
    replies = answers.get(SOURCES) or {}
    found: dict[str, dict[str, str]] = {}
    for source in service.sources:
        if source.key in replies:
            found |= {name: {"typed": source.key} for name in source.fills if name not in found}
    for key, reply in replies.items():
        found |= {name: {"source": key} for name in reply.get("filled") or ()}
    return found
