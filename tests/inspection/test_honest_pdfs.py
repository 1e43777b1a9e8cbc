"""PDFs that people hand in are taken, and look the same afterwards."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from portal.inspection import pdfs
from portal.inspection.verdict import Remade, Wanted

from . import honest_notes, honest_pdfs, honest_scans, pdf_making

pytestmark = pytest.mark.slow

PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"}
PAGE_KEYS |= {"/UserUnit", "/Group"}
WANTED = Wanted("paper.pdf", "application/pdf")


def remade(content: bytes) -> bytes:
    """Return the PDF made anew."""
    target = io.BytesIO()
    assert pdfs.remake(io.BytesIO(content), target, WANTED).content_type == "application/pdf"
    return target.getvalue()


def pictures(content: bytes, most: int = 4) -> list[Image.Image]:
    """Return the first pages as a viewer shows them, with forms and annotations."""
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        return [
            document[at].render(scale=1).to_pil().convert("RGB") for at in range(min(most, len(document)))
        ]


def differing(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ to the eye."""
    assert one.size == other.size
    difference = ImageChops.difference(one, other).convert("L").point(lambda level: 255 * (level > 40))
    return difference.histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize("name", honest_pdfs.MAKERS)
def test_a_pdf_is_taken_and_looks_the_same(name: str) -> None:
    content = honest_pdfs.MAKERS[name]()
    before = pictures(content)
    after = pictures(remade(content))
    assert len(after) == len(before)
    assert any(len(page.getcolors(1 << 24)) > 1 for page in before) or name == "scan_in_jbig2"
    assert max(differing(one, other) for one, other in zip(before, after, strict=True)) < 0.0005


def test_pages_are_counted() -> None:
    target = io.BytesIO()
    assert pdfs.remake(io.BytesIO(pdf_making.drawn(7)), target, WANTED) == Remade("application/pdf", 7)


@pytest.mark.parametrize("name", honest_pdfs.MAKERS)
def test_nothing_tells_where_a_file_comes_from(name: str) -> None:
    content = remade(honest_pdfs.MAKERS[name]())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/OCProperties"}
        assert set(pdf.trailer.keys()) <= {"/Root", "/Size", "/ID"}
        for page in pdf.pages:
            assert set(page.obj.keys()) <= PAGE_KEYS
    assert pdf_making.LOCATION not in content
    assert b"LOCATION" not in content


def test_the_same_file_is_made_anew_to_the_same_bytes() -> None:
    content = honest_notes.stamped()
    assert remade(content) == remade(content)


def test_a_file_made_anew_can_be_made_anew() -> None:
    once = remade(honest_pdfs.hidden_layer())
    assert differing(pictures(once)[0], pictures(remade(once))[0]) == 0


def test_a_jpeg_inside_keeps_every_pixel() -> None:
    content = honest_scans.phone_scan_with_location()
    raw = []
    for one in (content, remade(content)):
        with pikepdf.open(io.BytesIO(one)) as pdf:
            raw.append(pdf.pages[0].obj.Resources.XObject["/Im0"].read_raw_bytes())
    assert pdf_making.LOCATION in raw[0]
    assert pdf_making.LOCATION not in raw[1]
    assert Image.open(io.BytesIO(raw[0])).tobytes() == Image.open(io.BytesIO(raw[1])).tobytes()
