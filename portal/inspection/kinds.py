"""Name, declared type and first bytes of a file have to agree (C7)."""

import os
import re
from pathlib import PurePath
from typing import BinaryIO

import puremagic

from portal.inspection.verdict import KINDS, MOST_BYTES, Refusal, Wanted

HEAD = 2048
#: extension → content type
TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heic",
    ".ofd": "application/ofd",
    ".csv": "text/csv",
}
#: content type → what browsers and systems also call it
ALSO = {
    "application/pdf": {"application/x-pdf"},
    "image/jpeg": {"image/jpg", "image/pjpeg"},
    "image/png": {"image/x-png"},
    "image/heic": {"image/heif", "image/heic-sequence", "image/heif-sequence"},
    "application/ofd": {
        "application/x-ofd",
        "application/vnd.ofd",
        "application/zip",
        "application/x-zip-compressed",
    },
    "text/csv": {
        "application/csv",
        "application/vnd.ms-excel",
        "text/comma-separated-values",
        "text/plain",
        "text/x-csv",
    },
}
#: What says nothing about a file.
SILENT = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
#: content type → what the file has to begin with, whatever else a sniffer finds in it
BEGINNINGS = {
    "application/pdf": re.compile(rb"%PDF-[12]\.[0-9]"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff[\xc0-\xfe]"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "image/webp": re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL),
    # The brands of ISO/IEC 23008-12 for still pictures and sequences in HEVC.
    "image/heic": re.compile(rb"\0\0..ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL),
    "application/ofd": re.compile(rb"PK\x03\x04"),
}
#: These are told well by the sniffer; it calls a good HEIC video/mp4 and a good OFD a text document.
SNIFFED = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


def type_of(name: str) -> str:
    """Return the content type that the extension of a name tells. Raises Refusal("type")."""
    try:
        return TYPES[PurePath(name).suffix.lower()]
    except KeyError as unknown:
        raise Refusal("type") from unknown


def agreed(source: BinaryIO, wanted: Wanted) -> str:
    """Return the kind of a file, on whose type its name, the browser and its first bytes agree.

    Raises Refusal: empty, too_large, type, not_here, mismatch.
    """
    _check_size(os.fstat(source.fileno()).st_size)
    content_type = type_of(wanted.name)
    kind = KINDS[PurePath(wanted.name).suffix.lower()]
    if kind not in wanted.kinds:
        raise Refusal("not_here", {"kind": kind})
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    if not (_declared_fits(wanted.declared, content_type) and _begins_as(head, content_type)):
        raise Refusal("mismatch")
    return kind


def _check_size(size: int) -> None:
    if size == 0:
        raise Refusal("empty")
    if size > MOST_BYTES:
        # Rounded up: "10.0 MB" would contradict the sentence that 10 MB are taken.
        raise Refusal("too_large", {"megabytes": f"{-(-size * 10 // (1024 * 1024)) / 10:.1f}"})


def _declared_fits(declared: str, content_type: str) -> bool:
    said = declared.partition(";")[0].strip().lower()
    return said in SILENT or said == content_type or said in ALSO.get(content_type, ())


def _begins_as(head: bytes, content_type: str) -> bool:
    """Return whether the first bytes are those of the type; a table must be like none of the others."""
    if content_type not in BEGINNINGS:
        return not any(beginning.match(head) for beginning in BEGINNINGS.values())
    if not BEGINNINGS[content_type].match(head):
        return False
    return content_type not in SNIFFED or content_type in _sniffed(head)


def _sniffed(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return set()
