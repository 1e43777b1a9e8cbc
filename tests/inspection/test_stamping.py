"""A page as a picture, and the watermark over it."""

import io

import pikepdf
import pytest
from pikepdf import Array
from PIL import Image, ImageChops

from portal.inspection import rendering, stamping

from . import honest_pdfs, pdf_making
from .test_annotations import words
from .test_honest_pdfs import pictures, remade

pytestmark = pytest.mark.slow

PAGES = (
    "rotated_pages",
    "odd_media_box",
    "cropped",
    "landscape_and_user_unit",
    "scan_in_cmyk",
    "hidden_layer",
)
PAGES += ("see_through", "scan_by_pillow", "contents_in_parts")
LINES = ("王警官 Officer Wang", "2026-10-01 12:30", "案号 2026-0001")


def stamped(content: bytes, content_type: str = "application/pdf", lines: tuple[str, ...] = LINES) -> bytes:
    """Return the file with a watermark."""
    target = io.BytesIO()
    stamping.stamp(io.BytesIO(content), target, content_type, lines)
    return target.getvalue()


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def changed_part(before: Image.Image, after: Image.Image, least: int = 12) -> list[float]:
    """Return for each quarter of a page the share of pixels that became visibly different."""
    assert before.size == after.size
    difference = ImageChops.difference(before.convert("RGB"), after.convert("RGB")).convert("L")
    middle = before.width // 2, before.height // 2
    shares = []
    for left in (0, middle[0]):
        for top in (0, middle[1]):
            part = difference.crop((left, top, left + middle[0], top + middle[1]))
            shares.append(sum(part.histogram()[least:]) / (part.width * part.height))
    return shares


def shown(content: bytes, content_type: str, number: int = 1, width: int = 800) -> Image.Image:
    """Return a page as the viewer gets it."""
    target = io.BytesIO()
    rendering.page(io.BytesIO(content), target, content_type, number, width)
    return Image.open(target)


def test_the_lines_can_be_read_in_the_file() -> None:
    text = words(stamped(remade(pdf_making.drawn(1))))
    assert all(line in text for line in LINES)
    assert "Lease contract, page 1" in text


@pytest.mark.parametrize("name", PAGES)
def test_every_quarter_of_every_page_is_stamped(name: str) -> None:
    content = remade(honest_pdfs.MAKERS[name]())
    for before, after in zip(pictures(content), pictures(stamped(content)), strict=True):
        shares = changed_part(before, after)
        assert min(shares) > 0.005
        assert max(shares) < 0.25  # pale: most of the page is untouched


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_watermark_stands_upright_on_a_turned_page(turn: int) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([0, 0, 500, 500])
        pdf.pages[0].obj.Contents = pdf.make_stream(b"")
        pdf.pages[0].obj.Rotate = turn

    straight = pdf_making.edited(change)
    upright = pictures(stamped(straight))
    with pikepdf.open(io.BytesIO(straight)) as pdf:
        pdf.pages[0].obj.Rotate = 0
        out = io.BytesIO()
        pdf.save(out)
    assert max(changed_part(pictures(stamped(out.getvalue()))[0], upright[0], 60)) < 0.01


def test_what_a_page_draws_cannot_move_the_watermark_away() -> None:
    """Unbalanced instructions: everything after them would be drawn outside of the page, and clipped."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 1 1 re W n q q 1 0 0 1 9999 9999 cm Q Q Q Q q")

    content = pdf_making.edited(change)
    assert min(changed_part(pictures(content)[0], pictures(stamped(content))[0])) > 0.005


@pytest.mark.parametrize("colour", ["white", "black", (128, 128, 128), (180, 20, 20)])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_stamped_so_that_it_shows(colour: str | tuple[int, int, int], form: str) -> None:
    picture = Image.new("RGB", (1200, 900), colour)
    after = Image.open(io.BytesIO(stamped(saved(picture, form), f"image/{form.lower()}")))
    assert after.format == form
    shares = changed_part(picture, after)
    assert min(shares) > 0.01
    assert max(shares) < 0.25


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_pictures_of_every_kind_can_be_stamped(mode: str) -> None:
    picture = Image.new(mode, (1000, 700))
    after = Image.open(io.BytesIO(stamped(saved(picture, "PNG"), "image/png")))
    assert after.size == picture.size
    assert len(after.convert("L").getcolors()) > 3


def test_text_below_a_watermark_keeps_its_contrast() -> None:
    before = pictures(pdf_making.drawn(1))[0].convert("L")
    after = pictures(stamped(pdf_making.drawn(1)))[0].convert("L")
    ink = [new for old, new in zip(before.tobytes(), after.tobytes(), strict=True) if old < 20]
    paper = [new for old, new in zip(before.tobytes(), after.tobytes(), strict=True) if old == 255]
    assert max(ink) < 110
    assert min(paper) > 190


def test_a_character_the_font_lacks_is_replaced() -> None:
    text = words(stamped(pdf_making.drawn(1), lines=("𠮷田\u202e\n\x00",)))
    assert "〓田" in text
    assert "𠮷" not in text


def test_only_pages_can_be_stamped() -> None:
    with pytest.raises(ValueError, match="text/csv"):
        stamped(b"a,b", "text/csv")


@pytest.mark.parametrize("size", [(20, 20), (3, 4000), (4000, 3), (1, 1)])
def test_small_and_narrow_pictures_can_be_stamped_and_shown(size: tuple[int, int]) -> None:
    after = stamped(saved(Image.new("RGB", size, "white"), "PNG"), "image/png")
    assert Image.open(io.BytesIO(after)).size == size
    assert shown(after, "image/png").width == min(800, size[0])


def test_a_page_of_a_pdf_is_shown_as_wide_as_asked() -> None:
    picture = shown(pdf_making.drawn(3), "application/pdf", 2, 1000)
    assert picture.format == "JPEG"
    assert abs(picture.width - 1000) <= 1
    assert abs(picture.height - 1414) <= 2


def test_a_page_is_at_most_2400_pixels_wide_and_25_megapixels() -> None:
    assert shown(pdf_making.drawn(1), "application/pdf", 1, 99_999).width in (2400, 2401)
    tall = shown(pdf_making.drawn(1, (100, 5000)), "application/pdf", 1, 2400)
    assert tall.width * tall.height <= 25_200_000


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_page_that_is_not_there(number: int) -> None:
    with pytest.raises(IndexError):
        shown(pdf_making.drawn(2), "application/pdf", number)
    with pytest.raises(IndexError):
        shown(saved(Image.new("RGB", (9, 9)), "PNG"), "image/png", number)


def test_a_picture_is_made_smaller_but_never_larger() -> None:
    assert shown(saved(Image.new("RGB", (3000, 1500)), "JPEG"), "image/jpeg").size == (800, 400)
    assert shown(saved(Image.new("RGB", (300, 150)), "JPEG"), "image/jpeg").size == (300, 150)


def test_a_transparent_picture_is_shown_on_white() -> None:
    picture = shown(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), "image/png")
    assert min(picture.convert("L").getextrema()) > 250
