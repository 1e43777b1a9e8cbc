"""QR codes on papers can be read from a coarse picture of the page."""

import io
import os
import shutil
import subprocess

import pytest
import zxingcpp
from PIL import Image

from portal.papers.drawing import draw
from portal.papers.qr import qr_matrix, qr_png

from .samples import IMPRINT, PERMIT, URL


def picture(data: bytes) -> Image.Image:
    """Render the last page of a PDF file at 80 dots per inch."""
    if not shutil.which("pdftoppm"):
        reason = "pdftoppm (poppler-utils) is missing"
        pytest.fail(reason) if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip(reason)
    done = subprocess.run(["pdftoppm", "-r", "80", "-png", "-"], input=data, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


@pytest.mark.parametrize(
    "url", [URL, URL + "&s=" + "Aq7-Zx_0" * 30, "https://a.cn/1"], ids=["plain", "signed", "short"]
)
def test_the_code_is_read_at_80_dpi(url):
    found = zxingcpp.read_barcodes(picture(draw(PERMIT, **IMPRINT | {"qr_url": url})))
    assert [(code.text, str(code.format)) for code in found] == [(url, str(zxingcpp.BarcodeFormat.QRCode))]


def test_a_second_reader_reads_it_too(tmp_path):
    if not shutil.which("zbarimg"):
        reason = "zbarimg (zbar-tools) is missing"
        pytest.fail(reason) if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip(reason)
    picture(draw(PERMIT, **IMPRINT)).save(tmp_path / "page.png")
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", tmp_path / "page.png"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == URL


def test_the_image_is_level_m_with_a_quiet_zone():
    code = zxingcpp.read_barcode(Image.open(io.BytesIO(qr_png(URL))))
    assert (code.text, code.ec_level) == (URL, "M")
    matrix = qr_matrix(URL)
    assert len(matrix) == len(matrix[0]) == 37 + 8
    assert not any(any(row) for row in (*matrix[:4], *matrix[-4:]))
    assert matrix == qr_matrix(URL)


def test_a_paper_without_address_has_no_code():
    assert zxingcpp.read_barcodes(picture(draw(PERMIT, **IMPRINT | {"qr_url": ""}))) == []
