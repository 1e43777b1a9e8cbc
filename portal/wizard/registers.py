"""Ask the registers outside about a draft, and fill in what they answer.

The replies lie in the draft document beside what was typed:
    {"sources": {key: {"state", "data", "at", "question", "filled": ["step.field", …]}}}
`question` is a digest of what was asked: the same question is not asked twice.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.queries import for_subject
from portal.catalog.declaration import Service, Source
from portal.catalog.sources import Reply, ask
from portal.standards.digests import canonical_json, sha256
from portal.wizard import draft
from portal.wizard.journey import Journey

#: A register that could not be reached is asked again after this time.
ASK_AGAIN = timedelta(minutes=10)
#: How many different questions one account may put to one register a day [P].
MOST_A_DAY = 20


class TooMany(Exception):
    """Somebody asked the registers about too many persons or things today."""


def ask_due(journey: Journey, by: User, *, again: bool = True) -> None:
    """Ask every source whose question is new or changed, or that was unavailable a while ago; keep the replies.

    The registers are asked outside any transaction: one that is slow holds up this request and nothing else.
    again: also those that were unavailable. Raises TooMany, before anything is asked.
    """
    if journey.asked is not None:
        return  # a correction is about what the officer saw: nothing may change beside it
    replies = journey.document.get("sources", {})
    due = [
        (source, question, digest)
        for source in journey.service.sources
        if (question := source.ask(journey.answers)) is not None
        and is_due(replies.get(source.key), digest := digest_of(question), again)
    ]
    new = [source.key for source, _q, digest in due if is_due(replies.get(source.key), digest, False)]
    if new:
        count(journey, by, new)
    for source, question, digest in due:
        reply = ask(journey.service.code, source.key, question)
        filling = filling_of(source, reply)
        entry = entry_of(reply, digest, filling)
        journey.keep(by, partial(keep_reply, journey.service, source, entry, filling))


def digest_of(question: Mapping[str, str]) -> str:
    """Return what a question is known by."""
    return sha256(canonical_json(question))


@transaction.atomic
def count(journey: Journey, by: User, keys: list[str]) -> None:
    """Record that somebody is about to ask registers, and how many times a day that may be. Raises TooMany.

    What a register answers is about whoever was named, and anybody can be named: nobody may leaf through it.
    Recorded before, under the lock of the account, so that many requests at once count as well.
    """
    User.objects.select_for_update().get(pk=by.pk)
    subject, since = f"registers:user:{by.pk}", timezone.localtime().replace(hour=0, minute=0, second=0)
    asked = Counter(
        key for entry in for_subject(subject).filter(at__gte=since) for key in entry.data["sources"]
    )
    if any(asked[f"{journey.service.code}.{key}"] >= MOST_A_DAY for key in keys):
        raise TooMany
    audit.record(
        actor=f"user:{by.pk}",
        action="registers:asked",
        subject=subject,
        data={
            "application": str(journey.application.pk),
            "sources": [f"{journey.service.code}.{key}" for key in keys],
        },
    )


def is_due(kept: Mapping[str, Any] | None, digest: str, again: bool) -> bool:
    """Return whether a source has to be asked: never asked this, or (again) unavailable when it was."""
    if kept is None or kept["question"] != digest:
        return True
    if not again:
        return False
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
        # Of what a register says only that is kept which the case needs (PIPL art. 6).
        "data": {name: value for values in filling.values() for name, value in values.items()},
        "at": timezone.now().isoformat(timespec="seconds"),
        "question": digest,
        "filled": [f"{slug}.{name}" for slug, values in filling.items() for name in values],
    }


def keep_reply(
    service: Service,
    source: Source,
    entry: dict[str, Any],
    filling: Mapping[str, Mapping[str, Any]],
    document: draft.Document,
) -> None:
    """Put a reply into the draft, and what it fills in over what was typed there before.

    A reply to something that is not asked any more, because the answers were changed meanwhile, is dropped.
    """
    question = source.ask(draft.answers_of(service, document))
    if question is None or digest_of(question) != entry["question"]:
        return
    document.setdefault("sources", {})[source.key] = entry
    for slug, values in filling.items():
        draft.keep_typed(document, slug, {**draft.typed(document, slug), **values})
