"""Pictures: parsed whole, turned the right way up, and encoded anew with nothing in them but pixels."""

import struct
import zlib
from typing import BinaryIO

import pillow_heif
from PIL import Image

from portal.inspection.kinds import type_of
from portal.inspection.verdict import MOST_BYTES, MOST_PIXELS, Refusal, Remade, Wanted, parsing

#: content type → the only parser that may read it
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
QUALITY = 88
#: Its parser holds each picture four times.
MOST_WEBP_PIXELS = 32_000_000
#: A JPEG in steps has about ten; each costs the time of the whole picture.
MOST_SCANS = 64
#: Larger ones take too long to be compressed without loss.
MOST_PNG_PIXELS = 8_000_000
PNG_EFFORT = 1
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
    with parsing(BROKEN):
        BEFORE.get(content_type, _nothing)(source)
        source.seek(0)
        image: Image.Image = Image.open(source, formats=[FORMATS[content_type]])
    _check_pixels(*image.size)
    _check_side(max(image.size), wanted.least_px)
    with parsing(BROKEN):
        turn = image.getexif().get(0x0112, 1)
        image.load()
    plain = _plain(image)
    del image
    plain = _upright(plain, turn)
    return _encoded(plain, target, content_type)


def _nothing(source: BinaryIO) -> None:
    """Judge nothing before the parser."""


def _check_chunks(source: BinaryIO) -> None:
    """Check the sums of all chunks of a PNG, which reading its pixels does not."""
    Image.open(source, formats=["PNG"]).verify()


def _check_scans(source: BinaryIO) -> None:
    """Refuse a JPEG that is drawn over and over. The marker stands nowhere in the data of a picture."""
    if source.read().count(b"\xff\xda") > MOST_SCANS:
        raise Refusal("heavy")


def _check_canvas(source: BinaryIO) -> None:
    """Judge the size of a WebP before its parser takes the memory for it (RFC 9649, 2.5 to 2.7)."""
    head = source.read(30)
    if head[12:16] == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    elif head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    _check_pixels(width, height, MOST_WEBP_PIXELS)


#: content type → what is judged before its parser begins
BEFORE = {"image/png": _check_chunks, "image/jpeg": _check_scans, "image/webp": _check_canvas}


def _check_pixels(width: int, height: int, most: int = MOST_PIXELS) -> None:
    if width * height > most:
        # Both in whole millions, rounded apart: "50 of 50" would say nothing.
        raise Refusal("pixels", {"megapixels": -(-width * height // 1_000_000), "most": most // 1_000_000})


def _check_side(side: int, least: int) -> None:
    if side < least:
        raise Refusal("small", {"pixels": side, "least": least})


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels as grey, RGB or RGBA, with nothing else of the file."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I;16N"}:
        plain = image.point(lambda value: value / 256).convert("L")
    elif image.mode in {"I", "F"}:
        plain = image.convert("L")
    elif image.has_transparency_data:
        plain = image.convert("RGBA")
    elif image.mode in {"L", "RGB"}:
        # The pixels in a picture that never was a file. To copy them takes a fifth of the whole time of a photo.
        plain = Image.Image()._new(image.im)
    else:
        plain = image.convert("L" if image.mode == "1" else "RGB")
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
