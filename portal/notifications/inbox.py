"""The inbox of the desk: what a member of staff should know of, beside the queue."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.accounts.models import User
from portal.notifications.models import Memo

#: A text of a memo in the active language, from its context.
Wording = Callable[[Mapping[str, Any]], str]
_wordings: dict[str, Wording] = {}
#: The name of the page that a kind of subject has, beside cases.
_pages: dict[str, str] = {}


def declare(kind: str, wording: Wording) -> None:
    """Say how memos of a kind read. Called by the room that writes them, when Django starts."""
    _wordings[kind] = wording


def lead(kind: str, page: str) -> None:
    """Say to which page lines lead whose subject is "<kind>:<id>". page: its name; it takes the id alone."""
    _pages[kind] = page


def page_of(kind: str) -> str:
    """Return the name of the page that a kind of subject has; "" for none."""
    return _pages.get(kind, "")


def put(
    *, recipient: User, kind: str, subject: str, context: dict[str, Any], by: User | None = None
) -> Memo | None:
    """Put a line into somebody's inbox; nobody is told what he or she did.

    kind: one that is declared (KeyError otherwise). subject: "application:<id>", or "<kind>:<id>" (see `lead`).
    context: JSON-able, nothing sensitive; "number" is the number of the case.
    """
    wording = _wordings[kind]
    wording(context)  # a text that cannot be said is a mistake of the caller, not of the reader
    if by is not None and by.pk == recipient.pk:
        return None
    return Memo.objects.create(recipient=recipient, kind=kind, subject=subject, context=context, by=by)


def said(memo: Memo) -> str:
    """Return a memo in words, in the active language; "" for a kind that no room declares any more."""
    wording = _wordings.get(memo.kind)
    return wording(memo.context) if wording else ""
