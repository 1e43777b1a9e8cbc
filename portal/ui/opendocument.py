"""A table as an OpenDocument spreadsheet (OpenDocument 1.3, ISO/IEC 26300), written row by row.

Libraries for the format build the whole document in memory; a list of a hundred thousand cases is written here in a
few megabytes. Every cell is a text, so that no program takes one for a formula or a number.
"""

import re
import zipfile
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
#: What no XML 1.0 document may hold.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Runs of blanks that a reader would draw together, and blanks at the edges of a line.
BLANKS = re.compile(r"^ +| {2,}| +$")
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
NAMED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = (
    f"{DECLARED}"
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
STYLES = f'{DECLARED}<office:document-styles {NAMED} office:version="1.3"><office:styles/></office:document-styles>'
BEGIN = (
    f'{DECLARED}<office:document-content {NAMED} office:version="1.3"><office:automatic-styles>'
    '<style:style style:name="column" style:family="table-column">'
    '<style:table-column-properties style:column-width="4.5cm"/></style:style>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
END = "</table:table></office:spreadsheet></office:body></office:document-content>"


def legal(text: str) -> str:
    """Return a text without the signs that no XML document may hold."""
    return ILLEGAL.sub("", text)


class OdsSheet:
    """One table in a file. Begin it, write rows, close it; the first row is the head."""

    def __init__(self, target: IO[bytes], title: str, columns: int) -> None:
        self.archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        # The first entry says what the file is, uncompressed, so that its bytes stand where programs look for them.
        self.archive.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE, zipfile.ZIP_STORED)
        self.archive.writestr("META-INF/manifest.xml", MANIFEST)
        self.archive.writestr("styles.xml", STYLES)
        self.content = self.archive.open("content.xml", "w")
        self._put(BEGIN)
        self._put(f"<table:table table:name={quoteattr(legal(title))}>")
        self._put(
            f'<table:table-column table:style-name="column" table:number-columns-repeated="{columns}"/>'
        )
        self.rows = 0

    def write(self, cells: Iterable[str]) -> None:
        """Write the next row."""
        style = ' table:style-name="head"' if not self.rows else ""
        row = f"<table:table-row>{''.join(_cell(text, style) for text in cells)}</table:table-row>"
        if not self.rows:
            row = f"<table:table-header-rows>{row}</table:table-header-rows>"
        self._put(row)
        self.rows += 1

    def close(self) -> None:
        """End table and file; the target stays open."""
        self._put(END)
        self.content.close()
        self.archive.close()

    def _put(self, text: str) -> None:
        self.content.write(text.encode())


def _cell(text: str, style: str) -> str:
    if not text:
        return f"<table:table-cell{style}/>"
    lines = legal(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    said = "".join(f"<text:p>{_line(line)}</text:p>" for line in lines)
    return f'<table:table-cell{style} office:value-type="string">{said}</table:table-cell>'


def _line(text: str) -> str:
    """Return a line in XML with its blanks as they are."""
    kept = BLANKS.sub(lambda run: f'<text:s text:c="{len(run.group())}"/>', escape(text))
    return kept.replace("\t", "<text:tab/>")
