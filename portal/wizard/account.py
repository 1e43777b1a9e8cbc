"""What a draft takes from the account of its company: the company, and the handler who is at work on it.

It lies with the replies of the registers, under the key "account", so that these fields are marked and protected
as theirs are (see registers and draft.hold_filled). A colleague who takes the draft over brings other details.
"""

from functools import partial
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.applications.states import State
from portal.catalog.declaration import Source
from portal.catalog.sources import ACCOUNT
from portal.companies.models import Company, Handler
from portal.companies.queries import handler_for
from portal.wizard import draft
from portal.wizard.journey import Journey


def take_over(journey: Journey, by: User) -> None:
    """Put what the account says now into the draft of a company; nothing is written when it says the same.

    Steps that were whole and are still valid with it stay so. Nothing happens in a correction, which is about what
    the officer saw, nor in a service that declares no source "account".
    """
    application = journey.application
    source = next((item for item in journey.service.sources if item.key == ACCOUNT), None)
    if source is None or application.company is None or application.state != State.DRAFT:
        return
    handler = handler_for(by, application.company)
    if handler is None:
        return
    entry = entry_of(source, application.company, handler)
    kept = journey.document.get("sources", {}).get(ACCOUNT, {})
    if all(kept.get(name) == entry[name] for name in ("state", "data", "filled")):
        return
    whole = [slug for slug in journey.slugs() if draft.is_complete(journey.document, slug)]
    journey.keep(by, partial(_put, entry), quietly=True)
    from portal.wizard.prefill import settle  # it stands on the journey, which calls this

    settle(journey, by, [slug for slug in whole if not draft.is_complete(journey.document, slug)])


def entry_of(source: Source, company: Company, handler: Handler) -> dict[str, Any]:
    """Return what is kept of the account, as of a register's reply: only what the service takes from it."""
    known = texts_of(company, handler)
    filled = [place for place in source.fills if known.get(place.split(".", 1)[1])]
    return {
        "state": "YES",
        "data": {name: known[name] for name in (place.split(".", 1)[1] for place in filled)},
        "at": timezone.now().isoformat(timespec="seconds"),
        "question": "",
        "filled": filled,
    }


def texts_of(company: Company, handler: Handler) -> dict[str, str]:
    """Return what an account knows by the name of the field, as somebody would type it."""
    details = {name: str(text) for name, text in handler.details.items()}
    return details | {
        "uscc": company.uscc,
        "name": company.name,
        "org_type": str(company.profile.get("org_type") or ""),
        "authorization_valid_to": handler.valid_to.isoformat() if handler.valid_to else "",
    }


def _put(entry: dict[str, Any], document: draft.Document) -> None:
    before = document.setdefault("sources", {}).get(ACCOUNT, {})
    document["sources"][ACCOUNT] = entry
    for place in set(before.get("filled", ())) - set(entry["filled"]):  # nothing of a colleague stays behind
        slug, name = place.split(".", 1)
        draft.keep_typed(document, slug, {**draft.typed(document, slug), name: ""})
    for place in entry["filled"]:
        slug, name = place.split(".", 1)
        draft.keep_typed(document, slug, {**draft.typed(document, slug), name: entry["data"][name]})
