"""PDFs that harm: each with the code it is refused with, or "harmless" when what is made anew does no harm."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from .hostile import Hostile
from .pdf_making import drawn, edited, lzw_bomb, packed, picture_page, raw, raw_page, zeros

#: what must not be in a file made anew, packed or not
MARKER = b"evil-marker"
# the test virus of EICAR, in halves so that no scanner takes this file for it
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert('evil-marker')"))
LINK = Array([100, 100, 200, 200])


def changed(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """Return a PDF of one page after a change."""
    return edited(change, drawn(1), **options)


def annotated(**keys: object) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that puts one annotation onto the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        added = Dictionary(Type=Name.Annot, Rect=LINK)
        for key, value in keys.items():
            added[f"/{key}"] = value
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(added)])

    return change


def in_root(**keys: object) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that writes keys into the catalogue."""

    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value

    return change


def attached(pdf: pikepdf.Pdf) -> Dictionary:
    """Return a description of an embedded file."""
    inner = pdf.make_indirect(Stream(pdf, EICAR + MARKER, Type=Name.EmbeddedFile))
    return Dictionary(Type=Name.Filespec, F=String("evil-marker.exe"), EF=Dictionary(F=inner))


def script_in_object_stream() -> bytes:
    """A script that can only be found by unpacking."""
    content = changed(
        in_root(OpenAction=SCRIPT),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    assert b"JavaScript" not in content
    return content


def script_in_field(pdf: pikepdf.Pdf) -> None:
    """A field that runs when it is typed into."""
    annotated(Subtype=Name.Widget, FT=Name.Tx, T=String("a"), AA=Dictionary(K=SCRIPT))(pdf)
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)


def external_action(pdf: pikepdf.Pdf) -> None:
    """A kind of action that is written in an object of its own."""
    kind = pdf.make_indirect(Name.Launch)
    pdf.Root.OpenAction = Dictionary(S=kind, F=String("evil-marker.exe"))


def with_attachment(pdf: pikepdf.Pdf) -> None:
    """A file in the list of files."""
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String("a"), pdf.make_indirect(attached(pdf))]))
    )


def with_attached_annotation(pdf: pikepdf.Pdf) -> None:
    """A file behind a pin."""
    annotated(Subtype=Name.FileAttachment, FS=attached(pdf))(pdf)


def portfolio(pdf: pikepdf.Pdf) -> None:
    """A PDF that is a folder."""
    with_attachment(pdf)
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.T)


def associated(pdf: pikepdf.Pdf) -> None:
    """An associated file of PDF 2.0, reached from a page only."""
    pdf.pages[0].obj.AF = Array([pdf.make_indirect(attached(pdf))])


def unreachable_script(pdf: pikepdf.Pdf) -> None:
    """A script deep in a resource, where no viewer runs it today."""
    pdf.pages[0].obj.Resources.Properties = Dictionary(
        MC0=Dictionary(Deep=Array([Dictionary(Deeper=SCRIPT)]))
    )


def drawn_by_postscript(pdf: pikepdf.Pdf) -> None:
    """A PostScript program as a picture."""
    program = Stream(pdf, b"(evil-marker) run", Type=Name.XObject, Subtype=Name.PS)
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=pdf.make_indirect(program))


def drawn_from_another_file(pdf: pikepdf.Pdf) -> None:
    """A page of another file as a picture."""
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=LINK)
    form.Ref = Dictionary(F=String("evil-marker.pdf"), Page=0)
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=pdf.make_indirect(form))


def deep_arrays() -> bytes:
    """Ten thousand arrays in one another."""
    return raw_page(b"[" * 10_000 + b"]" * 10_000)


def many_pages(said: int = 10_000) -> bytes:
    """Ten thousand pages in half a megabyte. said: how many the file claims to have."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d /MediaBox [0 0 9 9] /Resources << >> >>" % said,
        *[b"<< /Type /Page /Parent 2 0 R >>"] * 10_000,
    )


def looped_tree() -> bytes:
    """A page tree whose node is its own child."""
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 1 >>",
    )


def bombed_object_stream(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """The catalogue lies in a stream that unpacks to far too much. data: the packed stream."""
    body = b"%%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter %s /Length %d >>\nstream\n" % (
        filters,
        len(data),
    )
    body += data + b"\nendstream\nendobj\n"
    start = len(body)
    rows = b"\x00\x00\x00\x00\xff" + b"\x01\x00\x00\x0a\x00" + b"\x02\x00\x00\x01\x00"
    rows += b"\x01" + start.to_bytes(3, "big") + b"\x00"
    head = b"3 0 obj\n<< /Type /XRef /Size 4 /W [1 3 1] /Root 2 0 R /Length %d >>\nstream\n" % len(rows)
    return body + head + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def overlapping_streams() -> bytes:
    """Streams that lie over one another: a thousand times a megabyte in a file of one megabyte."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    heads = 1000
    tail = b"\x00" * 1_000_000 + b"\nendstream\nendobj\n"
    width = len(b"%06d 0 obj\n<</Length %08d>>stream\n" % (0, 0))
    for number in range(5, 5 + heads):
        places.append(len(out))
        length = (heads - (number - 5) - 1) * width + 1_000_000
        out += b"%06d 0 obj\n<</Length %08d>>stream\n" % (number, length)
    out += tail
    first = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources 4 0 R >>",
        b"<< /XObject << " + b" ".join(b"/X%d %d 0 R" % (n, n) for n in range(5, 5 + heads)) + b" >> >>",
    ]
    start_places = []
    for number, body in enumerate(first, 1):
        start_places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (heads + 5)
    out += b"".join(b"%010d 00000 n \n" % place for place in (*start_places, *places))
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (heads + 5, start)
    return bytes(out)


