"""Reading a finished file as a screen reader does: the structure tree, and the text that is marked with its parts.

Nothing of ReportLab and nothing of the drawing engine is used here.
"""

import io
import re
import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

PAIR = re.compile(rb"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>")
PAINTING = {"Tj", "S", "f", "f*", "F", "B", "s", "b", "Do", "sh"}


@dataclass
class Node:
    """An element of the structure tree. text: of its own parts, in reading order."""

    kind: str
    text: str = ""
    alt: str = ""
    language: str = ""
    scope: str = ""
    kids: list["Node"] = field(default_factory=list)

    def all(self, kind: str) -> list["Node"]:
        """Return the elements of a kind in it, in reading order."""
        return [found for kid in self.kids for found in ([kid] if kid.kind == kind else []) + kid.all(kind)]


class Font:
    """An embedded font: what its codes mean, and which of them draw ink."""

    def __init__(self, font: Any):
        self.meaning = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in PAIR.findall(font.ToUnicode.read_bytes())
        }
        data = font.FontDescriptor.FontFile2.read_bytes()
        count = struct.unpack_from(">H", data, 4)[0]
        entries = [struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count)]
        self.tables = {tag.decode(): data[at : at + size] for tag, _sum, at, size in entries}
        self.widths = [float(width) for width in font.Widths]

    @cached_property
    def glyphs(self) -> list[int]:
        """Return the glyph of each code."""
        cmap = self.tables["cmap"]
        kind, _length, _language, first, count = struct.unpack_from(">5H", cmap, 12)
        assert (kind, first) == (6, 0)
        return list(struct.unpack_from(f">{count}H", cmap, 22))

    def outline(self, code: int) -> bytes:
        """Return the outline of a code's glyph: empty for nothing to see, b"box" for the glyph of what is missing."""
        glyph = self.glyphs[code]
        return self.glyph(glyph) if glyph else b"box"

    @property
    def box(self) -> bytes:
        """Return the outline of the glyph of what is missing."""
        return self.glyph(0)

    def glyph(self, number: int) -> bytes:
        """Return the outline of a glyph."""
        first, last = struct.unpack_from(">2L", self.tables["loca"], 4 * number)
        return self.tables["glyf"][first:last]

    def advance(self, code: int) -> float:
        """Return the advance width of a code's glyph in thousandths of the type size."""
        count = struct.unpack_from(">H", self.tables["hhea"], 34)[0]
        em = struct.unpack_from(">H", self.tables["head"], 18)[0]
        wide: int = struct.unpack_from(">H", self.tables["hmtx"], 4 * min(self.glyphs[code], count - 1))[0]
        return wide * 1000 / em


class File:
    """A PDF file. drawn: each character that is on a page, with its font and code. loose: painted, but not marked."""

    def __init__(self, data: bytes):
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.drawn: list[tuple[str, Font, int]] = []
        self.loose: list[str] = []
        self.marked: dict[tuple[tuple[int, int], int], str] = {}
        self.fonts: dict[tuple[int, int], Font] = {}
        for page in self.pdf.pages:
            self.read_page(page.obj)

    def font(self, obj: Any) -> Font:
        """Return a font, read once."""
        if obj.objgen not in self.fonts:
            self.fonts[obj.objgen] = Font(obj)
        return self.fonts[obj.objgen]

    def read_page(self, page: Any) -> None:
        """Read the content of a page."""
        open_marks: list[int | None] = []
        font: Font | None = None
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC":
                open_marks.append(int(operands[1].MCID))
                self.marked[page.objgen, open_marks[-1]] = ""
            elif name == "BMC":
                assert operands[0] == "/Artifact"
                open_marks.append(None)
            elif name == "EMC":
                open_marks.pop()
            elif name == "Tf":
                font = self.font(page.Resources.Font[str(operands[0])])
            elif name in PAINTING and not open_marks:
                self.loose.append(name)
            if name == "Tj":
                codes = bytes(operands[0])
                text = "".join(font.meaning[code] for code in codes)
                self.drawn += [(font.meaning[code], font, code) for code in codes]
                if open_marks[-1] is not None:
                    self.marked[page.objgen, open_marks[-1]] += text
        assert not open_marks

    @cached_property
    def tree(self) -> Node:
        """Return the structure tree."""
        root = self.pdf.Root.StructTreeRoot
        return self.node(root.K, root)

    def node(self, element: Any, parent: Any) -> Node:
        """Return an element of the tree, checked against the way back from its parts."""
        assert element.P.objgen == parent.objgen
        found = Node(
            str(element.S)[1:],
            alt=str(element.get("/Alt", "")),
            language=str(element.get("/Lang", "")),
            scope=str(element.get("/A", {}).get("/Scope", ""))[1:],
        )
        inside = element.get("/K", [])
        for kid in inside if isinstance(inside, pikepdf.Array) else [inside]:
            if isinstance(kid, int) or "/MCID" in kid:
                page = element.Pg if isinstance(kid, int) else kid.Pg
                mark = int(kid if isinstance(kid, int) else kid.MCID)
                assert self.owner(page, mark).objgen == element.objgen
                found.text += self.marked[page.objgen, mark]
            else:
                found.kids.append(self.node(kid, element))
        return found

    def owner(self, page: Any, mark: int) -> Any:
        """Return the element that a marked part belongs to, by the parent tree."""
        flat = list(self.pdf.Root.StructTreeRoot.ParentTree.Nums)
        lists = {int(flat[at]): flat[at + 1] for at in range(0, len(flat), 2)}
        return lists[int(page.StructParents)][mark]
