"""Ask the registers outside about a draft, and fill in what they answer.

The replies lie in the draft document beside what was typed:
    {"sources": {key: {"state", "data", "at", "question", "filled": ["step.field", …]}}}
`question` is a digest of what was asked: the same question is not asked twice.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.catalog.declaration import Source
from portal.catalog.sources import Reply, ask
from portal.standards.digests import canonical_json, sha256
from portal.wizard import draft
from portal.wizard.journey import Journey

#: A register that could not be reached is asked again after this time.
ASK_AGAIN = timedelta(minutes=10)


def ask_due(journey: Journey, by: User) -> None:
    """Ask every source whose question is new or changed, or that was unavailable a while ago; keep the replies.

    The registers are asked outside any transaction: one that is slow holds up this request and nothing else.
    """
    if journey.asked is not None:
        return  # a correction is about what the officer saw: nothing may change beside it
    for source in journey.service.sources:
        question = source.ask(journey.answers)
        kept = journey.document.get("sources", {}).get(source.key)
        if question is None:
            continue
        digest = sha256(canonical_json(question))
        if not is_due(kept, digest):
            continue
        reply = ask(journey.service.code, source.key, question)
        filling = filling_of(source, reply)
        entry = entry_of(reply, digest, filling)
        journey.keep(by, lambda document, s=source, e=entry, f=filling: keep_reply(document, s, e, f))


def is_due(kept: Mapping[str, Any] | None, digest: str) -> bool:
    """Return whether a source has to be asked: never asked this, or unavailable when it was."""
    if kept is None or kept["question"] != digest:
        return True
    waited = timezone.now() - datetime.fromisoformat(kept["at"])
    return kept["state"] == "UNAVAILABLE" and waited > ASK_AGAIN


def filling_of(source: Source, reply: Reply) -> dict[str, dict[str, Any]]:
    """Return what a reply fills in, `{step: {field: text}}`: the fields of the source that have a value in it."""
    filling: dict[str, dict[str, Any]] = {}
    for place in source.fills if reply.state == "YES" else ():
        slug, name = place.split(".", 1)
        if reply.data.get(name) not in (None, ""):
            filling.setdefault(slug, {})[name] = reply.data[name]
    return filling


def entry_of(reply: Reply, digest: str, filling: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is kept of a reply."""
    return {
        "state": reply.state,
        "data": dict(reply.data),
        "at": timezone.now().isoformat(timespec="seconds"),
        "question": digest,
        "filled": [f"{slug}.{name}" for slug, values in filling.items() for name in values],
    }


def keep_reply(
    document: draft.Document, source: Source, entry: dict[str, Any], filling: Mapping[str, Mapping[str, Any]]
) -> None:
    """Put a reply into the draft, and what it fills in over what was typed there before."""
    document.setdefault("sources", {})[source.key] = entry
    for slug, values in filling.items():
        draft.keep_typed(document, slug, {**draft.typed(document, slug), **values})
