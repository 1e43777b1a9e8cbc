"""The files of the bench of uploads: what applicants hand in, made here, about as hard to pack as the real ones."""

import io
import random

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

#: How much of a picture is noise: a lamp and a small lens make more of it than a scanner.
PHONE, SCANNER = 0.08, 0.05


def picture(width: int, height: int, seed: int, quality: int, noise: float) -> bytes:
    """Return a JPEG of shades and the noise of a camera. width, height: in pixels. noise: its share, 0 to 1."""
    chance = random.Random(seed)
    small = Image.frombytes(
        "RGB", (width // 16, height // 16), chance.randbytes((width // 16) * (height // 16) * 3)
    )
    image = Image.blend(
        small.resize((width, height), Image.Resampling.BICUBIC),
        Image.effect_noise((width, height), 40).convert("RGB"),
        noise,
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def scan(pages: int, seed: int) -> bytes:
    """Return a PDF as scanners make it: a JPEG in colour of 200 dots an inch on each page."""
    rl_config.useA85 = 0  # else the pictures are wrapped in ASCII, which no scanner does
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        page = picture(1654, 2339, seed + number, 75, SCANNER)
        canvas.drawImage(ImageReader(io.BytesIO(page)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def photo(seed: int) -> bytes:
    """Return what a phone makes of a paper: 12 million pixels."""
    return picture(4000, 3000, seed, 92, PHONE)


def handed_in() -> list[tuple[str, bytes]]:
    """Return what one applicant hands in: four papers from a scanner, and both sides of a card from a phone."""
    scans = [("lease.pdf", 6), ("deed.pdf", 4), ("register.pdf", 2), ("permit.pdf", 2)]
    return [
        *((name, scan(pages, 10 * number)) for number, (name, pages) in enumerate(scans)),
        ("front.jpg", photo(100)),
        ("back.jpg", photo(101)),
    ]
