"""PDFs such as people hand in, made the way their programs make them. Each function returns the bytes of a file."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageCms, ImageDraw
from reportlab.lib.pagesizes import A4, A5, landscape
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


# ---- how it was written


@honest
def reportlab_plain() -> bytes:
    return drawn()


@honest
def reportlab_ascii85_and_compressed() -> bytes:
    return drawn(pageCompression=1)


@honest
def version_1_3() -> bytes:
    return edited(nothing, force_version="1.3", object_stream_mode=pikepdf.ObjectStreamMode.disable)


@honest
def version_2_0() -> bytes:
    return edited(nothing, force_version="2.0")


@honest
def object_streams() -> bytes:
    return edited(nothing, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@honest
def linearized() -> bytes:
    return edited(nothing, linearize=True)


@honest
def two_hundred_pages() -> bytes:
    return drawn(200)


@honest
def changed_by_an_update_at_the_end() -> bytes:
    """An editor that appends: the first page gets new content, the old one stays in the file."""
    old = drawn(1, pageCompression=0)
    with pikepdf.open(io.BytesIO(old)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
        size, root = len(pdf.objects) + 1, pdf.Root.objgen[0]
    start = int(old.rsplit(b"startxref", 1)[1].split()[0])
    content = b"BT /F1 30 Tf 100 500 Td (Corrected) Tj ET"
    body = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    xref = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(old))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, start)
    return old + body + xref + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(body))


@honest
def wrong_size_in_the_trailer() -> bytes:
    """Several invoice programs count one object too many."""
    plain = edited(nothing, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        size = len(pdf.objects) + 1
    assert b"/Size %d" % size in plain
    return plain.replace(b"/Size %d" % size, b"/Size %d" % (size + 1))


@honest
def white_space_before_and_after() -> bytes:
    return drawn() + b"\r\n\r\n\x00\x00"


# ---- scans


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


# ---- pages


@honest
def rotated_pages() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        for page, turn in zip(pdf.pages, (90, 180, 270, -90), strict=True):
            page.obj.Rotate = turn

    return edited(change, drawn(4))


@honest
def cropped() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = Array([50, 80, 400, 800])
        pdf.pages[0].obj.TrimBox = Array([60, 90, 390, 790])

    return edited(change)


@honest
def odd_media_box() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([-20, 40, 595.276, 900])

    return edited(change)


@honest
def landscape_and_user_unit() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.UserUnit = 2

    return edited(change, drawn(1, landscape(A5)))


@honest
def everything_inherited() -> bytes:
    """What the pages share stands in the node above, as some programs write it."""

    def change(pdf: pikepdf.Pdf) -> None:
        root = pdf.Root.Pages
        first = pdf.pages[0].obj
        root.Resources, root.MediaBox, root.Rotate = first.Resources, Array([0, 0, 595, 842]), 90
        for page in pdf.pages:
            for key in ("/Resources", "/MediaBox", "/Rotate"):
                if key in page.obj:
                    del page.obj[key]

    return edited(change)


@honest
def one_page_twice() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids = Array([pdf.pages[0].obj, pdf.pages[0].obj])

    return edited(change, drawn(2))


@honest
def contents_in_parts() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"q 0 0 1 rg 300 300 50 50 re f Q")
        pdf.pages[0].contents_add(b"q", prepend=True)
        pdf.pages[0].contents_add(b"Q")

    return edited(change)


@honest
def see_through() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFillAlpha(0.4)
    canvas.setFillColorRGB(0, 0.4, 0)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.circle(300, 300, 90, fill=1)
    canvas.linearGradient(100, 500, 300, 700, ((1, 0, 0), (0, 0, 1)))
    canvas.save()
    return out.getvalue()


@honest
def hidden_layer() -> bytes:
    """Two layers: one is shown, one is not."""

    def change(pdf: pikepdf.Pdf) -> None:
        layers = [
            pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("Shown", "Hidden")
        ]
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(MC0=layers[0], MC1=layers[1])
        pdf.pages[0].contents_add(
            b"/OC /MC0 BDC 0 0.6 0 rg 250 300 80 80 re f EMC /OC /MC1 BDC 0 0 0 rg 350 300 80 80 re f EMC"
        )
        shown = Dictionary(Order=Array(layers), OFF=Array([layers[1]]), BaseState=Name.ON)
        pdf.Root.OCProperties = Dictionary(OCGs=Array(layers), D=shown)

    return edited(change)


# ---- what programs add


@honest
def links_bookmarks_and_titles() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle("Lease")
    canvas.setAuthor("LOCATION of an author")
    canvas.drawString(100, 700, "See the registry")
    canvas.linkURL("https://example.org/registry", (100, 690, 200, 715))
    canvas.bookmarkPage("one")
    canvas.addOutlineEntry("First page", "one")
    canvas.linkAbsolute("again", "one", (100, 600, 200, 620))
    canvas.save()
    return out.getvalue()


@honest
def tagged_with_metadata() -> bytes:
    """As a word processor exports it for screen readers, with XMP data on the file and on a picture."""

    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["LOCATION of an author"]
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, K=0, Pg=pdf.pages[0].obj))
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.pages[0].obj.StructParents = 0
        image = pdf.pages[0].obj.Resources.XObject.Im0
        image.Metadata = Stream(
            pdf, b"<x:xmpmeta>" + LOCATION + b"</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML
        )
        image.Metadata = pdf.make_indirect(image.Metadata)

    return edited(change, scan(photo()))


@honest
def empty_list_of_attachments() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names = Dictionary(
            EmbeddedFiles=Dictionary(Names=Array([])), Dests=Dictionary(Names=Array([]))
        )

    return edited(change)


@honest
def opens_at_its_first_page() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        target = Array([pdf.pages[0].obj, Name.Fit])
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=target)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)

    return edited(change)


@honest
def resources_with_unlucky_names() -> bytes:
    """A font and a picture may be called anything, also JS, EF, A or Metadata."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        image = page.Resources.XObject.Im0
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        page.Resources.XObject = Dictionary(JS=image, Metadata=image, A=image, F=image)
        page.Resources.Font = Dictionary(EF=font, PS=font)
        page.Contents = pdf.make_stream(
            b"q 200 0 0 300 0 0 cm /JS Do Q q 200 0 0 300 250 0 cm /Metadata Do Q q 90 0 0 90 0 500 cm /A Do Q"
            b" q 90 0 0 90 300 500 cm /F Do Q BT /EF 20 Tf 100 700 Td (EF) Tj /PS 20 Tf (PS) Tj ET"
        )

    return edited(change, scan(photo()))


