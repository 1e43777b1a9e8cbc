"""The fonts of papers: which font draws which character, how wide it is, and what no font can draw.

The fonts are large (15 MB), so each is parsed at its first use in a process (about 60 ms), never at
start-up. ReportLab can embed TrueType outlines only; fonts with CFF outlines (Noto CJK as packaged by Debian)
are skipped.
"""

import os
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent / "data" / "fonts"
FOLDERS = (
    OWN,
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
REGULAR = "NotoSerifSC_400Regular.ttf"
BOLD = "NotoSerifSC_700Bold.ttf"
FALLBACKS = (
    "HanaMinA.ttf",  # Debian fonts-hanazono: the basic planes
    "HanaMinB.ttf",  # ... and extensions B to F
    "BabelStoneHan.ttf",  # Debian fonts-babelstone-han: extensions up to H
    "simsunb.ttf",  # Windows: extension B
    "NotoSerifCJKsc-VF.ttf",  # TrueType builds of Noto CJK
    "NotoSansCJKsc-VF.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSans.ttf",
)

# Scripts of category "letter" whose letters change with their neighbours, which nothing here does: conjoining
# Hangul, Mongolian, Phags-pa; and the right-to-left blocks, for what later versions of Unicode put there.
JOINED = (
    ("\u0590", "\u08ff"),
    ("\u1100", "\u11ff"),
    ("\u1800", "\u18af"),
    ("\ua840", "\ua87f"),
    ("\ua960", "\ua97f"),
    ("\ud7b0", "\ud7ff"),
    ("\ufb1d", "\ufdff"),
    ("\ufe70", "\ufeff"),
    ("\U00010800", "\U00010fff"),
    ("\U0001e800", "\U0001efff"),
)
LOST = "\ufffc\ufffd"
"""They stand where a program lost what somebody wrote."""

# ReportLab's font objects keep a reading position while they are subset: one drawing at a time in a process.
LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is drawn: the registered name of the font, and the advance width in em."""

    font: str
    width: float


class MissingGlyph(Exception):
    """No font can draw these characters, so the paper must not be issued.

    characters: each once, in order of appearance. code_points: the same as "U+20BB7".
    """

    def __init__(self, characters: list[str]):
        self.characters = characters
        self.code_points = [f"U+{ord(char):04X}" for char in characters]
        named = ", ".join(
            f"“{char}” ({code})" if char.isprintable() else code
            for char, code in zip(characters, self.code_points, strict=True)
        )
        super().__init__(f"No font on this machine can draw {named}; the paper was not made.")


def missing_glyphs(texts: Iterable[str]) -> list[str]:
    """Return the characters of the texts that no font of the chain can draw, each once, in order.

    Line breaks are layout, not glyphs, and are never missing. What has no shape of its own or needs shaping
    that is not done here (controls, private use, lone surrogates, combining marks, right-to-left and joined
    scripts) always is.
    """
    characters = dict.fromkeys(char for text in texts for char in text)
    return [char for char in characters if char not in "\r\n" and glyph(char) is None]


def printable(text: str) -> str:
    """Return a text with a box in place of what no font can draw. For file names and the like on receipts only.

    A certificate with such a character is not made: see `missing_glyphs`.
    """
    missing = dict.fromkeys(map(ord, missing_glyphs([text])), "□")
    return text.translate(missing)


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width in points of a text that has passed `missing_glyphs`."""
    return size * sum(map(WIDTHS[bold].__getitem__, text))


class Widths(dict[str, float]):
    """Advance widths in em of the characters met so far, regular or bold."""

    def __init__(self, bold: bool):
        super().__init__()
        self.bold = bold

    def __missing__(self, char: str) -> float:
        """Look a character up for the first time. Raises MissingGlyph."""
        self[char] = found = place(char, self.bold).width
        return found


WIDTHS = {bold: Widths(bold) for bold in (False, True)}


def runs(text: str, bold: bool = False) -> list[tuple[str, str]]:
    """Cut a text into pieces (font name, characters) that one font draws."""
    grouped = groupby(text, lambda char: place(char, bold).font)
    return [(font, "".join(chars)) for font, chars in grouped]


def place(char: str, bold: bool = False) -> Glyph:
    """Return how a character is drawn. Raises MissingGlyph."""
    found = glyph(char, bold)
    if found is None:
        raise MissingGlyph([char])
    return found


@cache
def glyph(char: str, bold: bool = False) -> Glyph | None:
    """Return how a character is drawn by the first font of the chain that has it, None if none has."""
    if not drawable(char):
        return None
    for name in (*((BOLD,) if bold else ()), REGULAR, *FALLBACKS):
        font = load(name)
        if font is not None and has(font.face, char):
            return Glyph(name, font.face.getCharWidth(ord(char)) / 1000)
    return None


def drawable(char: str) -> bool:
    """Answer whether a character stands for itself, left to right, without being joined to its neighbours."""
    category = unicodedata.category(char)
    if category[0] == "M" or category in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} or char in LOST:
        return False
    if any(first <= char <= last for first, last in JOINED):
        return False
    return unicodedata.bidirectional(char) not in {"R", "AL", "AN"}


def has(face: Any, char: str) -> bool:
    """Answer whether a parsed font draws a character.

    An empty outline counts for spaces only, and the outline of the box for what is missing counts for nothing.
    """
    number = face.charToGlyph.get(ord(char), 0)
    if not number:
        return False
    drawn = outline(face, number)
    if unicodedata.category(char) == "Zs":
        return True
    return bool(drawn) and drawn != outline(face, 0)


def outline(face: Any, glyph: int) -> bytes:
    """Return the outline of a glyph as the font file has it, empty for one without ink."""
    start = face.get_table_pos("glyf")[0] + face.glyphPos[glyph]
    drawn: bytes = face.get_chunk(start, face.glyphPos[glyph + 1] - face.glyphPos[glyph])
    return drawn


@cache
def load(name: str) -> Any:
    """Parse and register the font file of that name, once a process; None if it is not here or not usable."""
    path = find(name)
    if path is None:
        return None
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFError

    from .embedding import PaperFont

    with LOCK:
        try:
            font = PaperFont(name, str(path), asciiReadable=False, shapable=False)
        except TTFError:  # CFF outlines
            return None
        registerFont(font)
    return font


@cache
def find(name: str) -> Path | None:
    """Return the first font file of that name in the folders, or None."""
    for folder in FOLDERS:
        for parent, _, files in os.walk(folder):
            if name in files:
                return Path(parent) / name
    return None
