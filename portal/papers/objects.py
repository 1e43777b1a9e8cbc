"""Objects of a PDF file, written as bytes (ISO 32000-1 §7.3).

ReportLab's own streams have no line end before `endstream`, which PDF/A asks for (ISO 19005-2 §6.1.7.1), and its
dictionaries take as long as the rest of the drawing together where there are hundreds, as in a structure tree.
"""

import codecs
import re
import zlib
from typing import Any

SPECIAL = re.compile(rb"[\\()\r\n]")
ESCAPES = {b"\\": rb"\\", b"(": rb"\(", b")": rb"\)", b"\r": rb"\r", b"\n": rb"\n"}


def add(doc: Any, name: str, written: bytes) -> int:
    """Put an object into a ReportLab document under a name of its own; return its number."""
    doc.Reference(written, name)
    return number(doc, name)


def number(doc: Any, name: str) -> int:
    """Return the number of an object that is in the document."""
    found: int = doc.idToObjectNumberAndVersion[name][0]
    return found


def stream(data: bytes, entries: str = "", packed: bool = True) -> bytes:
    """Return a stream. entries: of its dictionary, beside length and filter. packed: whether it is deflated."""
    if packed:
        data = zlib.compress(data)
        entries = f"{entries} /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.strip().encode("ascii"), len(data), data)


def text_string(text: str) -> bytes:
    """Return a text string: as it is where it is ASCII, else UTF-16."""
    data = text.encode("ascii") if text.isascii() else codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return b"(%s)" % SPECIAL.sub(lambda found: ESCAPES[found[0]], data)
