"""Tables as spreadsheet programs save and open them: CSV in several encodings, and what the programs do to cells."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import PurePath

from django.utils.translation import gettext as _

from portal.standards.names import STANDARD_FORMS

#: Spreadsheets read a file without it in the encoding of the country.
BOM = "\ufeff"
#: A cell that begins so would be read as a formula (OWASP, CSV injection), by some programs also in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 1000
MOST_COLUMNS = 200
#: No field takes a longer text; what is longer is cut, so that a draft keeps no megabytes that are wrong anyway.
MOST_SIGNS = 2000
ENDINGS = {".csv", ".txt"}
#: What other kinds of files begin with.
BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
BEFORE = re.compile('^[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"]+')
WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
MIDNIGHT = re.compile(r"([0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}) 0?0:00(:00)?")
SCIENTIFIC = re.compile(r"[0-9]([.][0-9]+)?E[+]?[0-9]{1,3}", re.IGNORECASE)

#: A line of a table: its number in the file, from 1, and its cells.
Line = tuple[int, list[str]]


class Refused(Exception):
    """A table was not taken. The text is the sentence for the person."""


def plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whatever blanks and invisible signs stand before it."""
    formula = cell.startswith(FORMULA) or BEFORE.sub("", cell).startswith(FORMULA)
    return f"'{cell}" if formula else cell


def written(lines: Iterable[Iterable[str]]) -> str:
    """Return lines as CSV text that spreadsheets open rightly, with nothing in it that they would carry out."""
    out = io.StringIO()
    out.write(BOM)
    csv.writer(out).writerows([plain(cell) for cell in line] for line in lines)
    return out.getvalue()


def check_kind(name: str, size: int, head: bytes) -> None:
    """Raise Refused for a file that is no text table, from its name, size in bytes and first bytes."""
    if size == 0:
        raise Refused(_("The file is empty. Please choose it again."))
    if size > MOST_BYTES:
        raise Refused(_("A table may have up to 2 MB. Please hand it in in parts."))
    if head.startswith(BEGINNINGS):
        raise Refused(
            _(
                "This is not a CSV file. In the spreadsheet, choose “Save as”, then “CSV UTF-8”, and hand in that file."
            )
        )
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise Refused(_("Please hand in a file that ends in .csv or .txt."))


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GB 18030. Raises Refused.

    What GB 18030 files still hold in the private-use area is put in its standard place (C-standards C8).
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "gb18030").translate(STANDARD_FORMS)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as failure:
        raise Refused(
            _(
                "The characters of the file cannot be read. Please save it as “CSV UTF-8” and hand it in again."
            )
        ) from failure


def lines_of(text: str) -> list[Line]:
    """Return the lines of a table that hold anything, the header first. Raises Refused.

    Comma, semicolon or tab may stand between the cells: the one that the header has most of.
    """
    if "\0" in text:
        raise Refused(_("This is not a text table. Please save it as “CSV UTF-8” and hand it in again."))
    text = text.removeprefix(BOM)
    header = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    delimiter = max((",", ";", "\t", "，", "；"), key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, [typed(cell)[:MOST_SIGNS] for cell in cells[:MOST_COLUMNS]]))
            begins = reader.line_num + 1
            if len(found) > MOST_LINES + 1:
                break
    except csv.Error as failure:
        raise Refused(_("The table cannot be read from line %(line)s on.") % {"line": begins}) from failure
    if len(found) < 2:
        raise Refused(_("The table holds no rows below its header."))
    if len(found) > MOST_LINES + 1:
        raise Refused(
            _("A table may have up to %(most)s rows. Please hand it in in parts.") % {"most": MOST_LINES}
        )
    return found


def typed(cell: str) -> str:
    """Return a cell as a person would type it, without what spreadsheets put around it to keep it a text."""
    text = cell.strip().removeprefix(BOM)
    if wrapped := WRAPPED.fullmatch(text):
        text = wrapped.group(1).strip()
    elif text.startswith("'") and not text.endswith("'"):
        text = text[1:]
    if whole := MIDNIGHT.fullmatch(text):
        text = whole.group(1)
    return text
