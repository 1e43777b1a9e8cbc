"""Setting a paper: letterhead, title, number, text, fields, tables, signature, seal, QR code, notes, foot."""

from dataclasses import dataclass
from datetime import date

from portal.catalog.papers import Paper

from . import fonts, qr
from .linebreak import break_lines
from .rows import set_fields, set_table
from .sheet import GREY, INK, LEFT, LINE, MEASURE, RED, RIGHT, Item, Mark, Rule, Sheet, Style, Text, base
from .wording import CHINESE, Wording, spelled_date, wording

ORGANS = (Style(15, 21, bold=True), Style(13, 18, bold=True))
KICKER = Style(8.5, 13, colour=GREY)
TITLES = (Style(23, 33, bold=True), Style(20, 29, bold=True), Style(17, 25, bold=True))
SUBTITLE = Style(12, 18, colour=GREY)
NUMBER = Style(10.5, 17, colour=GREY)
BODY = Style(11.5, 21)
SIGNED = Style(11.5, 20)
CAPTION = Style(10, 16, bold=True)
SMALL = Style(8.5, 12.5, colour=GREY)
CODE = Style(9.5, 17, bold=True)
FOOT = Style(8, 11.5, colour=GREY)

EMBLEM, SEAL = 34.0, 106.0
SIGN_WIDTH = 224.0
ORGAN_SPACING = 0.4
SEAL_TO_SIGNATURE = 3.0
FOOT_BASE = 34.0


@dataclass(frozen=True)
class Imprint:
    """What the platform adds to a paper: see `drawing.draw`."""

    number: str = ""
    qr_url: str = ""
    organ: str = ""
    issued_on: date | None = None
    seal: bool = False
    footer: str = ""
    watermark: str = ""
    code: str = ""

    def texts(self) -> list[str]:
        """Return every string that will be drawn, for the glyph check."""
        return [self.number, self.organ, self.footer, self.watermark, self.code]


def layout(paper: Paper, imprint: Imprint) -> list[list[Item]]:
    """Return the placed items of each page, in reading order; tighter where that saves a page.

    Raises fonts.MissingGlyph.
    """
    pages = set_paper(paper, imprint, tight=1.0)
    for tight in (0.7, 0.4) if len(pages) > 1 else ():
        closer = set_paper(paper, imprint, tight)
        if len(closer) < len(pages):
            return closer
    return pages


def set_paper(paper: Paper, imprint: Imprint, tight: float) -> list[list[Item]]:
    """Return the pages of a paper with that share of the usual white space."""
    words = wording(paper.language)
    foot = foot_lines(imprint, words)

    def running_head(sheet: Sheet) -> None:
        set_running_head(sheet, paper, imprint)

    bottom = FOOT_BASE + len(foot) * FOOT.leading + 16
    sheet = Sheet(bottom, running_head, tight=tight)
    set_letterhead(sheet, imprint, words)
    set_title(sheet, paper, imprint, words)
    set_paragraphs(sheet, paper.paragraphs, words)
    if paper.fields:
        sheet.gap(10)
        set_fields(sheet, paper.fields)
    for table in paper.tables:
        sheet.gap(18)
        set_table(sheet, table)
    set_closing(sheet, imprint, words)
    set_notes(sheet, paper.notes, words)
    for place, table in enumerate(paper.reverse):
        sheet.gap(18) if place else sheet.turn()
        set_table(sheet, table)
    set_feet(sheet, foot, words)
    return sheet.pages


def set_letterhead(sheet: Sheet, imprint: Imprint, words: Wording) -> None:
    """Set emblem and name of the organ over a red double rule."""
    x = LEFT + EMBLEM + 11
    style = fitting(ORGANS, imprint.organ, RIGHT - x - len(imprint.organ) * ORGAN_SPACING)
    lines = balanced(imprint.organ, style, RIGHT - x) if imprint.organ else []
    tall = len(lines) * style.leading + KICKER.leading
    top = sheet.y
    sheet.add(Mark("emblem", LEFT, top - max(EMBLEM, tall) / 2 - EMBLEM / 2, EMBLEM))
    sheet.skip(max(0.0, (EMBLEM - tall) / 2))
    for line in lines:
        sheet.line(line, x, style, spacing=ORGAN_SPACING if len(lines) == 1 else 0.0)
    sheet.line(words.document, x, KICKER)
    sheet.y = top - max(EMBLEM, tall) - 11
    sheet.rule(1.6, RED)
    sheet.skip(3)
    sheet.rule(0.4, RED)
    sheet.gap(28)


