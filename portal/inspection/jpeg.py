"""The segments of a JPEG file: its size, and the file without what says more than the picture does."""

import re
from collections.abc import Iterator

from .verdict import Refusal

#: what a picture needs to look the same: JFIF, colour profile (only that part of APP2), Adobe's colour transform
PROFILE = b"ICC_PROFILE\x00"
APP0, APP2, APP14, APP15, COMMENT = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
SCAN, END = 0xDA, 0xD9
#: in the packed picture itself FF is followed by 00 or a restart marker
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
#: a progressive picture has about ten scans; thousands only serve to keep a viewer busy
MOST_SCANS = 100


def size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels. Raises Refusal("damaged") for what is no JPEG file."""
    for marker, start, end in segments(data):
        if marker in FRAMES and end - start >= 9:
            return int.from_bytes(data[start + 7 : start + 9], "big"), int.from_bytes(
                data[start + 5 : start + 7], "big"
            )
    raise Refusal("damaged")


def bare(data: bytes) -> bytes:
    """Return the same picture, bit for bit, without camera data, location, previews, comments and what follows it.

    Raises Refusal: "damaged" for what is no JPEG file, "heavy" for too many scans.
    """
    kept = [b"\xff\xd8"]
    scans = 0
    for marker, start, end in segments(data):
        scans += marker == SCAN
        if scans > MOST_SCANS:
            raise Refusal("heavy")
        if needed(marker, data[start + 4 : start + 4 + len(PROFILE)]):
            kept.append(data[start:end])
    if not scans:
        raise Refusal("damaged")
    return b"".join(kept) + b"\xff\xd9"


def needed(marker: int, head: bytes) -> bool:
    """Answer whether a segment is part of the picture. head: the first bytes of its content."""
    if marker == APP2:
        return head == PROFILE
    return marker in (APP0, APP14) or not (APP0 <= marker <= APP15 or marker == COMMENT)


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, end) of each segment in bytes, a scan with the packed picture after it.

    Raises Refusal("damaged") for what is no JPEG file. One whose end is missing is read to where it breaks off.
    """
    if data[:2] != b"\xff\xd8":
        raise Refusal("damaged")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise Refusal("damaged")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == END:
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == SCAN:
            found = MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield marker, at, min(end, len(data))
        at = end
