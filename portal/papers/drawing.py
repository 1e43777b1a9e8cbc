"""Drawing a paper as a PDF file: A4, embedded fonts, the same bytes for the same input."""

import io
from datetime import date, datetime
from typing import Any

from portal.catalog.papers import Paper

from . import fonts, marks, qr
from .layout import Imprint, layout
from .sheet import HEIGHT, WIDTH, Fill, Item, Mark, Rule, Text
from .wording import spelled_date, wording

PRODUCER = "Government service portal"


def draw(
    paper: Paper,
    *,
    number: str = "",
    qr_url: str = "",
    organ: str = "",
    issued_on: date | None = None,
    seal: bool = False,
    footer: str = "",
    watermark: str = "",
    code: str = "",
    created: datetime,
) -> bytes:
    """Return a paper as a PDF file; the same input gives the same bytes.

    paper: the content. number: printed under the title and kept as the file's subject. qr_url: what the QR
    code says; empty for none. organ: in the letterhead and over the date. issued_on: the date printed.
    seal: whether the organ's seal image is drawn. footer: replaces the foot's text. watermark: across each
    page, as 样本. code: the verification code, to be typed where the QR code cannot be scanned.
    created: the file's date, with time zone.

    Raises fonts.MissingGlyph before anything is drawn, ValueError for a table whose rows and head differ in
    length.
    """
    imprint = Imprint(number, qr_url, organ, issued_on, seal, footer, watermark, code)
    words = wording(paper.language)
    dated = [spelled_date(issued_on, words)] if issued_on else []
    missing = fonts.missing_glyphs([*paper.texts(), *imprint.texts(), *words.texts(), *dated])
    if missing:
        raise fonts.MissingGlyph(missing)
    with fonts.LOCK:
        pages = layout(paper, imprint)
        out = io.BytesIO()
        canvas = new_canvas(out, paper, imprint, created)
        for items in pages:
            draw_page(canvas, items, imprint, words.seal)
        canvas.save()
    return out.getvalue()


def new_canvas(out: io.BytesIO, paper: Paper, imprint: Imprint, created: datetime) -> Any:
    """Return an A4 canvas with the file's metadata."""
    from reportlab.pdfgen.canvas import Canvas

    fonts.load(fonts.REGULAR)
    canvas = Canvas(
        out,
        pagesize=(WIDTH, HEIGHT),
        invariant=1,
        pageCompression=1,
        lang=wording(paper.language).tag,
        # Else each page begins with Helvetica, which is not embedded.
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle(" ".join(paper.title.split()))
    canvas.setSubject(imprint.number)
    canvas.setAuthor(imprint.organ)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = pdf_date(created)
    canvas.setDateFormatter(lambda *_: stamp)
    return canvas


def pdf_date(moment: datetime) -> str:
    """Return a moment as PDF files write it: D:20260312093000+08'00'. Naive moments are taken as UTC."""
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def draw_page(canvas: Any, items: list[Item], imprint: Imprint, seal_word: str) -> None:
    """Draw the items of a page and end it."""
    if imprint.watermark:
        marks.draw_watermark(canvas, imprint.watermark)
    for item in items:
        if isinstance(item, Text):
            canvas.setFillColor(item.style.colour)
            style = item.style
            marks.draw_text(canvas, item.x, item.y, item.text, style.size, style.bold, item.spacing)
        elif isinstance(item, Rule):
            canvas.setStrokeColor(item.colour)
            canvas.setLineWidth(item.thickness)
            canvas.line(item.x, item.y, item.x + item.width, item.y)
        elif isinstance(item, Fill):
            canvas.setFillColor(item.colour)
            canvas.rect(item.x, item.y, item.width, item.height, stroke=0, fill=1)
        else:
            draw_mark(canvas, item, imprint, seal_word)
    canvas.showPage()


def draw_mark(canvas: Any, mark: Mark, imprint: Imprint, seal_word: str) -> None:
    """Draw the emblem, the seal or the QR code."""
    if mark.kind == "emblem":
        marks.draw_emblem(canvas, mark.x, mark.y, mark.size)
    elif mark.kind == "seal":
        marks.draw_seal(canvas, mark.x, mark.y, mark.size, imprint.organ, seal_word)
    else:
        qr.draw(canvas, qr.qr_matrix(imprint.qr_url), mark.x, mark.y)
