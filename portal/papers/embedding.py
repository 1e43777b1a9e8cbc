"""A ReportLab font whose text can be copied out of the PDF whatever plane the characters are of."""

from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

BLOCK = 100  # ISO 32000-1 §9.10.3: at most 100 entries in a bfchar block


class PaperFont(TTFont):  # type: ignore[misc]
    """A TrueType font with a correct ToUnicode table.

    ReportLab 5.1 writes characters above U+FFFF as five hexadecimal digits, where UTF-16BE is due, and up to
    256 entries a block; readers then copy the wrong characters.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add the font's objects to the document, with our own ToUnicode tables."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject["toUnicodeCMap:" + name].content = to_unicode(name, subset)


def to_unicode(name: str, subset: list[int]) -> str:
    """Return the ToUnicode table of a subset: code points by their one-byte code."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
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
