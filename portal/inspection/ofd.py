"""OFD, the national format for pages (GB/T 33190-2016): a zip of XML, judged entry by entry and packed anew.

The bytes of the entries stay, so that the signatures and seals inside still hold; the packing is ours.
"""

import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from portal.inspection import ofd_markup
from portal.inspection.verdict import MOST_PAGES, Refusal, Remade, Wanted, parsing

ROOT = "OFD.xml"
MOST_ENTRIES = 2000
MOST_UNPACKED = 60 * 1024 * 1024
#: An entry may unpack to so many times its size, and this much more.
MOST_RATIO, SMALL = 200, 256 * 1024
PIECE = 64 * 1024
MOST_NAME = 255
#: ending of an entry → what its bytes begin with; None: judged otherwise
BEGINNINGS: dict[str, tuple[bytes, ...] | None] = {
    ".xml": None,
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".bmp": (b"BM",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".tif": (b"II*\0", b"MM\0*"),
    ".tiff": (b"II*\0", b"MM\0*"),
    ".jb2": None,
    ".ttf": (b"\0\1\0\0", b"true", b"OTTO"),
    ".otf": (b"OTTO", b"\0\1\0\0"),
    ".ttc": (b"ttcf",),
    ".cff": (b"\1\0",),
    ".esl": None,
    ".dat": None,
    ".es": None,
    ".p7b": None,
    ".cer": None,
}
#: What no seal, signature or JBIG2 picture begins with: programs, scripts, pages and archives.
FOREIGN = (b"MZ", b"\x7fELF", b"#!", b"PK", b"%PDF", b"<", b"Rar!", b"\xd0\xcf\x11\xe0", b"\xca\xfe\xba\xbe")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    LookupError,
)
PATH = re.compile(r"[^\x00-\x1f\x7f\\:]+")


def remake(source: BinaryIO, target: BinaryIO, wanted: Wanted) -> Remade:
    """Pack an OFD anew, with exactly the entries that the format knows and nothing beside them.

    Raises Refusal: mismatch (no OFD), damaged, encrypted, heavy, attachment, active, pages.
    """
    with parsing(BROKEN):
        packed = zipfile.ZipFile(source)
        entries = _checked(packed.infolist())
    if ROOT not in {entry.filename for entry in entries}:
        raise Refusal("mismatch")
    pages = unpacked = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in entries:
            content = _content(packed, entry, MOST_UNPACKED - unpacked)
            unpacked += len(content)
            pages += _pages(entry.filename, content)
            fresh = zipfile.ZipInfo(entry.filename)  # the date is that of the beginning of zip, 1980
            fresh.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(fresh, content)
    if pages > MOST_PAGES:
        raise Refusal("pages", {"pages": pages, "most": MOST_PAGES})
    if pages == 0:
        raise Refusal("damaged")
    return Remade("application/ofd", pages)


def _checked(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the entries that are files, when all of them are such as an OFD has. Raises Refusal."""
    # What the headers say is believed only against the file.
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refusal("heavy")
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if entry.flag_bits & 0x2041:  # of the entry, by a strong algorithm, of the directory
            raise Refusal("encrypted")
        if not _plain(entry) or not _safe(name) or name.casefold() in seen:
            raise Refusal("damaged")
        if not entry.is_dir() and PurePosixPath(name).suffix.lower() not in BEGINNINGS:
            raise Refusal("attachment")
        seen.add(name.casefold())
    return [entry for entry in entries if not entry.is_dir()]


def _plain(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry is a file or a folder (no link, no device), packed as GB/T 33190 has it."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in {0, stat.S_IFREG, stat.S_IFDIR} and entry.compress_type in {
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    }


def _safe(name: str) -> bool:
    """Return whether a path stays in its folder on every system."""
    parts = name.removesuffix("/").split("/")
    return len(name) <= MOST_NAME and bool(PATH.fullmatch(name)) and not {"", ".", ".."} & set(parts)


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of an entry, read in pieces: what the headers say of its size is not believed."""
    most = min(most, entry.compress_size * MOST_RATIO + SMALL)
    pieces, size = [], 0
    with parsing(BROKEN), packed.open(entry) as content:
        while piece := content.read(PIECE):
            size += len(piece)
            if size > most:
                raise Refusal("heavy")
            pieces.append(piece)
    return b"".join(pieces)


def _pages(name: str, content: bytes) -> int:
    """Judge an entry by its bytes; return how many pages it declares. Raises Refusal."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".xml":
        return ofd_markup.pages(content, root=name == ROOT)
    beginnings = BEGINNINGS[ending]
    if content.startswith(FOREIGN) if beginnings is None else not content.startswith(beginnings):
        raise Refusal("mismatch")
    return 0