# ---- what people add


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


@honest
def stamped() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(
            pdf, b"1 0 0 RG 4 w 5 5 110 50 re S BT /Helv 20 Tf 15 22 Td (SEALED) Tj ET", 120, 60
        )
        note(pdf, Subtype=Name.Stamp, Rect=Array([300, 300, 420, 360]), AP=Dictionary(N=look))

    return edited(change)


@honest
def stamped_on_a_rotated_page() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"0 0 1 RG 4 w 5 5 110 50 re S", 120, 60)
        pdf.pages[0].obj.Rotate = 90
        note(pdf, Subtype=Name.Stamp, Rect=Array([300, 300, 420, 360]), AP=Dictionary(N=look))

    return edited(change)


@honest
def signature_drawn_by_hand() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"0 0 0.6 RG 2 w 5 5 m 30 50 60 0 90 40 c S", 100, 50)
        stroke = Array([Array([305, 305, 340, 350, 390, 340])])
        rect = Array([300, 300, 400, 350])
        note(pdf, Subtype=Name.Ink, InkList=stroke, Rect=rect, AP=Dictionary(N=look))

    return edited(change)


@honest
def hidden_annotation_stays_hidden() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"0 0 0 rg 0 0 100 50 re f", 100, 50)
        note(pdf, Subtype=Name.Stamp, F=2, Rect=Array([300, 300, 400, 350]), AP=Dictionary(N=look))

    return edited(change)


@honest
def form_filled_in_a_reader() -> bytes:
    """Text, a tick and a choice, each with its picture, as a reader leaves them."""

    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"/Tx BMC BT /Helv 12 Tf 2 6 Td (Li Ming) Tj ET EMC", 150, 20)
        on, off = appearance(pdf, b"2 w 2 2 m 14 14 l 2 14 m 14 2 l S", 16, 16), appearance(pdf, b"", 16, 16)
        field = {"Subtype": Name.Widget, "DA": String("/Helv 12 Tf 0 g")}
        note(pdf, **field, FT=Name.Tx, T=String("name"), V=String("Li Ming"), Rect=Array([100, 500, 250, 520]),
             AP=Dictionary(N=look))  # fmt: skip
        note(pdf, **field, FT=Name.Btn, T=String("yes"), V=Name.Yes, AS=Name.Yes, Rect=Array([100, 450, 116, 466]),
             AP=Dictionary(N=Dictionary(Yes=on, Off=off)))  # fmt: skip
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots, NeedAppearances=False)

    return edited(change)


@honest
def electronically_signed() -> bytes:
    """The seal ends with the file made anew; its picture stays."""

    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"BT /Helv 10 Tf 5 20 Td (Signed by Li Ming) Tj ET", 120, 50)
        value = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Adobe.PPKLite"),
                SubFilter=Name("/adbe.pkcs7.detached"),
                ByteRange=Array([0, 10, 20, 10]),
                Contents=String(b"\x30\x00"),
            )
        )
        note(pdf, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), V=value, Rect=Array([300, 100, 420, 150]),
             AP=Dictionary(N=look), F=132)  # fmt: skip
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots, SigFlags=3)

    return edited(change)
