"""Write over each page of a re-made file who took it, when, and for which case.

Two layers, dark and light beside each other, so that it shows on white paper and on dark pictures.
"""

import io
import math
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from . import lettering

ANGLE = 30  # degrees, rising to the right
#: of the lettering, as part of the page's shorter side
SIZE = 1 / 42
DARK, LIGHT = 0.16, 0.34  # how opaque
QUALITY = 90
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def stamp(source: BinaryIO, target: BinaryIO, content_type: str, lines: tuple[str, ...]) -> None:
    """Write the file with a pale watermark, repeated all over each page.

    source: a re-made file. content_type: of it, a PDF, JPEG or PNG. lines: of the watermark; a character that the
    font lacks is shown as 〓. Raises ValueError for another content type.
    """
    source.seek(0)
    lettering.font()
    shown = tuple(lettering.drawable(line) for line in lines)
    if content_type == "application/pdf":
        stamp_pdf(source, target, shown)
    elif content_type in FORMATS:
        stamp_picture(source, target, FORMATS[content_type], shown)
    else:
        raise ValueError(f"A file of type {content_type} cannot be stamped.")
    target.flush()


@dataclass(frozen=True)
class Lattice:
    """Where the watermark stands: size of the lettering, and distances along and across the slanted rows."""

    size: float
    along: float
    across: float

    @classmethod
    def of(cls, lines: tuple[str, ...], width: float, height: float) -> "Lattice":
        """Return the lattice for a page of width × height, in any unit."""
        size = max(min(width, height), max(width, height) / 3) * SIZE
        longest = max((lettering.width(line, size) for line in lines), default=size)
        return cls(size, longest + 5 * size, (1.25 * len(lines) + 5) * size)

    def places(self, width: float, height: float) -> list[tuple[float, float]]:
        """Return the middles of the watermarks, counted from the middle of the page along the slanted rows."""
        half = math.hypot(width, height) / 2
        found = []
        rows = int(half // self.across) + 1
        for row in range(-rows, rows + 1):
            shift = self.along / 2 if row % 2 else 0.0
            columns = int(half // self.along) + 1
            found += [
                (column * self.along + shift, row * self.across)
                for column in range(-columns - 1, columns + 1)
            ]
        return found


def stamp_pdf(source: BinaryIO, target: BinaryIO, lines: tuple[str, ...]) -> None:
    """Stamp a PDF. What a page draws is closed in first, so that it can neither move nor cut off the watermark."""
    with pikepdf.open(source) as pdf:
        overlays: dict[tuple[float, float], pikepdf.Object] = {}
        sources = []
        for page in pdf.pages:
            box = [float(side) for side in page.cropbox]
            left, bottom = min(box[0], box[2]), min(box[1], box[3])
            width, height = max(1.0, abs(box[2] - box[0])), max(1.0, abs(box[3] - box[1]))
            turn = int(page.get(Name.Rotate, 0)) % 360
            seen = (height, width) if turn in (90, 270) else (width, height)
            if seen not in overlays:
                sources.append(pikepdf.open(io.BytesIO(overlay(seen, lines))))
                overlays[seen] = pdf.copy_foreign(sources[-1].pages[0].as_form_xobject())
            matrix = turned(turn, left, bottom, width, height)
            cover(pdf, page, overlays[seen], matrix)
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)


def turned(turn: int, left: float, bottom: float, width: float, height: float) -> str:
    """Return the matrix that lays an upright overlay onto a page that is shown turned by 0, 90, 180 or 270 degrees."""
    matrix = {
        90: (0, 1, -1, 0, left + width, bottom),
        180: (-1, 0, 0, -1, left + width, bottom + height),
        270: (0, -1, 1, 0, left, bottom + height),
    }.get(turn, (1, 0, 0, 1, left, bottom))
    return " ".join(f"{part:.4f}" for part in matrix)


def cover(pdf: pikepdf.Pdf, page: pikepdf.Page, overlay: pikepdf.Object, matrix: str) -> None:
    """Draw what the page drew so far, closed in as one object, and the overlay over it."""
    # a copy, because what is closed in is read from the page it was made of, when the file is written
    former = pikepdf.Page(pdf.make_indirect(Dictionary(dict(page.obj.items()))))
    below = pdf.make_indirect(former.as_form_xobject(handle_transformations=False))
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=below, Mark=overlay))
    page.obj.Contents = pdf.make_stream(f"q /Page Do Q q {matrix} cm /Mark Do Q".encode("ascii"))


