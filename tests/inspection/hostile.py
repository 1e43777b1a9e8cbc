"""More than a hundred hostile files that are no PDF (those are in hostile_pdfs.py), and what has to become of each."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.inspection import samples
from tests.inspection.boxes import ALL
from tests.inspection.hostile_packed import OFDS, TABLES
from tests.inspection.hostile_pictures import EXE, HTML, PHP, PICTURES, SVG

MOST = 10 * 1024 * 1024
HARMLESS = "harmless"


@dataclass(frozen=True)
class Hostile:
    """A file: its name, what the browser says it is, its bytes; and the code of its refusal, or "harmless"."""

    id: str
    name: str
    content: Callable[[], bytes]
    expected: str
    declared: str = ""
    kinds: tuple[str, ...] = ALL


#: What must be in no file that was re-made.
MARKS = [
    b"<script", b"<?php", b"<html", b"<svg", b"alert(", b"cannot be run in DOS", b"hostile.sh", b"HOSTILE-PLACE",
    b"%PDF-", b"EICAR-STANDARD",
]  # fmt: skip

NAMED = [
    ("svg", "drawing.svg", lambda: SVG, "type"),
    ("html", "page.html", lambda: HTML, "type"),
    ("php", "shell.php", lambda: PHP, "type"),
    ("exe", "setup.exe", lambda: EXE, "type"),
    ("docx", "letter.docx", lambda: samples.packed({"word/document.xml": "<a/>"}), "type"),
    ("zip", "all.zip", lambda: samples.packed({"a": b"b"}), "type"),
    ("gif", "a.gif", lambda: b"GIF89a", "type"),
    ("two-endings-last-counts", "photo.jpg.php", samples.jpeg, "type"),
    ("two-endings-honest", "shell.php.jpg", samples.jpeg, HARMLESS),
    ("no-ending", "photo", samples.jpeg, "type"),
    ("ending-only", ".jpg", samples.jpeg, "type"),
    ("ending-with-blank", "a.jpg ", samples.jpeg, "type"),
    ("ending-with-dot", "a.jpg.", samples.jpeg, "type"),
    ("ending-full-width", "a．ｊｐｇ", samples.jpeg, "type"),
    ("ending-upper-case", "A.JPG", samples.jpeg, HARMLESS),
    ("path-parts", "../../../etc/passwd.jpg", samples.jpeg, HARMLESS),
    ("path-parts-windows", "..\\..\\Windows\\a.jpg", samples.jpeg, HARMLESS),
    ("absolute-path", "/etc/cron.d/a.jpg", samples.jpeg, HARMLESS),
    ("right-to-left", "photo\u202egpj.exe", samples.jpeg, "type"),
    ("right-to-left-honest", "\u202egpj.photo.jpg", samples.jpeg, HARMLESS),
    ("nul-in-name", "shell.php\0.jpg", samples.jpeg, HARMLESS),
    ("header-in-name", "a\r\nSet-Cookie: x=1.jpg", samples.jpeg, HARMLESS),
    ("300-characters", "长" * 296 + ".jpg", samples.jpeg, HARMLESS),
    ("device-name", "CON.jpg", samples.jpeg, HARMLESS),
    ("script-in-name", "<script>alert(1)</script>.jpg", samples.jpeg, HARMLESS),
    ("0-bytes", "a.jpg", lambda: b"", "empty"),
    ("10-mb-and-1", "a.jpg", lambda: samples.jpeg().ljust(MOST + 1, b"\0"), "too_large"),
]

DECLARED = [
    ("declared-html", "text/html"),
    ("declared-svg", "image/svg+xml"),
    ("declared-png", "image/png"),
    ("declared-pdf", "application/pdf"),
    ("declared-script", "text/javascript; charset=utf-8"),
    ("declared-nonsense", "x" * 5000),
]

FILES = [
    *(Hostile(*entry) for entry in [*PICTURES, *NAMED]),
    *(Hostile(id_, "a.ofd", content, expected) for id_, content, expected in OFDS),
    *(Hostile(id_, "a.csv", content, expected) for id_, content, expected in TABLES),
    *(Hostile(id_, "a.jpg", samples.jpeg, "mismatch", declared) for id_, declared in DECLARED),
    Hostile("csv-where-none-is-asked", "a.csv", samples.table, "not_here", kinds=("pdf", "image", "ofd")),
    Hostile("ofd-where-none-is-asked", "a.ofd", samples.ofd, "not_here", kinds=("pdf", "image")),
]
