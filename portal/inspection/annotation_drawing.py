"""Draw the answers in form fields, and annotations that come without a picture, each as a small page of one PDF."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from . import lettering

MULTILINE = 1 << 12
PASSWORD = 1 << 13
MARGIN = 2.0
LINE = 1.25
SIZES = (4.0, 12.0)
MOST_TEXT = 20_000
MOST_POINTS = 20_000


@dataclass(frozen=True)
class Style:
    """How an answer is written. size: in points, 0 to fit. place: 0 left, 1 centre, 2 right."""

    size: float = 0
    colour: tuple[float, ...] = (0,)
    multiline: bool = False
    place: int = 0
    secret: bool = False

    @classmethod
    def read(cls, said: str, flags: int, place: int) -> "Style":
        """Read the default appearance of a field, such as "0 0 1 rg /Helv 12 Tf" (ISO 32000-2, 12.7.4.3)."""
        words = said.split()
        size, colour = 0.0, (0.0,)
        for at, word in enumerate(words):
            if word == "Tf" and at >= 1:
                size = abs(number(words[at - 1]))
            elif word in ("g", "rg", "k"):
                colour = tuple(
                    number(part) for part in words[max(0, at - {"g": 1, "rg": 3, "k": 4}[word]) : at]
                )
        return cls(min(size, 200), colour, bool(flags & MULTILINE), place, bool(flags & PASSWORD))


def number(word: object) -> float:
    """Return a number, 0 for what is none."""
    try:
        return float(str(word))
    except ValueError:
        return 0.0


Box = tuple[float, float, float, float]


class Sheet:
    """A PDF on which each drawing is a page of the size of its annotation. One for a file: they share the font."""

    def __init__(self) -> None:
        lettering.font()
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, invariant=1, pageCompression=1)
        self.pages = 0

    def answer(self, text: str, style: Style, box: Box) -> int:
        """Draw what was filled into a field; return the number of the page, from 0. box: as for `mark`."""
        self.canvas.setPageSize(box[2:])
        write(self.canvas, text, style, box)
        return self.finish()

    def mark(self, note: Dictionary, box: Box) -> int | None:
        """Draw an annotation; return the number of the page, None for what shows nothing.

        box: left, bottom, width and height in points.
        """
        self.canvas.setPageSize(box[2:])
        if note.get(Name.Subtype) == Name.FreeText:
            said = str(note.get(Name.DA, ""))
            return self.answer(str(note.get(Name.Contents, "")), Style.read(said, MULTILINE, 0), box)
        draw_mark = MARKS.get(str(note.get(Name.Subtype)))
        if draw_mark is None:
            return None
        prepare(self.canvas, note, box)
        draw_mark(self.canvas, note, box)
        return self.finish()

    def finish(self) -> int:
        """End the page and return its number."""
        self.canvas.showPage()
        self.pages += 1
        return self.pages - 1

    def content(self) -> bytes:
        """Return the PDF; nothing can be drawn afterwards."""
        self.canvas.save()
        return self.out.getvalue()


def write(canvas: Canvas, text: str, style: Style, box: Box) -> None:
    """Write what was filled into a field."""
    width, height = box[2:]
    text = "*" * len(text) if style.secret else text[:MOST_TEXT]
    size, lines = fitted(text, style, width - 2 * MARGIN, height)
    paint(canvas, style.colour)
    canvas.setFont(lettering.NAME, size)
    top = height - MARGIN - size if style.multiline else (height - size) / 2 + size * 0.2
    for at, line in enumerate(lines):
        free = width - 2 * MARGIN - lettering.width(line, size)
        canvas.drawString(MARGIN + free * style.place / 2, top - at * size * LINE, line)


def fitted(text: str, style: Style, width: float, height: float) -> tuple[float, list[str]]:
    """Return the size in points and the lines of an answer: smaller, down to 4 points, until it fits."""
    size = style.size or (SIZES[1] if style.multiline else max(SIZES[0], min(SIZES[1], height * 0.7)))
    while True:
        lines = lettering.wrapped(text, size, width) if style.multiline else [lettering.drawable(text)]
        fits = (
            len(lines) * size * LINE <= height
            if style.multiline
            else lettering.width(lines[0], size) <= width
        )
        if fits or size <= SIZES[0]:
            return size, lines
        size = max(SIZES[0], size * 0.9)


def prepare(canvas: Canvas, note: Dictionary, box: Box) -> None:
    """Set colour, strength and width of the line, in the coordinates of the page that the annotation is on."""
    canvas.translate(-box[0], -box[1])
    paint(canvas, tuple(numbers(note.get(Name.C)) or [0.0]))
    strength = note.get(Name.CA)
    canvas.setStrokeAlpha(number(strength) if strength is not None else 1)
    canvas.setLineWidth(line_width(note))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)


def line_width(note: Dictionary) -> float:
    """Return the width of an annotation's line in points."""
    border = note.get(Name.BS)
    said = border.get(Name.W) if isinstance(border, Dictionary) else None
    return min(50.0, number(said)) if said is not None else 1.0


