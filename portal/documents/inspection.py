"""What a file is, judged by its first bytes; the name only has to agree."""

import re
import unicodedata
from pathlib import PurePath

import puremagic
from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_CASE = 60 * 1024 * 1024
#: extension → content type, as A7 lists them
TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
#: what a browser's file picker offers
ACCEPT = ",".join(TYPES)
#: the bytes a file of the type must begin with, whatever else a sniffer finds in it
BEGINNINGS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


class Refused(Exception):
    """A file was not taken. The text is the sentence for the applicant."""


def clean_name(name: str) -> str:
    """Return a file name that is safe to show: no path, no control or direction characters, at most 120."""
    base = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = kept.strip(" .") or "file"
    stem, suffix = PurePath(kept).stem, PurePath(kept).suffix[:10]
    return stem[: 120 - len(suffix)] + suffix


def content_type(name: str, head: bytes, size: int) -> str:
    """Return the content type of a file from its name, first 2 KiB and size in bytes.

    Raises Refused when it is empty, too large, of a type not taken, or not what its name says (C7).
    """
    if size == 0:
        raise Refused(_("The file is empty. Please choose it again."))
    if size > MOST_BYTES:
        raise Refused(
            _("The file is %(size)s MB. A file may have up to 10 MB. Please scan it at a lower resolution.")
            % {"size": f"{size / 1024 / 1024:.1f}"}
        )
    claimed = TYPES.get(PurePath(name).suffix.lower())
    if claimed is None:
        raise Refused(_("This kind of file is not taken. Please hand in a PDF, JPG or PNG file."))
    if not head.startswith(BEGINNINGS[claimed]) or claimed not in sniff(head):
        raise Refused(
            _(
                "The file is not what its name says. Please save it as PDF, JPG or PNG again and upload that file."
            )
        )
    return claimed


def sniff(head: bytes) -> set[str]:
    """Return the content types that the first bytes fit; empty when unknown."""
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return set()
    return {match.mime_type for match in found}
