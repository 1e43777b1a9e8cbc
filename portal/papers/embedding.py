"""A ReportLab font whose text can be copied out of the PDF whatever plane the characters are of."""

from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from .objects import add, stream
from .subset import subset

BLOCK = 100  # ISO 32000-1 §9.10.3: at most 100 entries in a bfchar block
SYMBOLIC, NONSYMBOLIC = 4, 32


class Used:
    """What one file uses of a font. points: code points by code, in pieces of 256 at most; code 0 draws nothing."""

    def __init__(self, name: str):
        self.name = name
        self.places: dict[str, tuple[int, int]] = {}
        self.points: list[list[int]] = [[0]]

    def place(self, char: str) -> tuple[int, int]:
        """Return piece and code of a character."""
        found = self.places.get(char)
        if found is None:
            if len(self.points[-1]) == 256:
                self.points.append([0])
            found = self.places[char] = (len(self.points) - 1, len(self.points[-1]))
            self.points[-1].append(ord(char))
        return found


class PaperFont(TTFont):  # type: ignore[misc]
    """A TrueType font that is embedded as PDF/A wants it.

    ReportLab 5.1 writes characters above U+FFFF as five hexadecimal digits, where UTF-16BE is due, and up to
    256 entries a block, so that readers copy the wrong characters; it makes a plain space of U+00A0; and it copies
    the whole table of outlines, many megabytes, for each subset.
    """

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """Return the text as a file's content has it: number of the piece, codes in it; cut where the piece changes."""
        used = self.used(doc)
        pieces: list[tuple[int, bytearray]] = []
        for piece, code in map(used.place, text):
            if not pieces or pieces[-1][0] != piece:
                pieces.append((piece, bytearray()))
            pieces[-1][1].append(code)
        return [(piece, bytes(codes)) for piece, codes in pieces]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        """Return the name of a piece in a file's content."""
        return f"/{self.used(doc).name}+{subset}"

    def used(self, doc: Any) -> Used:
        """Return what a document uses of the font; from the first time on the font is one of its fonts."""
        found: Used | None = self.state.get(doc)
        if found is None:
            found = self.state[doc] = Used(f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[self.fontName] = f"/{found.name}"
            doc.delayedFonts.append(self)
        return found

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add what was used of the font to the document, and forget it."""
        used = self.state.pop(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for piece, points in enumerate(used.points):
            name = f"{used.name}+{piece}"
            fonts[name] = f"{self.add_piece(doc, name, piece, points)} 0 R"

    def add_piece(self, doc: Any, name: str, piece: int, points: list[int]) -> int:
        """Add one piece with its descriptor, outlines and ToUnicode table; return the number of its object."""
        face = self.face
        base = b"".join((SUBSETN(piece), b"+", face.name, face.subfontNameX)).decode("latin-1")
        cut = subset(face, points)
        outlines = add(doc, f"{name} outlines", stream(cut, f"/Length1 {len(cut)}"))
        unicode = add(doc, f"{name} unicode", stream(to_unicode(base, points).encode("ascii")))
        flags = face.flags & ~NONSYMBOLIC | SYMBOLIC
        box = " ".join(f"{value:g}" for value in face.bbox)
        descriptor = (
            f"<< /Type /FontDescriptor /FontName /{base} /Flags {flags} /FontBBox [{box}]"
            f" /ItalicAngle {face.italicAngle:g} /Ascent {face.ascent:g} /Descent {face.descent:g}"
            f" /CapHeight {face.capHeight:g} /StemV {face.stemV:g} /MissingWidth {face.defaultWidth:g}"
            f" /FontFile2 {outlines} 0 R >>"
        )
        described = add(doc, f"{name} descriptor", descriptor.encode("ascii"))
        widths = " ".join(f"{face.getCharWidth(point):g}" for point in points)
        font = (
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{base} /FirstChar 0 /LastChar {len(points) - 1}"
            f" /Widths [{widths}] /FontDescriptor {described} 0 R /ToUnicode {unicode} 0 R >>"
        )
        return add(doc, name, font.encode("ascii"))


def to_unicode(name: str, points: list[int]) -> str:
    """Return the ToUnicode table of a piece: code points by their one-byte code."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(points)
        if point
    ]
    blocks = [entries[start : start + BLOCK] for start in range(0, len(entries), BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
