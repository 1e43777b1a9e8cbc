"""Drawings of our own, as vectors on a ReportLab canvas: the emblem, the seal, the watermark.

The seal is the portal's: a ring with the organ's name around a word. It is no copy of an official seal, which
has a star or the state emblem, is registered with the police and is never drawn by a program.
"""

from math import cos, pi, sin
from typing import Any

from . import fonts
from .ink import draw_text
from .sheet import ASCENT, DESCENT, HEIGHT, RED, WIDTH

FULL_ARC = 3.1
"""Radians of the ring, around its top, that a long name may take; the signature is set on the lower half."""


def draw_emblem(canvas: Any, x: float, y: float, side: float) -> None:
    """Draw the emblem, an open gate in white on a red square, its lower left corner at x, y."""
    canvas.saveState()
    canvas.setFillColor(RED)
    canvas.roundRect(x, y, side, side, side * 0.16, stroke=0, fill=1)
    canvas.setStrokeColorRGB(1, 1, 1)
    canvas.setLineCap(0)
    canvas.setLineWidth(side * 0.085)
    for radius in (0.3, 0.15):
        path = canvas.beginPath()
        left, right, spring = x + side * (0.5 - radius), x + side * (0.5 + radius), y + side * 0.5
        path.moveTo(left, y + side * 0.2)
        path.lineTo(left, spring)
        path.arcTo(left, spring - side * radius, right, spring + side * radius, 180, -180)
        path.lineTo(right, y + side * 0.2)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def draw_seal(canvas: Any, x: float, y: float, diameter: float, organ: str, word: str) -> None:
    """Draw a round seal centred at x, y: ring, the organ's name around, a word in the middle."""
    radius = diameter / 2
    canvas.saveState()
    canvas.setFillColor(RED)
    canvas.setStrokeColor(RED)
    canvas.setFillAlpha(0.82)
    canvas.setStrokeAlpha(0.82)
    canvas.setLineWidth(2.4)
    canvas.circle(x, y, radius - 1.2)
    canvas.setLineWidth(0.5)
    canvas.circle(x, y, radius - 4.6)
    draw_ring_text(canvas, x, y, radius - 8.5, " ".join(organ.split()))
    size = diameter * 0.11
    wide = fonts.width(word, size, True) + (len(word) - 1) * 2
    draw_text(canvas, x - wide / 2, y + DESCENT * size, word, size, True, spacing=2)
    canvas.restoreState()


def draw_ring_text(canvas: Any, x: float, y: float, outer: float, text: str) -> None:
    """Draw a text along the inside of a circle, centred at its top, smaller the longer it is."""
    natural = fonts.width(text, 1, True)
    # It stands on a smaller circle than the one it touches: size * natural <= (outer - size) * FULL_ARC.
    size = min(13.0, outer * FULL_ARC / (natural + FULL_ARC))
    base = outer - ASCENT * size
    gap = min(0.5 * size, max(0.0, (base * FULL_ARC - natural * size) / max(len(text) - 1, 1)))
    angle = (natural * size + gap * (len(text) - 1)) / base / 2 + pi / 2
    for char in text:
        wide = fonts.width(char, size, True)
        angle -= wide / base / 2
        # The base line is the tangent: a quarter turn clockwise from the direction outwards.
        turn = (sin(angle), -cos(angle))
        start = (x + base * cos(angle) - wide / 2 * turn[0], y + base * sin(angle) - wide / 2 * turn[1])
        draw_text(canvas, *start, char, size, True, turn=turn)
        angle -= (wide / 2 + gap) / base


def draw_watermark(canvas: Any, text: str) -> None:
    """Draw a text across the whole page in pale grey, below everything else."""
    size = min(120.0, 560 / fonts.width(text, 1, True))
    canvas.saveState()
    canvas.setFillColorRGB(0.91, 0.925, 0.94)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(40)
    draw_text(canvas, -fonts.width(text, size, True) / 2, -size / 3, text, size, True)
    canvas.restoreState()