def set_running_head(sheet: Sheet, paper: Paper, imprint: Imprint) -> None:
    """Set title and number over a thin rule, on pages after the first."""
    left = break_lines(paper.title, MEASURE * 0.6, SMALL.size)
    right = break_lines(imprint.number, MEASURE * 0.36, SMALL.size) if imprint.number else []
    top = sheet.y
    for at, line in enumerate(left):
        sheet.add(Text(LEFT, base(top - at * SMALL.leading, SMALL), line, SMALL))
    for at, line in enumerate(right):
        x = RIGHT - fonts.width(line, SMALL.size)
        sheet.add(Text(x, base(top - at * SMALL.leading, SMALL), line, SMALL))
    sheet.y = top - max(len(left), len(right)) * SMALL.leading - 5
    sheet.rule(0.6, RED)
    sheet.skip(20)


def set_title(sheet: Sheet, paper: Paper, imprint: Imprint, words: Wording) -> None:
    """Set title, subtitle and number, centred."""
    spread = 0.14 if words is CHINESE else 0.01
    style = fitting(TITLES, paper.title, MEASURE * 0.88)
    for line in balanced(paper.title, style, MEASURE):
        spacing = spread * style.size
        if len(line) > 1:
            spare = MEASURE - fonts.width(line, style.size, True)
            spacing = max(0.0, min(spacing, spare / (len(line) - 1)))
        centre(sheet, line, style, spacing)
    if paper.subtitle:
        sheet.skip(3)
        for line in break_lines(paper.subtitle, MEASURE, SUBTITLE.size):
            centre(sheet, line, SUBTITLE)
    if imprint.number:
        sheet.skip(6)
        for line in break_lines(f"{words.number} {imprint.number}", MEASURE, NUMBER.size):
            centre(sheet, line, NUMBER, 0.3)
    sheet.gap(16)


def fitting(styles: tuple[Style, ...], text: str, width: float) -> Style:
    """Return the first style in which a text fits the width on one line, else the last."""
    fit = (style for style in styles if fonts.width(" ".join(text.split()), style.size, style.bold) <= width)
    return next(fit, styles[-1])


def balanced(text: str, style: Style, width: float) -> list[str]:
    """Return the lines of a title, about equally long."""
    lines = break_lines(text, width, style.size, style.bold)
    for share in range(50, 100, 5):
        even = break_lines(text, width * share / 100, style.size, style.bold)
        if len(even) == len(lines):
            return even
    return lines


def centre(sheet: Sheet, line: str, style: Style, spacing: float = 0.0) -> None:
    """Set one line in the middle of the measure."""
    sheet.need(style.leading)
    width = Text(0, 0, line, style, spacing).width
    sheet.line(line, LEFT + (MEASURE - width) / 2, style, spacing)


def set_paragraphs(sheet: Sheet, paragraphs: tuple[str, ...], words: Wording) -> None:
    """Set running text, in Chinese indented by two characters and flush both sides, but for a salutation."""
    for at, paragraph in enumerate(paragraphs):
        salutation = at == 0 and paragraph.rstrip().endswith((":", "："))
        for part in paragraph.splitlines() or [""]:
            indent = 2 * BODY.size if words is CHINESE and not salutation else 0.0
            lines = break_lines(part, MEASURE, BODY.size, indent=indent)
            for number, line in enumerate(lines):
                sheet.need(BODY.leading * (2 if number == 0 and len(lines) > 1 else 1))
                first = indent if number == 0 else 0.0
                flush = words is CHINESE and number < len(lines) - 1
                sheet.line(line, LEFT + first, BODY, stretch(line, MEASURE - first) if flush else 0.0)
        sheet.gap(4 if words is CHINESE else 8)


def stretch(line: str, width: float) -> float:
    """Return the spacing that makes a line flush, or 0 where it would look torn."""
    spare = width - fonts.width(line, BODY.size)
    return spare / (len(line) - 1) if len(line) > 1 and 0 < spare < 2 * BODY.size else 0.0


