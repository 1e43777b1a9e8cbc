"""Setting papers: what stands where on which page, from the letterhead to the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.catalog.papers import Paper

from . import fonts
from .closing import GAP, closing_of, foot_bottom, set_closing, set_feet, set_notes
from .elements import Element
from .imprint import Imprint
from .linebreak import balanced, break_lines
from .rows import set_fields, set_table
from .sheet import GREY, LEFT, MEASURE, RED, RIGHT, SMALL, Item, Mark, Sheet, Style, Text
from .wording import CHINESE, Wording, wording

ORGANS = (Style(15, 21, bold=True), Style(13, 18, bold=True))
KICKER = Style(8.5, 13, colour=GREY)
TITLES = (Style(23, 33, bold=True), Style(20, 29, bold=True), Style(17, 25, bold=True))
SUBTITLE = Style(12, 18, colour=GREY)
TRANSLATION = Style(10.5, 17)
NUMBER = Style(10.5, 17, colour=GREY)
BODY = Style(11.5, 21)

EMBLEM = 34.0
ORGAN_SPACING = 0.4


@dataclass(frozen=True)
class Setting:
    """A file that is set. pages: placed items in reading order. root: what they are, for those who hear it."""

    pages: list[list[Item]]
    root: Element


def layout(papers: Sequence[Paper], imprint: Imprint) -> Setting:
    """Return the original and its translations, each beginning on a page of its own, numbered through.

    White space shrinks in a part where that saves a page. Raises fonts.MissingGlyph.
    """
    parts = [(papers[0], imprint)]
    parts += [(paper, imprint.translated(paper.language)) for paper in papers[1:]]
    sheets = [set_part(*part) for part in parts]
    total, begun = sum(len(sheet.pages) for sheet in sheets), 0
    for (paper, added), sheet in zip(parts, sheets, strict=True):
        set_feet(sheet.pages, added, wording(paper.language), begun, total)
        begun += len(sheet.pages)
    kids = sheets[0].root.kids if len(sheets) == 1 else [sheet.root for sheet in sheets]
    return Setting([page for sheet in sheets for page in sheet.pages], Element("Document", kids=kids))


def set_part(paper: Paper, imprint: Imprint) -> Sheet:
    """Return the pages of one paper without their feet; tighter where that saves a page."""
    sheet = set_paper(paper, imprint, tight=1.0)
    fewest = 2 if paper.reverse else 1
    for tight in (0.7, 0.4) if len(sheet.pages) > fewest else ():
        closer = set_paper(paper, imprint, tight)
        if len(closer.pages) < len(sheet.pages):
            return closer
    return sheet


def set_paper(paper: Paper, imprint: Imprint, tight: float) -> Sheet:
    """Return the pages of a paper with that share of the usual white space."""
    words = wording(paper.language)

    def running_head(sheet: Sheet) -> None:
        set_running_head(sheet, paper, imprint)

    root = Element("Part", language=words.tag)
    sheet = Sheet(foot_bottom(imprint, words), running_head, tight=tight, root=root)
    set_letterhead(sheet, imprint, words)
    set_title(sheet, paper, imprint, words)
    closing = closing_of(imprint, words)
    set_body(sheet, paper, words, GAP * tight + closing.tall if closing.tall else 0.0)
    set_closing(sheet, closing, imprint, words)
    set_notes(sheet, paper.notes, words)
    for place, table in enumerate(paper.reverse):
        sheet.gap(18) if place else sheet.turn()
        set_table(sheet, table)
    return sheet


def set_body(sheet: Sheet, paper: Paper, words: Wording, closing: float) -> None:
    """Set what a paper says. closing: height of what closes it, which never stands on a page without some of it."""
    last = len(paper.tables) - 1
    set_paragraphs(sheet, paper.paragraphs, words, 0.0 if paper.fields or paper.tables else closing)
    if paper.fields:
        sheet.gap(10)
        set_fields(sheet, paper.fields, 0.0 if paper.tables else closing)
    for place, table in enumerate(paper.tables):
        sheet.gap(18)
        set_table(sheet, table, closing if place == last else 0.0)


def set_letterhead(sheet: Sheet, imprint: Imprint, words: Wording) -> None:
    """Set emblem and name of the organ over a red double rule."""
    x = LEFT + EMBLEM + 11
    style = fitting(ORGANS, imprint.organ, RIGHT - x - len(imprint.organ) * ORGAN_SPACING)
    lines = balanced(imprint.organ, RIGHT - x, style.size, style.bold) if imprint.organ else []
    tall = len(lines) * style.leading + KICKER.leading
    top = sheet.y
    emblem = Mark("emblem", LEFT, top - max(EMBLEM, tall) / 2 - EMBLEM / 2, EMBLEM)
    sheet.picture(emblem, words.emblem)
    sheet.skip(max(0.0, (EMBLEM - tall) / 2))
    if lines:
        with sheet.within("P"):
            for line in lines:
                sheet.line(line, x, style, spacing=ORGAN_SPACING if len(lines) == 1 else 0.0)
    with sheet.within("P"):
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
        sheet.text(LEFT, top - at * SMALL.leading, line, SMALL)
    for at, line in enumerate(right):
        x = RIGHT - fonts.width(line.rstrip(" "), SMALL.size)
        sheet.text(x, top - at * SMALL.leading, line, SMALL)
    sheet.y = top - max(len(left), len(right)) * SMALL.leading - 5
    sheet.rule(0.6, RED)
    sheet.skip(20)


def set_title(sheet: Sheet, paper: Paper, imprint: Imprint, words: Wording) -> None:
    """Set title and subtitle, what a translation is worth, and the number, centred."""
    spread = 0.14 if words is CHINESE else 0.01
    style = fitting(TITLES, paper.title, MEASURE * 0.88)
    with sheet.within("H1"):
        for line in balanced(paper.title, MEASURE, style.size, style.bold):
            spacing, seen = spread * style.size, line.rstrip(" ")
            if len(seen) > 1:
                spare = MEASURE - fonts.width(seen, style.size, True)
                spacing = max(0.0, min(spacing, spare / (len(seen) - 1)))
            centre(sheet, line, style, spacing)
    below = [
        (paper.subtitle, SUBTITLE, 3.0, 0.0),
        (words.translation if imprint.translation else "", TRANSLATION, 4.0, 0.0),
        (f"{words.number} {imprint.number}" if imprint.number else "", NUMBER, 6.0, 0.3),
    ]
    for text, kind, gap, spacing in below:
        if text:
            sheet.skip(gap)
            with sheet.within("P"):
                for line in break_lines(text, MEASURE - len(text) * spacing, kind.size):
                    centre(sheet, line, kind, spacing)
    sheet.gap(16)


def fitting(styles: tuple[Style, ...], text: str, width: float) -> Style:
    """Return the first style in which a text fits the width on one line, else the last."""
    fit = (style for style in styles if fonts.width(" ".join(text.split()), style.size, style.bold) <= width)
    return next(fit, styles[-1])


def centre(sheet: Sheet, line: str, style: Style, spacing: float = 0.0) -> None:
    """Set one line in the middle of the measure."""
    sheet.need(style.leading)
    width = Text(0, 0, line, style, spacing).width
    sheet.line(line, LEFT + (MEASURE - width) / 2, style, spacing)


def set_paragraphs(sheet: Sheet, paragraphs: tuple[str, ...], words: Wording, closing: float) -> None:
    """Set running text, in Chinese indented by two characters and flush both sides, but for a salutation.

    closing: height of what must stand on the page of the last lines.
    """
    for at, paragraph in enumerate(paragraphs):
        salutation = at == 0 and paragraph.rstrip().endswith((":", "："))
        parts = paragraph.splitlines() or [""]
        for place, part in enumerate(parts):
            indent = 2 * BODY.size if words is CHINESE and not salutation else 0.0
            lines = break_lines(part, MEASURE, BODY.size, indent=indent)
            last = at == len(paragraphs) - 1 and place == len(parts) - 1
            with sheet.within("P"):
                set_lines(sheet, lines, indent, words is CHINESE, closing if last else 0.0)
        sheet.gap(4 if words is CHINESE else 8)


def set_lines(sheet: Sheet, lines: list[str], indent: float, flush: bool, closing: float) -> None:
    """Set the lines of a paragraph, never one alone. flush: both sides even, but for its last line.

    closing: height of what must stand on the page of the last lines.
    """
    final = max(len(lines) - 2, 0)
    for number, line in enumerate(lines):
        together = BODY.leading * (2 if number in (0, final) and len(lines) > 1 else 1)
        sheet.need(together + (closing if number == final else 0.0))
        first = indent if number == 0 else 0.0
        even = flush and number < len(lines) - 1
        sheet.line(line, LEFT + first, BODY, stretch(line, MEASURE - first) if even else 0.0)


def stretch(line: str, width: float) -> float:
    """Return the spacing that makes a line flush, or 0 where it would look torn."""
    seen = line.rstrip(" ")
    spare = width - fonts.width(seen, BODY.size)
    return spare / (len(seen) - 1) if len(seen) > 1 and 0 < spare < 2 * BODY.size else 0.0
