"""What the pictures of a file's pages are asked for with: given out by the viewer, whose opening is recorded."""

from datetime import timedelta

from django.core import signing

from portal.accounts.models import User
from portal.documents.models import Document

#: How long the pages are shown after the viewer was opened. Opening it again is recorded again.
HOLDS = timedelta(minutes=30)
SALT = "portal.documents.pages"


def ticket_for(document: Document, user: User) -> str:
    """Return a ticket for the pages of one file, for one reader, for half an hour."""
    return signing.dumps([str(document.pk), user.pk], salt=SALT)


def holds(ticket: str, document: Document, user: User) -> bool:
    """Return whether a ticket was given to this reader for this file within the last half hour."""
    try:
        given = signing.loads(ticket, salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return False
    return bool(given == [str(document.pk), user.pk])