def set_closing(sheet: Sheet, imprint: Imprint, words: Wording) -> None:
    """Set the QR code on the left; on the right organ and date over the seal's lower half; never cut."""
    matrix = qr.qr_matrix(imprint.qr_url) if imprint.qr_url else ()
    signed = break_lines(imprint.organ, SIGN_WIDTH, SIGNED.size) if imprint.organ else []
    if imprint.issued_on:
        signed.append(spelled_date(imprint.issued_on, words))
    radius = SEAL / 2 if imprint.seal and imprint.organ else 0.0
    signature = len(signed) * SIGNED.leading
    right = radius + max(radius, SEAL_TO_SIGNATURE + signature) if radius else signature
    tall = max(qr.side(matrix), right)
    if not tall:
        return
    sheet.gap(24)
    sheet.need(tall)
    middle = sheet.y - tall / 2
    if matrix:
        set_qr(sheet, qr.side(matrix), middle, words, imprint.code)
    seal_y = middle + right / 2 - radius
    set_signature(sheet, signed, seal_y - SEAL_TO_SIGNATURE if radius else middle + signature / 2)
    if radius:
        sheet.add(Mark("seal", RIGHT - SIGN_WIDTH / 2, seal_y, SEAL))
    sheet.skip(tall)


def set_signature(sheet: Sheet, lines: list[str], top: float) -> None:
    """Set organ and date, centred on the right, from a height downwards."""
    for at, line in enumerate(lines):
        x = RIGHT - SIGN_WIDTH / 2 - fonts.width(line, SIGNED.size) / 2
        sheet.add(Text(x, base(top - at * SIGNED.leading, SIGNED), line, SIGNED))


def set_qr(sheet: Sheet, side: float, middle: float, words: Wording, code: str) -> None:
    """Set the QR code with its caption beside it, centred on a height; the code to type stands below it."""
    quiet = qr.QUIET * qr.MODULE
    sheet.add(Mark("qr", LEFT - quiet, middle - side / 2, side))
    x = LEFT - quiet + side + 4
    lines = break_lines(words.hint, RIGHT - SIGN_WIDTH - 12 - x, SMALL.size)
    spoken = [(f"{words.code} {grouped(code)}", CODE)] if code else []
    block = [(words.scan, CAPTION), *((line, SMALL) for line in lines), *spoken]
    top = middle + sum(style.leading for _line, style in block) / 2
    for line, style in block:
        sheet.add(Text(x, base(top, style), line, style))
        top -= style.leading


def grouped(code: str) -> str:
    """Return a verification code in groups of four, as people read it aloud."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def set_notes(sheet: Sheet, notes: tuple[str, ...], words: Wording) -> None:
    """Set the notes in small print, numbered, at the foot of the page where there is room."""
    if not notes:
        return
    hang = 15.0
    broken = [break_lines(note, MEASURE - hang, SMALL.size) for note in notes]
    tall = 22 + sum(len(lines) * SMALL.leading + 1.0 for lines in broken)
    sheet.gap(18)
    sheet.need(min(tall, sheet.page_room / 3))
    if tall < sheet.room:
        sheet.y = sheet.bottom + tall
    sheet.rule(0.4, LINE)
    sheet.skip(7)
    sheet.line(words.notes, LEFT, Style(SMALL.size, 14, bold=True, colour=INK))
    for number, lines in enumerate(broken, 1):
        for at, line in enumerate(lines):
            sheet.need(SMALL.leading)
            if at == 0:
                sheet.add(Text(LEFT, base(sheet.y, SMALL), f"{number}.", SMALL))
            sheet.line(line, LEFT + hang, SMALL)
        sheet.skip(1)


def foot_lines(imprint: Imprint, words: Wording) -> list[str]:
    """Return the lines of the foot: what the caller wants, else who made the paper."""
    text = imprint.footer or " · ".join(part for part in (imprint.organ, words.document) if part)
    return break_lines(text, MEASURE - 110, FOOT.size)


def set_feet(sheet: Sheet, foot: list[str], words: Wording) -> None:
    """Set the foot of every page: a thin rule, the foot's lines, the page's number and their sum."""
    top = FOOT_BASE + len(foot) * FOOT.leading
    for number, items in enumerate(sheet.pages, 1):
        items.append(Rule(LEFT, top + 5, MEASURE, 0.4, LINE))
        for at, line in enumerate(foot):
            items.append(Text(LEFT, base(top - at * FOOT.leading, FOOT), line, FOOT))
        page = words.page.format(page=number, pages=len(sheet.pages))
        x = RIGHT - fonts.width(page, FOOT.size)
        items.append(Text(x, base(top, FOOT), page, FOOT))
