"""PDFs such as people hand in, made the way their programs make them. Each function returns the bytes of a file."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from . import honest_notes, honest_scans
from .pdf_making import LOCATION, MAKERS, drawn, edited, honest, nothing, photo, scan

__all__ = ["MAKERS", "honest_notes", "honest_scans"]  # with these the corpus is whole


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