def with_zip_behind() -> bytes:
    """A PDF that is a ZIP archive as well."""
    import zipfile

    out = io.BytesIO(drawn(1))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.js", MARKER)
    return out.getvalue()


def inline_bomb() -> bytes:
    """A picture of ten thousand megapixels within the drawing instructions, which are packed."""
    bomb = zlib.compress(b"q BI /W 99999 /H 99999 /BPC 1 /CS /G ID \x00 EI Q")
    return raw_page(packed(bomb, b"/Filter /FlateDecode"), page=b"/Contents 5 0 R")


def encrypted(user: str) -> bytes:
    """An encrypted PDF; with an empty password every viewer opens it."""
    return changed(lambda pdf: None, encryption=pikepdf.Encryption(owner="owner", user=user))


def escaped_script() -> bytes:
    return raw_page(root=b"/OpenAction << /S /J#61vaScript /J#53 (app.alert\\('evil-marker'\\)) >>")


def forged(old: bytes, new: bytes, content: bytes = b"") -> bytes:
    """Return a PDF with some bytes exchanged for as many others."""
    content = content or raw_page()
    assert old in content
    assert len(old) == len(new)
    return content.replace(old, new)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    # what runs
    "script-at-opening": (lambda: changed(in_root(OpenAction=SCRIPT)), "active"),
    "script-in-names": (
        lambda: changed(in_root(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT]))))),
        "active",
    ),
    "script-at-annotation": (
        lambda: changed(annotated(Subtype=Name.Link, AA=Dictionary(E=SCRIPT))),
        "active",
    ),
    "script-behind-link": (lambda: changed(annotated(Subtype=Name.Link, A=SCRIPT)), "active"),
    "script-in-field": (lambda: changed(script_in_field), "active"),
    "script-in-object-stream": (script_in_object_stream, "active"),
    "script-with-escaped-name": (escaped_script, "active"),
    "script-in-resources": (lambda: changed(unreachable_script), "active"),
    "script-in-next-action": (
        lambda: changed(in_root(OpenAction=Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([SCRIPT])))),
        "active",
    ),
    "script-in-old-revision": (
        lambda: raw_page(b"<< /S /JavaScript /JS 6 0 R >>", packed(b"evil-marker", b"")),
        "active",
    ),
    "launch": (
        lambda: changed(in_root(OpenAction=Dictionary(S=Name.Launch, F=String("evil-marker.exe")))),
        "active",
    ),
    "launch-kind-elsewhere": (lambda: changed(external_action), "active"),
    "xfa": (
        lambda: raw_page(packed(b"<xdp/>evil-marker", b""), root=b"/AcroForm << /XFA 5 0 R >>"),
        "active",
    ),
    "rich-media": (
        lambda: changed(annotated(Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=Dictionary()))),
        "active",
    ),
    "screen": (lambda: changed(annotated(Subtype=Name.Screen)), "active"),
    "movie": (
        lambda: changed(annotated(Subtype=Name.Movie, Movie=Dictionary(F=String("evil-marker.mov")))),
        "active",
    ),
    "three-dimensions": (lambda: changed(annotated(Subtype=Name("/3D"))), "active"),
    "postscript": (lambda: changed(drawn_by_postscript), "active"),
    "page-of-another-file": (lambda: changed(drawn_from_another_file), "active"),
    "stream-in-another-file": (lambda: raw_page(packed(b"", b"/F (evil-marker)")), "active"),
    # what is carried
    "attachment": (lambda: changed(with_attachment), "attachment"),
    "attachment-annotation": (lambda: changed(with_attached_annotation), "attachment"),
    "attachment-associated": (lambda: changed(associated), "attachment"),
    "portfolio": (lambda: changed(portfolio), "attachment"),
    # what is closed or broken
    "encrypted": (lambda: encrypted("secret"), "encrypted"),
    "encrypted-empty-password": (lambda: encrypted(""), "encrypted"),
    "truncated-in-the-middle": (lambda: drawn(3)[:1200], "damaged"),
    "truncated-before-the-table": (lambda: drawn(3).rsplit(b"xref", 2)[0], "damaged"),
    "truncated-at-the-end": (lambda: drawn(3)[:-20], "damaged"),
    "no-table": (lambda: raw_page().split(b"xref")[0] + b"trailer << /Root 1 0 R >>\n%%EOF", "damaged"),
    "table-elsewhere": (
        lambda: raw_page().rsplit(b"startxref", 1)[0] + b"startxref\n99999999\n%%EOF",
        "damaged",
    ),
    "table-points-outside": (lambda: forged(b"0000000015 00000 n", b"0099999999 00000 n"), "damaged"),
    "only-a-header": (lambda: b"%PDF-1.7\n%%EOF\n", "damaged"),
    "only-noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
    "negative-length": (lambda: forged(b"/Length 16 ", b"/Length -1 "), "damaged"),
    "wrong-length": (lambda: forged(b"/Length 16 ", b"/Length 99 "), "damaged"),
    "malformed-stream": (lambda: forged(b"endstream", b"endstraem"), "damaged"),
    "malformed-object": (lambda: raw_page(b"<< /A [ 1 2 >> ) <"), "damaged"),
    "no-pages": (
        lambda: raw(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"),
        "damaged",
    ),
    "pages-are-a-number": (lambda: raw(b"<< /Type /Catalog /Pages 2 0 R >>", b"42"), "damaged"),
    "looped-tree": (looped_tree, "damaged"),
    "deep-arrays": (deep_arrays, "damaged"),
    # too much
    "pages-10000": (many_pages, "pages"),
    "pages-10000-says-1": (lambda: many_pages(1), "pages"),
    "pages-201": (lambda: drawn(201), "pages"),
    "flate-bomb-1-gb": (lambda: raw_page(packed(zeros(1024), b"/Filter /FlateDecode")), "heavy"),
    "flate-bomb-twice": (
        lambda: raw_page(packed(zlib.compress(zeros(2048), 9), b"/Filter [/FlateDecode /FlateDecode]")),
        "heavy",
    ),
    "flate-bomb-in-ascii": (
        lambda: raw_page(packed(zeros(300).hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]")),
        "heavy",
    ),
    "flate-bomb-in-object-stream": (lambda: bombed_object_stream(zeros(1024)), "heavy"),
    "flate-bomb-twice-in-object-stream": (
        lambda: bombed_object_stream(zlib.compress(zeros(2048), 9), b"[/FlateDecode /FlateDecode]"),
        "heavy",
    ),
    "flate-bomb-in-ascii-in-object-stream": (
        lambda: bombed_object_stream(zeros(300).hex().encode() + b">", b"[/ASCIIHexDecode /FlateDecode]"),
        "damaged",
    ),
    "flate-bombs-many": (lambda: raw_page(*[packed(zeros(100), b"/Filter /FlateDecode")] * 12), "heavy"),
    "lzw-bomb": (lambda: raw_page(packed(lzw_bomb(120_000), b"/Filter /LZWDecode")), "heavy"),
    "run-length-bomb": (
        lambda: raw_page(packed(b"\x81\x00" * 1_200_000, b"/Filter /RunLengthDecode")),
        "heavy",
    ),
    "overlapping-streams": (overlapping_streams, "heavy"),
    "picture-10-gigapixels": (
        lambda: picture_page(zeros(1), Name.FlateDecode, None, (100_000, 100_000), 1),
        "pixels",
    ),
    "picture-with-negative-sides": (
        lambda: picture_page(zeros(1), Name.FlateDecode, None, (-100_000, -100_000), 1),
        "damaged",
    ),
    "picture-within-instructions": (inline_bomb, "pixels"),
    # two things at once
    "html-before": (lambda: b"<script>evil-marker</script>\n" + drawn(1), "mismatch"),
    "zip-before": (lambda: b"PK\x03\x04" + drawn(1), "mismatch"),
    "zip-behind": (with_zip_behind, "harmless"),
    "script-behind": (lambda: drawn(1) + b"\n<script>evil-marker</script>\n", "harmless"),
    "eicar-behind": (lambda: drawn(1) + b"\n" + EICAR, "harmless"),
    # what vanishes
    "link": (
        lambda: changed(
            annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://evil-marker")))
        ),
        "harmless",
    ),
    "page-in-another-file": (
        lambda: changed(
            in_root(OpenAction=Dictionary(S=Name.GoToR, F=String("//evil-marker/x.pdf"), D=Array([0])))
        ),
        "harmless",
    ),
    "page-in-an-attachment": (
        lambda: changed(
            annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoToE, T=Dictionary(N=String("evil-marker"))))
        ),
        "harmless",
    ),
    "sends-a-form": (
        lambda: changed(in_root(OpenAction=Dictionary(S=Name.SubmitForm, F=String("http://evil-marker")))),
        "harmless",
    ),
    "address-of-the-catalogue": (
        lambda: changed(in_root(URI=Dictionary(Base=String("http://evil-marker")))),
        "harmless",
    ),
    "object-nobody-needs": (lambda: raw_page(packed(b"evil-marker" + EICAR, b"")), "harmless"),
}


PDFS = [
    Hostile(f"pdf-{key}", f"{key}.pdf", make, expected, "application/pdf")
    for key, (make, expected) in FILES.items()
]
