"""Drawing papers as a PDF file: A4, embedded fonts, tagged, PDF/A-2b, the same bytes for the same input.

PDF/A-2b is checked by our own tests (metadata, output intent, embedded fonts with ink and right widths, the form of
streams, nothing forbidden), and by pikepdf's validator, an allowlist after veraPDF's rules, where its extra is
installed (`pikepdf[pdfa]`). veraPDF itself has not judged the files. The file with its seal's signature is another
file: it stays PDF/A-2b only while the signature raises the version to no more than 1.7. The structure tree is checked
by our own reader and poppler's, by no validator of PDF/UA.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from portal.catalog.papers import Paper

from . import fonts, marks, qr
from .archive import About
from .imprint import Imprint
from .ink import draw_fill, draw_line, draw_rule
from .layout import Setting, layout
from .sheet import Fill, Item, Mark, Rule, Text
from .wording import Wording, spelled_date, wording

PRODUCER = "Government service portal"


def draw(
    papers: Paper | Sequence[Paper],
    *,
    number: str = "",
    qr_url: str = "",
    organ: str = "",
    issued_on: date | None = None,
    seal: bool = False,
    footer: str = "",
    watermark: str = "",
    code: str = "",
    organs: Mapping[str, str] | None = None,
    created: datetime,
) -> bytes:
    """Return a paper as a PDF file; the same input gives the same bytes.

    papers: the content; of several the first is the original and the others, each beginning on a page of its own,
    are its translations, without seal and QR code. number: printed under the title and kept as the file's subject.
    qr_url: what the QR code says; empty for none. organ: in the letterhead and over the date.
    issued_on: the date printed. seal: whether the organ's seal image is drawn. footer: replaces the foot's text.
    watermark: across each page, as 样本. code: the verification code, to be typed where the QR code cannot be
    scanned. organs: the organ's name by language of a translation; `organ` where there is none.
    created: the file's date, with time zone.

    Raises fonts.MissingGlyph before anything is drawn, ValueError for no paper at all, and for a table whose rows
    and head differ in length.
    """
    parts = [papers] if isinstance(papers, Paper) else list(papers)
    if not parts:
        raise ValueError("there is no paper to draw")
    imprint = Imprint(
        number, qr_url, organ, issued_on, seal, footer, watermark, code, {} if organs is None else organs
    )
    check_glyphs(parts, imprint)
    original = wording(parts[0].language)
    about = About(" ".join(parts[0].title.split()), number, organ, PRODUCER, original.tag, created)
    with fonts.LOCK:
        return painted(layout(parts, imprint), imprint, about, original)


def check_glyphs(papers: Sequence[Paper], imprint: Imprint) -> None:
    """Raise fonts.MissingGlyph when something that will be drawn has a character that no font has."""
    texts = [*imprint.texts(), *imprint.organs.values()]
    for paper in papers:
        words = wording(paper.language)
        dated = [spelled_date(imprint.issued_on, words)] if imprint.issued_on else []
        texts += [*paper.texts(), *words.texts(), *dated]
    missing = fonts.missing_glyphs(texts)
    if missing:
        raise fonts.MissingGlyph(missing)


def painted(setting: Setting, imprint: Imprint, about: About, words: Wording) -> bytes:
    """Return the file of a setting. words: of the original, which bears the seal."""
    from .container import finish, new_canvas

    out = io.BytesIO()
    canvas = new_canvas(out, about)
    for place, items in enumerate(setting.pages):
        draw_page(canvas, place, items, imprint, words)
    finish(canvas, about, setting.root)
    return out.getvalue()


def draw_page(canvas: Any, place: int, items: list[Item], imprint: Imprint, words: Wording) -> None:
    """Draw the items of a page and end it; each part is marked with what it is. place: of the page, from 0."""
    if imprint.watermark:
        canvas.addLiteral("/Artifact BMC")
        marks.draw_watermark(canvas, imprint.watermark)
        canvas.addLiteral("EMC")
    marked = 0
    for element, group in groupby(items, lambda item: item.element):
        if element is None:
            canvas.addLiteral("/Artifact BMC")
        else:
            canvas.addLiteral(f"/{element.kind} << /MCID {marked} >> BDC")
            element.marks.append((place, marked))
            marked += 1
        for item in group:
            draw_item(canvas, item, imprint, words)
        canvas.addLiteral("EMC")
    canvas.showPage()


def draw_item(canvas: Any, item: Item, imprint: Imprint, words: Wording) -> None:
    """Draw one item."""
    if isinstance(item, Text):
        draw_line(canvas, item)
    elif isinstance(item, Rule):
        draw_rule(canvas, item)
    elif isinstance(item, Fill):
        draw_fill(canvas, item)
    else:
        draw_mark(canvas, item, imprint, words)


def draw_mark(canvas: Any, mark: Mark, imprint: Imprint, words: Wording) -> None:
    """Draw the emblem, the seal or the QR code."""
    if mark.kind == "emblem":
        marks.draw_emblem(canvas, mark.x, mark.y, mark.size)
    elif mark.kind == "seal":
        marks.draw_seal(canvas, mark.x, mark.y, mark.size, imprint.organ, words.seal)
    else:
        qr.draw(canvas, qr.qr_matrix(imprint.qr_url), mark.x, mark.y)
