"""Drawing text, rules and grounds: operators of page content, written straight (ISO 32000-1 §8, §9).

ReportLab's own drawing calls take as long as all the rest where there are hundreds of lines.
"""

from functools import cache
from typing import Any

from . import fonts
from .sheet import Fill, Rule, Text

Turn = tuple[float, float]
UPRIGHT: Turn = (1.0, 0.0)


def draw_text(
    canvas: Any,
    x: float,
    y: float,
    text: str,
    size: float,
    bold: bool,
    spacing: float = 0.0,
    turn: Turn = UPRIGHT,
) -> None:
    """Draw one line of text from x along the base line y, in the present colour, font by font.

    spacing: extra points after each character. turn: cosine and sine of the angle by which the line is turned.
    """
    cosine, sine = turn
    code = ["BT", f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {x:.2f} {y:.2f} Tm"]
    if spacing:
        code.append(f"{spacing:.3f} Tc")
    doc = canvas._doc
    for name, run in fonts.runs(text, bold):
        font = fonts.load(name)
        for piece, codes in font.splitString(run, doc):
            code.append(f"{font.getSubsetInternalName(piece, doc)} {size:g} Tf <{codes.hex()}> Tj")
    # Spacing outlives the text object (ISO 32000-1 §9.3.1).
    code.append("0 Tc ET" if spacing else "ET")
    canvas.addLiteral(" ".join(code))


def draw_line(canvas: Any, item: Text) -> None:
    """Draw a line of a paper in its style."""
    canvas.addLiteral(f"{colour(item.style.colour)} rg")
    draw_text(canvas, item.x, item.y, item.text, item.style.size, item.style.bold, item.spacing)


def draw_rule(canvas: Any, item: Rule) -> None:
    """Draw a horizontal line."""
    ends = f"{item.x:.2f} {item.y:.2f} m {item.x + item.width:.2f} {item.y:.2f} l"
    canvas.addLiteral(f"{colour(item.colour)} RG {item.thickness:g} w {ends} S")


def draw_fill(canvas: Any, item: Fill) -> None:
    """Draw a filled rectangle."""
    box = f"{item.x:.2f} {item.y:.2f} {item.width:.2f} {item.height:.2f} re"
    canvas.addLiteral(f"{colour(item.colour)} rg {box} f")


@cache
def colour(name: str) -> str:
    """Return a colour written as #rrggbb as the operands of page content."""
    return " ".join(f"{int(name[at : at + 2], 16) / 255:.4f}" for at in (1, 3, 5))
