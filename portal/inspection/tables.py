"""Tables as text (CSV): read whole, and written anew so that no spreadsheet carries anything out."""

import csv
import io
import re
from typing import BinaryIO

from portal.inspection.verdict import Refusal, Remade, Wanted

MOST_ROWS = 20_000
MOST_CELLS = 1_000_000
BOM = "\ufeff"
#: What no text holds: control characters but tab and line ends.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
#: What pages, scripts, PostScript and RTF begin with.
FOREIGN = ("<", "#!", "%!", "{\\rtf")
#: What a browser would carry out, should it ever take the table for a page.
PAGE = re.compile(
    r"<\s*[/!?]?\s*(script|html|svg|iframe|object|embed|php|doctype|body|meta|link|style|form|img)\b", re.I
)
#: A cell that begins so is a formula (OWASP, CSV injection), whatever blanks and invisible signs stand before it.
FORMULA = re.compile(
    '^[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"]*[=+\\-@\uff1d\uff0b\uff0d\uff20]'
)
BLANK_FIRST = ("\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
DELIMITERS = (",", ";", "\t", "，", "；")


def remake(source: BinaryIO, target: BinaryIO, wanted: Wanted) -> Remade:
    """Write a table anew: UTF-8 with its mark, commas, and ' before each cell that would be a formula.

    Raises Refusal: empty (no cell), mismatch (no text), active (tags of a page), damaged, heavy (over 20,000
    rows or a million cells).
    """
    text = _text(source.read())
    delimiter = max(DELIMITERS, key=text.lstrip("\r\n").partition("\n")[0].count)
    out = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    out.write(BOM)
    writer = csv.writer(out)
    filled, size = False, 0
    try:
        for row, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
        ):
            size += len(cells)
            if row > MOST_ROWS or size > MOST_CELLS:
                raise Refusal("heavy")
            filled = filled or any(cell.strip() for cell in cells)
            writer.writerow([plain(cell) for cell in cells])
    except csv.Error as failure:
        raise Refusal("damaged") from failure
    out.detach()
    if not filled:
        raise Refusal("empty")
    return Remade("text/csv", 0)


def plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers such as -5 or +1.20 stay."""
    if cell[:1].isalnum() or NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if FORMULA.match(cell) or cell.startswith(BLANK_FIRST) else cell


def _text(content: bytes) -> str:
    """Return the text in UTF-8, UTF-16 with its mark, or GB 18030. Raises Refusal when it is no text of a table."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as failure:
            raise Refusal("mismatch" if b"\0" in content else "damaged") from failure
    if CONTROL.search(text) or text.lstrip().startswith(FOREIGN):
        raise Refusal("mismatch")
    if PAGE.search(text):
        raise Refusal("active")
    return text.removeprefix(BOM)
