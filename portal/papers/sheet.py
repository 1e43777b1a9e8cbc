"""The sheets a paper is set on: pages of placed items, and the point where the next thing goes.

All measures are in points (1/72 inch); the origin is the lower left corner of an A4 page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from . import fonts
from .elements import Element, Kind

WIDTH, HEIGHT = 595.276, 841.89
LEFT, RIGHT = 62.0, WIDTH - 62.0
TOP = HEIGHT - 48.0
MEASURE = RIGHT - LEFT
ASCENT, DESCENT = 0.88, 0.12

INK, GREY, LINE, GROUND, RED = "#16202b", "#55606c", "#c9d1d9", "#f4f6f8", "#b3261e"


@dataclass(frozen=True)
class Style:
    """Type: size and line height in points."""

    size: float
    leading: float
    bold: bool = False
    colour: str = INK


SMALL = Style(8.5, 12.5, colour=GREY)


@dataclass(frozen=True)
class Text:
    """One line of text; x, y: start of its base line. spacing: extra points after each character.

    element: what it is part of; None for what is not read out.
    """

    x: float
    y: float
    text: str
    style: Style
    spacing: float = 0.0
    element: Element | None = None

    @property
    def width(self) -> float:
        """Return the width in points, without the space at the end of a broken line."""
        seen = self.text.rstrip(" ")
        gaps = max(len(seen) - 1, 0) * self.spacing
        return fonts.width(seen, self.style.size, self.style.bold) + gaps

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of the em boxes."""
        size = self.style.size
        return self.x, self.y - DESCENT * size, self.x + self.width, self.y + ASCENT * size


@dataclass(frozen=True)
class Rule:
    """A horizontal line of that thickness, centred on y."""

    x: float
    y: float
    width: float
    thickness: float
    colour: str
    element: None = None


@dataclass(frozen=True)
class Fill:
    """A filled rectangle; x, y: its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    element: None = None


@dataclass(frozen=True)
class Mark:
    """A drawing of our own.

    x, y: the lower left corner of the emblem and the QR code, the centre of the seal. size: side or diameter.
    """

    kind: Literal["emblem", "seal", "qr"]
    x: float
    y: float
    size: float
    element: Element | None = None


Item = Text | Rule | Fill | Mark


@dataclass
class Sheet:
    """Pages being filled from top to bottom.

    bottom: lowest point of the body. running_head: draws the head of a page after the first and returns where
    the body begins. y: where the next thing goes. tight: share of the usual white space, 1 or less.
    element: what the text that is set now is part of; None while something is set that is not read out.
    """

    bottom: float
    running_head: Callable[["Sheet"], None]
    pages: list[list[Item]] = field(default_factory=lambda: [[]])
    y: float = TOP
    page_top: float = TOP
    tight: float = 1.0
    root: Element = field(default_factory=lambda: Element("Part"))
    element: Element | None = None

    def __post_init__(self) -> None:
        """Begin with the paper itself."""
        self.element = self.root

    @contextmanager
    def within(self, kind: Kind, scope: Literal["", "Row", "Column"] = "") -> Iterator[None]:
        """Set what follows as a new element, inside the present one; inside a repeated part it stays unread."""
        outer = self.element
        self.element = outer and outer.add(Element(kind, scope=scope))
        yield
        self.element = outer

    @contextmanager
    def unread(self) -> Iterator[None]:
        """Set what follows as something that is not read out: a running head, the repeated head of a table."""
        outer, self.element = self.element, None
        yield
        self.element = outer

    @property
    def room(self) -> float:
        """Return the height that is left on this page."""
        return self.y - self.bottom

    @property
    def page_room(self) -> float:
        """Return the height of the body of a whole following page."""
        return self.page_top - self.bottom

    def add(self, *items: Item) -> None:
        """Place items on the present page."""
        self.pages[-1].extend(items)

    def turn(self) -> None:
        """Begin a new page below its running head."""
        self.pages.append([])
        self.y = TOP
        with self.unread():
            self.running_head(self)
        self.page_top = self.y

    def need(self, height: float) -> None:
        """Begin a new page unless that height is left, or no page would have it."""
        if height > self.room and self.pages[-1] and self.y < self.page_top:
            self.turn()

    def skip(self, height: float) -> None:
        """Leave a gap."""
        self.y -= height

    def gap(self, height: float) -> None:
        """Leave a gap that shrinks on tight sheets."""
        self.y -= height * self.tight

    def text(self, x: float, top: float, text: str, style: Style, spacing: float = 0.0) -> None:
        """Place one line of the present element; top: where its leading begins."""
        self.add(Text(x, base(top, style), text, style, spacing, self.element))

    def line(self, text: str, x: float, style: Style, spacing: float = 0.0) -> None:
        """Place one line at the present height, and go down by its leading."""
        self.text(x, self.y, text, style, spacing)
        self.y -= style.leading

    def picture(self, mark: Mark, alt: str) -> None:
        """Place a drawing. alt: what it shows, for those who do not see it."""
        half = mark.size / 2 if mark.kind == "seal" else 0.0
        left, bottom = mark.x - half, mark.y - half
        box = (left, bottom, left + mark.size, bottom + mark.size)
        outer = self.element or self.root
        self.add(replace(mark, element=outer.add(Element("Figure", alt=alt, box=box))))

    def rule(self, thickness: float, colour: str) -> None:
        """Draw a rule over the whole measure at the present height."""
        self.add(Rule(LEFT, self.y, MEASURE, thickness, colour))


def base(top: float, style: Style) -> float:
    """Return the base line of a line whose leading begins at that height."""
    return top - (style.leading - style.size) / 2 - ASCENT * style.size
