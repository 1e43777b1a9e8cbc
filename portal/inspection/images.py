"""Pictures: parsed whole, turned the right way up, and encoded anew with nothing in them but pixels."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pillow_heif
from PIL import Image

from portal.inspection.kinds import type_of
from portal.inspection.verdict import MOST_BYTES, MOST_PIXELS, Refusal, Remade, Wanted

#: content type → the only parser that may read it
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
QUALITY = 88
#: Larger ones take too long to be compressed without loss.
MOST_PNG_PIXELS = 8_000_000
PNG_EFFORT = 3
#: The turns of EXIF 2.3, tag Orientation (1: as it is).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: What the parsers raise at broken files.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # judged here, with a code of its own
# Loaded before the fork, so that no child has to find modules.
Image.preinit()
Image.init()


def remake(source: BinaryIO, target: BinaryIO, wanted: Wanted) -> Remade:
    """Write the first picture of a file anew: HEIC and WebP as JPEG, PNG as PNG unless it is large.

    Raises Refusal: damaged, pixels, small.
    """
    content_type = type_of(wanted.name)
    with _parsing():
        _check_whole(source, content_type)
        image: Image.Image = Image.open(source, formats=[FORMATS[content_type]])
    _check_measure(image.size, wanted.least_px)
    with _parsing():
        turn = image.getexif().get(0x0112, 1)
        image.load()
    plain = _plain(image)
    image.close()
    del image
    plain = _upright(plain, turn)
    return _encoded(plain, target, content_type)


@contextmanager
def _parsing() -> Iterator[None]:
    """Say "damaged" of a file that a parser cannot read. MemoryError and RecursionError pass."""
    try:
        yield
    except RecursionError:
        raise
    except BROKEN as failure:
        raise Refusal("damaged") from failure


def _check_whole(source: BinaryIO, content_type: str) -> None:
    """Check the sums of all chunks of a PNG, which reading its pixels does not."""
    if content_type == "image/png":
        Image.open(source, formats=["PNG"]).verify()
        source.seek(0)


def _check_measure(size: tuple[int, int], least: int) -> None:
    pixels, side = size[0] * size[1], max(size)
    if pixels > MOST_PIXELS:
        raise Refusal("pixels", {"megapixels": -(-pixels // 1_000_000), "most": MOST_PIXELS // 1_000_000})
    if side < least:
        raise Refusal("small", {"pixels": side, "least": least})


def _plain(image: Image.Image) -> Image.Image:
    """Return a copy of the pixels as grey, RGB or RGBA, with nothing else of the file."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I;16N"}:
        plain = image.point(lambda value: value / 256).convert("L")
    elif image.mode in {"I", "F"}:
        plain = image.convert("L")
    elif image.has_transparency_data:
        plain = image.convert("RGBA")
    else:
        plain = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    plain.info = {}
    return plain


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """Return a picture turned as its EXIF orientation says (1 to 8)."""
    if turn not in TURNS:
        return image
    return image.transpose(TURNS[turn])


def _encoded(image: Image.Image, target: BinaryIO, content_type: str) -> Remade:
    if content_type == "image/png" and image.width * image.height <= MOST_PNG_PIXELS:
        image.save(target, "PNG", compress_level=PNG_EFFORT)
        if target.tell() <= MOST_BYTES:
            return Remade("image/png", 1)
        target.seek(0)
        target.truncate()
    _on_white(image).save(target, "JPEG", quality=QUALITY, subsampling="4:2:0")
    return Remade("image/jpeg", 1)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image)
    return white
