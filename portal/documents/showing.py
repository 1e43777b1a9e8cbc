"""What officers see of a file: its pages as pictures, and a copy that names the reader. Made in a child process."""

import tempfile
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.documents import storage
from portal.documents.models import Document
from portal.inspection import sandbox

#: Widths of a page in pixels: a column of the desk, the same on a fine screen or enlarged, and enlarged there.
WIDTHS = (900, 1400, 2100)
PDF = "application/pdf"
#: What has pages that can be drawn and stamped. The rest (OFD, CSV) is taken away as it is.
DRAWN = frozenset({PDF, "image/jpeg", "image/png"})


def is_drawn(document: Document) -> bool:
    """Return whether the file has pages that can be shown as pictures."""
    return document.content_type in DRAWN


def page_count(document: Document) -> int:
    """Return how many pages can be shown; of a file from before pages were counted, the first."""
    return max(document.pages, 1) if is_drawn(document) else 0


def is_counted(document: Document) -> bool:
    """Return whether all pages are shown. Not so with a PDF from before pages were counted."""
    return document.content_type != PDF or document.pages > 0


def mark(document: Document, user: User) -> tuple[str, ...]:
    """Return the lines of the watermark, in the active language: what the copy is for, who took it and when."""
    moment = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    return (_("Only for handling this matter"), f"{user} {moment}", document.application.number or "")


def stamped(document: Document, user: User) -> IO[bytes]:
    """Return a copy of the file with the watermark on every page, open at its beginning.

    Raises StorageUnavailable, FileNotFoundError; Unavailable, Refusal when the copy could not be made.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- sent from, and closed by the response
    try:
        with storage.copied(document.key) as source:
            sandbox.stamp(source, target, document.content_type, mark(document, user))
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def picture(document: Document, number: int, width: int) -> bytes:
    """Return one page as JPEG. number: from 1. width: in pixels. Raises what `stamped` raises."""
    with storage.copied(document.key) as source, tempfile.TemporaryFile() as target:
        sandbox.page(source, target, document.content_type, number, width)
        target.seek(0)
        return target.read()
