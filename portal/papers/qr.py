"""QR codes of papers: error correction level M, quiet zone of four modules (ISO/IEC 18004)."""

import io
import re
from functools import lru_cache
from typing import Any

QUIET = 4
MODULE = 2.25
"""Side of a module in points: 2.5 pixels at 80 dpi, which readers still tell apart."""

RUN = re.compile(b"\x01+")

Matrix = tuple[tuple[bool, ...], ...]


# Choosing the mask takes 10 ms, more than the rest of a page.
@lru_cache(maxsize=16)
def qr_matrix(text: str) -> Matrix:
    """Return the modules row by row, True for dark, with the quiet zone around them."""
    return tuple(tuple(bool(module) for module in row) for row in code(text).matrix_iter(border=QUIET))


def qr_png(text: str, scale: int = 6) -> bytes:
    """Return the code as a PNG image; scale: pixels a module."""
    out = io.BytesIO()
    code(text).save(out, kind="png", scale=scale, border=QUIET)
    return out.getvalue()


def side(matrix: Matrix) -> float:
    """Return the side in points, quiet zone included, at which a code stays readable at 80 dpi."""
    return len(matrix) * MODULE


def draw(canvas: Any, matrix: Matrix, x: float, y: float) -> None:
    """Draw the code on a ReportLab canvas as vectors, its lower left corner (quiet zone included) at x, y.

    One path for all modules, so that no reader shows hair lines between them.
    """
    code = [f"q 0 0 0 rg {MODULE} 0 0 {MODULE} {x:.2f} {y:.2f} cm"]
    for row, modules in enumerate(reversed(matrix)):
        for run in RUN.finditer(bytes(modules)):
            code.append(f"{run.start()} {row} {run.end() - run.start()} 1 re")
    canvas.addLiteral(" ".join([*code, "f Q"]))


def code(text: str) -> Any:
    """Return segno's code of a text, level M exactly. Raises segno.DataOverflowError above 2,331 bytes."""
    import segno

    return segno.make(text, error="m", micro=False, boost_error=False)
