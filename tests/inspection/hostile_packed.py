"""OFD and CSV that hold what they should not."""

import io
import stat
import struct
import zipfile

from tests.clamav import EICAR
from tests.inspection import samples
from tests.inspection.hostile_pictures import EXE, HTML, PLACE, SCRIPT, SVG, inflating

DOCUMENT = "Doc_0/Document.xml"


def ofd(**changed: str | bytes) -> bytes:
    return samples.ofd(**changed)


def more(name: str, content: str | bytes) -> bytes:
    """Return an OFD with one more entry."""
    return samples.packed({**samples.OFD, name: content})


def document(inside: str, pages: int = 1, before: str = "") -> bytes:
    """Return an OFD whose document holds some more XML."""
    declared = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_0/Content.xml"/>' for number in range(pages)
    )
    content = (
        f"{before}<ofd:Document {samples.SPACE}><ofd:Pages>{declared}</ofd:Pages>{inside}</ofd:Document>"
    )
    return samples.packed({**samples.OFD, DOCUMENT: content})


def action(inside: str) -> bytes:
    return document(f'<ofd:Actions><ofd:Action Event="DO">{inside}</ofd:Action></ofd:Actions>')


def special(**marks: int) -> bytes:
    """Return an OFD whose last entry has marks of its own in the headers."""
    out = io.BytesIO(samples.ofd())
    with zipfile.ZipFile(out, "a") as made:
        entry = zipfile.ZipInfo("Doc_0/Res.xml")
        for name, mark in marks.items():
            setattr(entry, name, mark)
        made.writestr(entry, "<a/>")
    return out.getvalue()


def encrypted() -> bytes:
    """Return an OFD whose first entry is said to be encrypted."""
    content = bytearray(samples.ofd())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def twice() -> bytes:
    return samples.packed({**samples.OFD, "Doc_0/document.xml": "<a/>"})


def lying() -> bytes:
    """Return an OFD with an entry that unpacks to more than its headers say."""
    content = bytearray(more("Doc_0/Res.xml", b"<a>" + b" " * 500_000 + b"</a>"))
    for mark, name_at, size_at in ((b"PK\3\4", 30, 22), (b"PK\1\2", 46, 24)):
        at = (
            content.rindex(b"Doc_0/Res.xml") - name_at
            if mark == b"PK\1\2"
            else content.index(b"Doc_0/Res.xml") - 30
        )
        assert content[at : at + 4] == mark
        content[at + size_at : at + size_at + 4] = struct.pack("<I", 100)
    return bytes(content)


def overlapping() -> bytes:
    """Return an OFD with a hundred directory entries for the same bytes."""
    content = more("Doc_0/Res.xml", b"<a>" + b" " * 100_000 + b"</a>")
    begin = content.index(b"PK\1\2")
    end = content.rindex(b"PK\5\6")
    last = content.rindex(b"PK\1\2")
    copies = [content[last:end].replace(b"Res.xml", b"R%02d.xml" % number) for number in range(100)]
    directory = content[begin:end] + b"".join(copies)
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 104, 104, len(directory), begin, 0)
    return content[:begin] + directory + tail


def remarked() -> bytes:
    """Return an OFD with a comment, an extra field and bytes before its end that are no part of it."""
    out = io.BytesIO(samples.ofd())
    with zipfile.ZipFile(out, "a") as made:
        made.comment = SCRIPT
        entry = zipfile.ZipInfo("Doc_0/Res.xml")
        entry.extra = struct.pack("<HH", 0x7075, len(PLACE)) + PLACE
        entry.comment = EICAR
        made.writestr(entry, "<a/>")
    return out.getvalue()


def bomb() -> bytes:
    return more("Doc_0/Res.xml", b"<a>" + b" " * 70_000_000 + b"</a>")


def many_small_bombs() -> bytes:
    """Return an OFD whose entries are modest, all together not."""
    lines = "".join(f"<b {'i' * 40}='{number * 7919 % 100_003}'/>" for number in range(100_000))
    return samples.packed(
        {**samples.OFD, **{f"Doc_0/R{number}.xml": f"<a>{lines}</a>" for number in range(13)}}
    )