def overlay(size: tuple[float, float], lines: tuple[str, ...]) -> bytes:
    """Draw the watermark as a PDF of one page of that size in points."""
    width, height = size
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1)
    lattice = Lattice.of(lines, width, height)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(ANGLE)
    canvas.setFont(lettering.NAME, lattice.size)
    for tone, opacity, shift in ((1, LIGHT, lattice.size / 14), (0, DARK, 0)):
        canvas.setFillGray(tone, opacity)
        for x, y in lattice.places(width, height):
            for at, line in enumerate(lines):
                down = (len(lines) / 2 - at - 1) * 1.25 * lattice.size
                canvas.drawCentredString(x + shift, y + down - shift, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def stamp_picture(source: BinaryIO, target: BinaryIO, form: str, lines: tuple[str, ...]) -> None:
    """Stamp a picture. One small tile is drawn and laid down again and again: a copy of the picture costs too much."""
    with Image.open(source) as found:
        # JPEG is stored in RGB or grey; a palette cannot take new shades
        keep = found.mode in ("RGB", "L") or (form == "PNG" and found.mode in ("RGBA", "LA"))
        found.load()
        picture = found if keep else found.convert("RGBA" if "transparency" in found.info else "RGB")
        profile = found.info.get("icc_profile") if keep else None
    lattice = Lattice.of(lines, *picture.size)
    tile = word_tile(lines, lattice)
    shift = max(1, round(lattice.size / 14))
    turn = math.radians(ANGLE)
    for x, y in lattice.places(*picture.size):
        left = round(picture.width / 2 + x * math.cos(turn) - y * math.sin(turn) - tile.width / 2)
        top = round(picture.height / 2 - x * math.sin(turn) - y * math.cos(turn) - tile.height / 2)
        if left >= picture.width or top >= picture.height or left + tile.width < 0 or top + tile.height < 0:
            continue
        for tone, opacity, aside in ((255, LIGHT, shift), (0, DARK, 0)):
            lay(picture, tile, (left + aside, top + aside), tone, opacity)
    options = {"quality": QUALITY} if form == "JPEG" else {"compress_level": 3}
    picture.save(target, form, icc_profile=profile, **options)


def lay(picture: Image.Image, tile: Image.Image, place: tuple[int, int], tone: int, opacity: float) -> None:
    """Lay lettering of one shade onto a picture; where the picture is transparent the lettering shows."""
    left, top = place
    box = (
        max(0, left),
        max(0, top),
        min(picture.width, left + tile.width),
        min(picture.height, top + tile.height),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    mask = tile.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
    mask = mask.point([round(level * opacity) for level in range(256)])
    shade = {1: tone, 2: (tone, 255), 3: (tone,) * 3, 4: (tone,) * 3 + (255,)}[len(picture.getbands())]
    picture.paste(shade, box, mask)


def word_tile(lines: tuple[str, ...], lattice: Lattice) -> Image.Image:
    """Return the slanted lettering as a mask."""
    letters = typeface(max(6, round(lattice.size)))
    width, height = round(lattice.along), round(1.25 * lattice.size * (len(lines) + 1))
    tile = Image.new("L", (max(1, width), max(1, height)))
    draw = ImageDraw.Draw(tile)
    for at, line in enumerate(lines):
        top = height / 2 + (at - len(lines) / 2) * 1.25 * lattice.size
        draw.text((width / 2, top), line, fill=255, font=letters, anchor="ma")
    return tile.rotate(ANGLE, Image.Resampling.BICUBIC, expand=True)


@cache
def typeface(size: int) -> ImageFont.FreeTypeFont:
    """Return the font for pictures. size: of the lettering in pixels."""
    return ImageFont.truetype(io.BytesIO(lettering.DATA), size, layout_engine=ImageFont.Layout.BASIC)
