"""The font of what is written onto files here (watermarks, answers in forms): which characters it has."""

import io
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

FILE = Path(__file__).parents[1] / "papers" / "data" / "fonts" / "NotoSerifSC_400Regular.ttf"
#: Read before the child gives up opening files.
DATA = FILE.read_bytes()
NAME = "inspection"
#: 下駄: printed where a character is missing
MISSING = "〓"


@cache
def font() -> TTFont:
    """Parse the font, once a process (about 60 ms), and make it known to ReportLab."""
    found = TTFont(NAME, io.BytesIO(DATA), asciiReadable=False)
    registerFont(found)
    return found


def drawable(text: str) -> str:
    """Return a text with 〓 in place of each character that the font lacks, and blanks for control characters."""
    glyphs = font().face.charToGlyph
    shown = (char if char.isprintable() else " " for char in text)
    return "".join(char if glyphs.get(ord(char)) or char == " " else MISSING for char in shown)


def width(text: str, size: float) -> float:
    """Return the width of a drawable text in points. size: of the font in points."""
    return font().stringWidth(text, size)


def wrapped(text: str, size: float, most: float) -> list[str]:
    """Cut a text into lines of at most `most` points; size: of the font in points."""
    lines = []
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = ""
        for char in drawable(paragraph):
            if line and width(line + char, size) > most:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines
