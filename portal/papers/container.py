"""The PDF file around the drawing: pages, metadata, colours, structure; PDF/A-2b, and tagged."""

import hashlib
import io
from functools import cache
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

from . import fonts
from .archive import PROFILE_NAME, About, pdf_date, srgb_profile, xmp
from .elements import Element
from .objects import add, stream
from .sheet import HEIGHT, WIDTH
from .tagging import add_structure


def new_canvas(out: io.BytesIO, about: About) -> Any:
    """Return an A4 canvas with the file's metadata."""
    fonts.load(fonts.REGULAR)
    canvas = Canvas(
        out,
        pagesize=(WIDTH, HEIGHT),
        pdfVersion=(1, 7),
        invariant=1,
        pageCompression=0,
        lang=about.language,
        # Else each page begins with Helvetica, which is not embedded.
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle(about.title)
    canvas.setSubject(about.subject)
    canvas.setAuthor(about.author)
    canvas.setCreator(about.producer)
    canvas.setProducer(about.producer)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = pdf_date(about.created)
    canvas.setDateFormatter(lambda *_: stamp)
    return canvas


def finish(canvas: Any, about: About, root: Element) -> None:
    """Write the file of a canvas all of whose pages are drawn. root: what is on them."""
    doc = canvas._doc
    digest = hashlib.sha256(xmp(about))
    for place in range(doc.pageCounter - 1):
        page = doc.idToObject[f"Page{place + 1}"]
        content = page.stream.encode("latin-1")
        digest.update(content)
        finish_page(doc, page, place, content)
    add_structure(doc, root)
    metadata = "/Type /Metadata /Subtype /XML"
    add(doc, "Metadata", stream(xmp(about), metadata, packed=False))
    colours = add(doc, "Colours", packed_profile())
    catalog = doc.Catalog
    catalog.Metadata = PDFObjectReference("Metadata")
    catalog.OutputIntents = (
        f"[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        f" /Info ({PROFILE_NAME}) /DestOutputProfile {colours} 0 R >>]"
    )
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    identifier = digest.hexdigest()[:32].encode("ascii")
    doc._ID = b"[<%s> <%s>]" % (identifier, identifier)
    canvas.save()


def finish_page(doc: Any, page: Any, place: int, content: bytes) -> None:
    """Give a page its content, its place in the structure, and the order in which it is gone through."""
    add(doc, f"Content{place}", stream(content))
    page.Contents = PDFObjectReference(f"Content{place}")
    page.StructParents, page.Tabs, page.Trans = place, "/S", None
    page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]


@cache
def packed_profile() -> bytes:
    """Return the profile of colours as an object of the file: it is the same in all."""
    return stream(srgb_profile(), "/N 3")
