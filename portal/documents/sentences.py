"""What is said about a file, by code: why it was not taken, or what it waits for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _


class Refused(Exception):
    """A file or a statement was not taken. The text is the sentence for the applicant."""


class Waiting(Refused):
    """A file has arrived and is kept, but it could not be checked yet. The text says what it waits for."""


#: By code of the inspection (`inspection.verdict.CODES`) or of this room.
SENTENCES: dict[str, Callable[[], str]] = {
    "empty": lambda: _("The file is empty. Please choose it again."),
    "too_large": lambda: _(
        "The file is %(megabytes)s MB. A file may have up to 10 MB. Please scan it at a lower resolution."
    ),
    "type": lambda: _("This kind of file is not taken. Please hand in a PDF, OFD, JPG, PNG or HEIC file."),
    "not_here": lambda: _(
        "This kind of file is not taken for this paper. Please look at which files it takes."
    ),
    "mismatch": lambda: _(
        "The file is not what its name says. Please save it as PDF, JPG or PNG again and upload that file."
    ),
    "damaged": lambda: _(
        "The file is damaged and cannot be read to its end. Please scan or save it again and upload the new file."
    ),
    "encrypted": lambda: _(
        "The file is locked with a password. Please save it without a password and upload it again."
    ),
    "active": lambda: _(
        "The file contains scripts or media, which are not taken. Please print it to a new PDF and upload that."
    ),
    "attachment": lambda: _(
        "The file has other files inside. Please upload each of them by itself, and the document without them."
    ),
    "pages": lambda: _(
        "The file has %(pages)s pages. A file may have up to %(most)s. Please upload only the pages asked for."
    ),
    "pixels": lambda: _(
        "The picture is too large: %(megapixels)s million pixels. Up to %(most)s million are taken. Please take "
        "it again at a lower resolution."
    ),
    "small": lambda: _(
        "The picture is too small to be read: %(pixels)s pixels on its long side, at least %(least)s are needed. "
        "Please take the photo again, closer and sharp."
    ),
    "heavy": lambda: _("The file is too complex to be checked. Please print it to a new PDF and upload that."),
    "virus": lambda: _(
        "The virus scanner found something in the file, so it was deleted. Please check your device and hand in "
        "another copy."
    ),
    "closed": lambda: _("The application was handed in before the file had been checked, so it is not part of it."),
    "failed": lambda: _("The file could not be checked. Please save it as a new PDF or picture and upload that."),
    "storage": lambda: _(
        "The file has arrived. It cannot be stored just now; this goes on by itself, you need not send it again."
    ),
    "scanner": lambda: _(
        "The file has arrived and waits for the virus check, which cannot be reached just now. This goes on by "
        "itself, you need not send it again."
    ),
    "sandbox": lambda: _("The file has arrived and waits to be checked. This goes on by itself."),
}  # fmt: skip


def sentence_of(code: str, data: Mapping[str, Any]) -> str:
    """Return the sentence for a code in the active language, with what it names put in; "" for no code."""
    return SENTENCES[code]() % data if code else ""


def not_stored() -> str:
    """Return what is said when the storage takes nothing at the moment."""
    return _(
        "The file could not be stored just now. Your answers are safe; please upload it again in a few minutes."
    )
