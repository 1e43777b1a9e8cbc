"""One page of a re-made file as a picture, for the viewer at the desk."""

from typing import BinaryIO

import pypdfium2
from PIL import Image

MOST_WIDTH = 2400
MOST_PIXELS = 25_000_000
QUALITY = 85


def page(source: BinaryIO, target: BinaryIO, content_type: str, number: int, width: int) -> None:
    """Write one page as a JPEG.

    source: a re-made file. content_type: of it, a PDF or a picture. number: of the page, from 1 (a picture has one).
    width: most pixels from left to right, at most 2400; a picture is never made larger than it is. Raises IndexError
    for a page that is not there, ValueError for a content type that has no pages or a width below 1.
    """
    if width < 1:
        raise ValueError("A page is at least one pixel wide.")
    width = min(width, MOST_WIDTH)
    source.seek(0)
    if content_type == "application/pdf":
        picture = of_pdf(source, number, width)
    elif content_type.startswith("image/"):
        picture = of_picture(source, number, width)
    else:
        raise ValueError(f"A file of type {content_type} has no pages to show.")
    picture.save(target, "JPEG", quality=QUALITY)
    target.flush()


def of_pdf(source: BinaryIO, number: int, width: int) -> Image.Image:
    """Draw a page of a PDF, `width` pixels wide or narrower where MOST_PIXELS would be passed."""
    with pypdfium2.PdfDocument(source.read()) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        found = document[number - 1]
        across, down = (max(1.0, side) for side in found.get_size())
        scale = min(width / across, (MOST_PIXELS / (across * down)) ** 0.5)
        # a strip of 1 × 20,000 points would otherwise round to nothing
        scale = max(scale, 1 / across)
        if across * scale * down * scale > MOST_PIXELS * 2:
            raise ValueError("The page is too long for its width.")
        return found.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def of_picture(source: BinaryIO, number: int, width: int) -> Image.Image:
    """Return a picture, made smaller when it is wider than `width` pixels, on white where it is transparent."""
    if number != 1:
        raise IndexError(number)
    with Image.open(source) as found:
        across, down = found.size
        scale = min(1.0, width / across, (MOST_PIXELS / (across * down)) ** 0.5)
        size = (max(1, round(across * scale)), max(1, round(down * scale)))
        if scale < 1:
            found.draft("RGB", size)  # a JPEG is read at half or a quarter of its size at once
        opaque = on_white(found)
    return opaque if opaque.size == size else opaque.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def on_white(picture: Image.Image) -> Image.Image:
    """Return a picture in RGB, on white where it is transparent."""
    if picture.mode == "RGB" and "transparency" not in picture.info:
        picture.load()
        return picture.copy()
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGB", layered.size, "white")
    white.paste(layered, mask=layered.getchannel("A"))
    return white
