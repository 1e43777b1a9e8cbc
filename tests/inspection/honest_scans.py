"""Scanned papers as phones, scanners and printer drivers pack them."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageCms
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from .pdf_making import LOCATION, edited, honest, located, lzw, photo, picture_page, scan


@honest
def phone_scan_with_location() -> bytes:
    return scan(photo(exif=located(), comment=b"made with a phone " + LOCATION))


@honest
def scan_with_colour_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return scan(photo(icc_profile=profile))


@honest
def scan_with_profile_in_the_pdf() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    def change(pdf: pikepdf.Pdf) -> None:
        stream = Stream(pdf, profile)
        stream.N = 3
        pdf.pages[0].obj.Resources.XObject.Im0.ColorSpace = Array([Name.ICCBased, pdf.make_indirect(stream)])

    return edited(change, scan(photo()))


@honest
def scan_in_cmyk() -> bytes:
    return scan(photo("CMYK"), Name.DeviceCMYK, Decode=Array([1, 0] * 4))


@honest
def scan_in_grey() -> bytes:
    return scan(photo("L"), Name.DeviceGray)


@honest
def scan_progressive() -> bytes:
    return scan(photo(progressive=True))


@honest
def scan_with_preview_after_its_end() -> bytes:
    """Motion photos and multi-picture files carry more behind the picture."""
    return scan(photo() + b"\x00" * 40 + photo(size=(320, 450)) + LOCATION)


@honest
def scan_packed_twice() -> bytes:
    """Some printer drivers pack the JPEG with Flate as well."""
    jpeg = photo("L", exif=located())
    names = Array([Name.FlateDecode, Name.DCTDecode])
    return picture_page(zlib.compress(jpeg), names, None, (640, 900), 8)


@honest
def scan_by_reportlab() -> bytes:
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A5, invariant=1)
    canvas.drawImage(ImageReader(io.BytesIO(photo(exif=located()))), 20, 20, 300, 420)
    canvas.save()
    return out.getvalue()


@honest
def scan_by_pillow() -> bytes:
    out = io.BytesIO()
    pages = [Image.open(io.BytesIO(photo())) for _ in range(3)]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return out.getvalue()


@honest
def fax_group_4() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(photo())).convert("1").save(out, "PDF")
    assert b"CCITTFaxDecode" in out.getvalue()
    return out.getvalue()


@honest
def scan_in_jbig2() -> bytes:
    """The example page of ISO/IEC 14492 Annex H is long; one generic region of white, coded with MMR, is enough."""
    region = (
        b"\x00\x00\x00\x08\x00\x00\x00\x08" + b"\x00" * 8 + b"\x00\x01" + b"\x26\xa0\x00\x10\x01\x00\x10\x01"
    )
    page = b"\x00\x00\x00\x00\x30\x00\x01" + (19).to_bytes(4, "big")
    page += b"\x00\x00\x00\x08\x00\x00\x00\x08" + b"\x00" * 8 + b"\x00\x00\x00"
    segment = b"\x00\x00\x00\x01\x26\x00\x01" + len(region).to_bytes(4, "big") + region
    return picture_page(page + segment, Name.JBIG2Decode, None, (8, 8), 1)


@honest
def picture_in_jpeg_2000() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(photo("L"))).save(out, "JPEG2000")
    return picture_page(out.getvalue(), Name.JPXDecode, None, (640, 900), 8)


@honest
def picture_with_run_lengths() -> bytes:
    data = b"".join(bytes([257 - 32, 255 if row % 2 else 60]) for row in range(32))
    return picture_page(data + b"\x80", Name.RunLengthDecode, None, (32, 32), 8)


@honest
def picture_in_lzw() -> bytes:
    return picture_page(lzw(bytes(range(256)) * 4 + bytes(3072)), Name.LZWDecode, None, (64, 64), 8)


@honest
def picture_with_predictor() -> bytes:
    rows = b"".join(b"\x00" + bytes((x * y) % 256 for x in range(64)) for y in range(64))
    parms = Dictionary(Predictor=15, Colors=1, BitsPerComponent=8, Columns=64)
    return picture_page(zlib.compress(rows), Name.FlateDecode, parms, (64, 64), 8)


@honest
def picture_within_the_instructions() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        inline = b"q 100 0 0 100 200 400 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\x80\xc0\xff EI Q"
        pdf.pages[0].contents_add(inline)

    return edited(change)