def many_entries() -> bytes:
    return samples.packed({**samples.OFD, **{f"D/{number}.xml": "<a/>" for number in range(2000)}})


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

OFDS = [
    ("ofd-dtd", lambda: document("", before="<!DOCTYPE a>"), "active"),
    ("ofd-external-entity", lambda: document("&x;", before=OUTSIDE), "active"),
    (
        "ofd-external-dtd",
        lambda: document("", before='<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
        "active",
    ),
    ("ofd-billion-laughs", lambda: document("&j;", before=LAUGHS + "]>"), "active"),
    ("ofd-uri-action", lambda: action('<ofd:URI URI="http://hostile.example/"/>'), "active"),
    ("ofd-goto-attachment", lambda: action('<ofd:GotoA AttachID="1"/>'), "active"),
    ("ofd-movie", lambda: action('<ofd:Movie ResourceID="1"/>'), "active"),
    ("ofd-sound", lambda: action('<ofd:Sound ResourceID="1"/>'), "active"),
    ("ofd-unknown-action", lambda: action("<ofd:Launch/>"), "active"),
    ("ofd-video", lambda: document('<ofd:MultiMedia ID="1" Type="Video"/>'), "active"),
    (
        "ofd-attachments",
        lambda: document("<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"),
        "attachment",
    ),
    ("ofd-exe-inside", lambda: more("Doc_0/Res/run.exe", EXE), "attachment"),
    ("ofd-html-inside", lambda: more("Doc_0/Res/page.html", HTML), "attachment"),
    ("ofd-svg-inside", lambda: more("Doc_0/Res/a.svg", SVG), "attachment"),
    ("ofd-zip-inside", lambda: more("Doc_0/Res/a.zip", samples.ofd()), "attachment"),
    ("ofd-no-ending-inside", lambda: more("Doc_0/Res/run", EXE), "attachment"),
    ("ofd-exe-as-png-inside", lambda: more("Doc_0/Res/a.png", EXE), "mismatch"),
    ("ofd-exe-as-seal-inside", lambda: more("Doc_0/Signs/Seal.esl", EXE), "mismatch"),
    ("ofd-html-as-signature", lambda: more("Doc_0/Signs/SignedValue.dat", HTML), "mismatch"),
    ("ofd-traversal", lambda: more("../../outside.xml", "<a/>"), "damaged"),
    ("ofd-traversal-within", lambda: more("Doc_0/../../outside.xml", "<a/>"), "damaged"),
    ("ofd-absolute", lambda: more("/etc/cron.d/a.xml", "<a/>"), "damaged"),
    ("ofd-drive", lambda: more("C:/Windows/a.xml", "<a/>"), "damaged"),
    ("ofd-backslash", lambda: more("..\\..\\a.xml", "<a/>"), "damaged"),
    (
        "ofd-nul-in-name",
        lambda: more("Doc_0/abc.xml", "<a/>").replace(b"Doc_0/abc.xml", b"Doc_0/a\0c.xml"),
        "damaged",
    ),
    ("ofd-long-name", lambda: more(f"Doc_0/{'a' * 300}.xml", "<a/>"), "damaged"),
    ("ofd-symlink", lambda: special(external_attr=(stat.S_IFLNK | 0o777) << 16), "damaged"),
    ("ofd-device", lambda: special(external_attr=(stat.S_IFCHR | 0o666) << 16), "damaged"),
    ("ofd-encrypted", encrypted, "encrypted"),
    ("ofd-same-name-twice", twice, "damaged"),
    ("ofd-bzip2", lambda: special(compress_type=zipfile.ZIP_BZIP2), "damaged"),
    ("ofd-lying-sizes", lying, "damaged"),
    ("ofd-overlapping", overlapping, "damaged"),
    ("ofd-bomb", bomb, "heavy"),
    ("ofd-many-small-bombs", many_small_bombs, "heavy"),
    ("ofd-raw-bomb", lambda: more("Doc_0/Res/a.jb2", inflating(60_000_000) + b"\0" * 50_000_000), "heavy"),
    (
        "ofd-2001-entries",
        many_entries,
        "heavy",
    ),
    ("ofd-deep", lambda: document("<a>" * 5000 + "</a>" * 5000), "heavy"),
    ("ofd-201-pages", lambda: document("", pages=201), "pages"),
    ("ofd-no-page", lambda: document("", pages=0), "damaged"),
    ("ofd-broken-xml", lambda: more(DOCUMENT, "<ofd:Document>"), "damaged"),
    (
        "ofd-strange-encoding",
        lambda: more("Doc_0/a.xml", b'<?xml version="1.0" encoding="utf-7"?><a/>'),
        "damaged",
    ),
    ("ofd-cut", lambda: samples.ofd()[:-30], "damaged"),
    (
        "ofd-docx",
        lambda: samples.packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
        "mismatch",
    ),
    ("ofd-foreign-root", lambda: more("OFD.xml", "<html><body/></html>"), "mismatch"),
    ("ofd-foreign-space", lambda: more("OFD.xml", '<o:OFD xmlns:o="http://hostile.example/"/>'), "mismatch"),
    ("ofd-behind-html", lambda: HTML + samples.ofd(), "mismatch"),
    ("ofd-behind-jpeg", lambda: samples.jpeg() + samples.ofd(), "mismatch"),
    ("ofd-remarks", remarked, "harmless"),
    ("ofd-then-exe", lambda: samples.ofd() + EXE, "harmless"),
]

FORMULAS = "名称,数\r\n=cmd|' /C calc'!A0,@SUM(1)\r\n+1+1,-2+3\r\n\"\t=1\",＝1\r\n\u200b=HYPERLINK(1),-5\r\n"

TABLES = [
    ("csv-formulas", FORMULAS.encode, "harmless"),
    ("csv-formulas-semicolons", lambda: FORMULAS.replace(",", ";").encode("gb18030"), "harmless"),
    ("csv-binary", lambda: bytes(range(256)) * 30, "mismatch"),
    ("csv-nul", lambda: b"a,b\r\n1,\0\r\n", "mismatch"),
    ("csv-escapes", lambda: b"a,b\r\n\x1b]0;title\x07,1\r\n", "mismatch"),
    ("csv-wrong-encoding", lambda: "naïve,café,à,ü,ß\r\n".encode("cp1252") + b"\xff\xff\r\n", "damaged"),
    ("csv-half-character", lambda: "姓名".encode()[:-1] + b"\r\n\xff", "damaged"),
    ("csv-html", lambda: HTML, "mismatch"),
    ("csv-php", lambda: b"<?php ?>,1\r\n", "mismatch"),
    ("csv-script-in-cell", lambda: b"a,b\r\n1," + SCRIPT + b"\r\n", "active"),
    ("csv-shell-script", lambda: b"#!/bin/sh\nrm -rf /\n", "mismatch"),
    ("csv-postscript", lambda: b"%!PS-Adobe-3.0\n", "mismatch"),
    ("csv-open-quote", lambda: b'a,b\r\n"1,2\r\n', "damaged"),
    ("csv-long-cell", lambda: b"a,b\r\n" + b"x" * 200_000 + b"\r\n", "damaged"),
    ("csv-20001-rows", lambda: b"a,b\r\n" * 20_001, "heavy"),
    ("csv-only-commas", lambda: b",,,,\r\n" * 1000, "empty"),
    ("csv-eight-million-cells", lambda: b"," * 8_000_000 + b"a", "heavy"),
    ("csv-million-empty-lines", lambda: b"a" + b"\n" * 1_000_000, "heavy"),
    ("csv-zip", samples.ofd, "mismatch"),
    ("csv-pdf", samples.pdf, "mismatch"),
    ("csv-exe", lambda: EXE, "mismatch"),
]