def ink(canvas: Canvas, note: Dictionary, box: Box) -> None:
    """Draw by hand: a list of lists of points."""
    strokes = note.get(Name.InkList)
    for stroke in strokes if isinstance(strokes, Array) else []:
        polyline(canvas, numbers(stroke))


def polyline(canvas: Canvas, points: list[float], closed: bool = False) -> None:
    """Draw a line through points x1 y1 x2 y2."""
    if len(points) < 4:
        return
    path = canvas.beginPath()
    path.moveTo(points[0], points[1])
    for at in range(2, len(points) - 1, 2):
        path.lineTo(points[at], points[at + 1])
    if closed:
        path.close()
    canvas.drawPath(path)


def shape(canvas: Canvas, note: Dictionary, box: Box) -> None:
    """Draw a square or a circle, filled where it says so."""
    left, bottom, width, height = box
    half = line_width(note) / 2
    filling = numbers(note.get(Name.IC))
    if filling:
        paint(canvas, tuple(numbers(note.get(Name.C)) or [0.0]), tuple(filling))
    if note.get(Name.Subtype) == Name.Square:
        canvas.rect(left + half, bottom + half, width - 2 * half, height - 2 * half, fill=int(bool(filling)))
    else:
        right, top = left + width - half, bottom + height - half
        canvas.ellipse(left + half, bottom + half, right, top, fill=int(bool(filling)))


def marker(canvas: Canvas, note: Dictionary, box: Box) -> None:
    """Draw a text marker over quadrilaterals: highlighted, underlined or struck out."""
    quads = numbers(note.get(Name.QuadPoints))
    sort = note.get(Name.Subtype)
    for at in range(0, len(quads) - 7, 8):
        xs, ys = quads[at : at + 8 : 2], quads[at + 1 : at + 8 : 2]
        if sort == Name.Highlight:
            canvas.setFillAlpha(0.4)
            canvas.rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), stroke=0, fill=1)
        else:
            height = min(ys) + 1 if sort == Name.Underline else (min(ys) + max(ys)) / 2
            canvas.line(min(xs), height, max(xs), height)


MARKS: dict[str, Callable[[Canvas, Any, Box], None]] = {
    "/Ink": ink,
    "/Square": shape,
    "/Circle": shape,
    "/Line": lambda canvas, note, box: polyline(canvas, numbers(note.get(Name.L))),
    "/PolyLine": lambda canvas, note, box: polyline(canvas, numbers(note.get(Name.Vertices))),
    "/Polygon": lambda canvas, note, box: polyline(canvas, numbers(note.get(Name.Vertices)), closed=True),
    "/Highlight": marker,
    "/Underline": marker,
    "/Squiggly": marker,
    "/StrikeOut": marker,
}


def numbers(value: object) -> list[float]:
    """Return the numbers of an array; empty for what is none."""
    if not isinstance(value, Array) or len(value) > MOST_POINTS:
        return []
    return [float(one) for one in value if isinstance(one, int | float | Decimal)]


def paint(canvas: Canvas, line: tuple[float, ...], filling: tuple[float, ...] = ()) -> None:
    """Set the colours of lines and of what is filled: grey, RGB or CMYK by how many numbers they have."""
    filling = filling or line
    stroke = {1: canvas.setStrokeGray, 3: canvas.setStrokeColorRGB, 4: canvas.setStrokeColorCMYK}
    fill = {1: canvas.setFillGray, 3: canvas.setFillColorRGB, 4: canvas.setFillColorCMYK}
    if len(line) in stroke:
        stroke[len(line)](*line)
    if len(filling) in fill:
        fill[len(filling)](*filling)
