"""How PDFs are made for the tests: drawn, changed, wrapped around a picture, or written by hand."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

MAKERS: dict[str, Callable[[], bytes]] = {}
LOCATION = b"GPS-31.2304N-121.4737E"


def honest(maker: Callable[[], bytes]) -> Callable[[], bytes]:
    """Enter a maker into the corpus under its name."""
    MAKERS[maker.__name__] = maker
    return maker


def drawn(pages: int = 2, size: tuple[float, float] = A4, **options: object) -> bytes:
    """Return a PDF with text and a box on each page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, **options)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(80, size[1] - 120, f"Lease contract, page {page}")
        canvas.setFillColorRGB(0.8, 0.1, 0.1)
        canvas.rect(80, 100, 120, 60, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def edited(change: Callable[[pikepdf.Pdf], None], content: bytes = b"", **options: object) -> bytes:
    """Return a PDF after a change made with pikepdf. options: of saving."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content or drawn())) as pdf:
        change(pdf)
        pdf.save(out, static_id=True, **options)
    return out.getvalue()


def nothing(pdf: pikepdf.Pdf) -> None:
    """Change nothing."""


def photo(mode: str = "RGB", size: tuple[int, int] = (640, 900), **options: object) -> bytes:
    """Return a JPEG with some shapes, as a scanner makes it."""
    picture = Image.new("RGB", size, (250, 248, 240))
    pen = ImageDraw.Draw(picture)
    pen.text((80, 100), "Scanned paper", fill=(20, 20, 20), font_size=60)
    pen.ellipse((size[0] // 2, size[1] // 2, size[0] - 60, size[1] - 200), outline=(200, 20, 20), width=14)
    out = io.BytesIO()
    picture.convert(mode).save(out, "JPEG", quality=80, **options)
    return out.getvalue()


def located() -> bytes:
    """Return EXIF data with a place."""
    exif = Image.Exif()
    exif[0x010E] = LOCATION.decode()
    return exif.tobytes()


def scan(jpeg: bytes, space: Name = Name.DeviceRGB, **keys: object) -> bytes:
    """Return a PDF of one page with a JPEG over the whole page, as phones and scanners write it."""
    size = Image.open(io.BytesIO(jpeg)).size
    pdf = pikepdf.new()
    image = Stream(pdf, jpeg)
    image.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        BitsPerComponent=8,
        ColorSpace=space,
    )
    image.write(jpeg, filter=Name.DCTDecode)
    for key, value in keys.items():
        image[f"/{key}"] = value
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(Im0=image))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def picture_page(
    data: bytes, names: Name | Array, parms: Dictionary | None, size: tuple[int, int], bits: int
) -> bytes:
    """Return a PDF with one grey or black and white picture whose data is packed in a given way."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    image = Stream(pdf, b"")
    image.write(data, filter=names, decode_parms=parms)
    for key, value in {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": size[0],
        "/Height": size[1],
        "/BitsPerComponent": bits,
        "/ColorSpace": Name.DeviceGray,
    }.items():
        image[key] = value
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 260 0 0 260 20 20 cm /Im0 Do Q")
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def note(pdf: pikepdf.Pdf, **keys: object) -> None:
    """Put an annotation onto the first page."""
    page = pdf.pages[0].obj
    kept = list(page.get(Name.Annots, Array()))
    added = Dictionary(Type=Name.Annot, F=4)
    for key, value in keys.items():
        added[f"/{key}"] = value
    page.Annots = Array([*kept, pdf.make_indirect(added)])


def appearance(pdf: pikepdf.Pdf, content: bytes, width: float, height: float) -> pikepdf.Object:
    """Return a picture for an annotation."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    form = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, width, height]))
    form.Resources = Dictionary(Font=Dictionary(Helv=font))
    return pdf.make_indirect(form)


def lzw(data: bytes) -> bytes:
    """Pack with LZW as the PDF standard asks for it (early change)."""
    table = {bytes([value]): value for value in range(256)}
    codes: list[tuple[int, int]] = [(256, 9)]
    width, word, following = 9, b"", 258
    for value in data:
        longer = word + bytes([value])
        if longer in table:
            word = longer
            continue
        codes.append((table[word], width))
        table[longer], following = following, following + 1
        width = 9 + (following >= 512) + (following >= 1024) + (following >= 2048)
        word = bytes([value])
        if following >= 4094:
            codes += [(table[word], width), (256, width)]
            table, word, width, following = {bytes([one]): one for one in range(256)}, b"", 9, 258
    codes += [(table[word], width)] if word else []
    codes.append((257, 9 + (following >= 511) + (following >= 1023) + (following >= 2047)))
    bits = "".join(f"{code:0{width}b}" for code, width in codes)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def raw(*objects: bytes, root: int = 1, version: bytes = b"1.7") -> bytes:
    """Write a PDF from the bodies of its objects, numbered from 1, with a right table of places."""
    out = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def raw_page(*more: bytes, root: bytes = b"", page: bytes = b"") -> bytes:
    """Write a PDF of one page by hand; `more` are objects 5 and on, `root` and `page` more keys."""
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources << >> "
        + (page or b"/Contents 4 0 R")
        + b" >>",
        packed(b"0 0 100 100 re f", b""),
        *more,
    )


def packed(data: bytes, keys: bytes) -> bytes:
    """Write a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), keys, data)


def zeros(megabytes: int) -> bytes:
    """Pack many zero bytes with Flate: one block again and again, which takes no time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = ((megabytes << 20) % 65521) << 16 | 1
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + checksum.to_bytes(4, "big")


def lzw_bomb(codes: int) -> bytes:
    """The longest runs LZW can hold: each code one byte longer than the last, up to 3,838."""
    out, bits, have = bytearray(), 0, 0
    width, following, code = 9, 258, 0
    sequence: list[tuple[int, int]] = [(256, 9)]
    for _ in range(codes):
        sequence.append((code, width))
        if code:
            following += 1
        code = following if following < 4095 else 4094
        width = 9 + (following >= 511) + (following >= 1023) + (following >= 2047)
    for value, size in sequence:
        bits, have = bits << size | value, have + size
        while have >= 8:
            have -= 8
            out.append(bits >> have & 255)
            bits &= (1 << have) - 1
    return bytes(out)
