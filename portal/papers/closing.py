"""Setting the end of a paper: signature, seal, QR code, notes, and the foot of each page."""

from dataclasses import dataclass

from . import fonts, qr
from .imprint import Imprint
from .linebreak import balanced, break_lines
from .sheet import GREY, INK, LEFT, LINE, MEASURE, RIGHT, SMALL, Item, Mark, Rule, Sheet, Style, Text, base
from .wording import Wording, spelled_date

SIGNED = Style(10, 20)
#: Of two lines of a name and the date, so that all of it stands inside of the seal's ring.
TIGHT = Style(10, 12)
CAPTION = Style(10, 16, bold=True)
CODE = Style(9.5, 17, bold=True)
NOTES = Style(8.5, 14, bold=True, colour=INK)
FOOT = Style(8, 11.5, colour=GREY)

#: Its ring is 42 mm wide; inside of it a name of ten characters stands on a line, or of nine on each of two.
SEAL = 119.0
CHORD = 101.0
CHORD_OF_TWO = 95.0
SIGN_WIDTH = 224.0
#: Above it, of what it closes.
GAP = 24.0
SEAL_TO_SIGNATURE = 3.0
NOTE_HANG = 15.0
FOOT_BASE = 34.0
FOOT_GAP = 16.0
MOST_PAGES = 999


@dataclass(frozen=True)
class Closing:
    """What closes a paper. signed: lines of organ and date. side: of the QR code. radius: of the seal; 0 for none.

    style: of the lines.
    """

    signed: list[list[str]]
    side: float
    radius: float
    style: Style

    @property
    def wide(self) -> float:
        """Return the width of what stands on the right."""
        lines = [fonts.width(line.rstrip(" "), self.style.size) for part in self.signed for line in part]
        return max([2 * self.radius, *lines])

    @property
    def signature(self) -> float:
        """Return the height of organ and date."""
        return sum(map(len, self.signed)) * self.style.leading

    @property
    def right(self) -> float:
        """Return the height of what stands on the right: organ and date over the seal's lower half."""
        if not self.radius:
            return self.signature
        return self.radius + max(self.radius, SEAL_TO_SIGNATURE + self.signature)

    @property
    def tall(self) -> float:
        """Return the height of all; 0 where nothing closes a paper."""
        return max(self.side, self.right)


def closing_of(imprint: Imprint, words: Wording) -> Closing:
    """Return what closes a paper."""
    side = qr.side(qr.qr_matrix(imprint.qr_url)) if imprint.qr_url else 0.0
    name, style = organ_lines(imprint)
    signed = [name] if name else []
    if imprint.issued_on:
        signed.append([spelled_date(imprint.issued_on, words)])
    return Closing(signed, side, SEAL / 2 if imprint.seal and imprint.organ else 0.0, style)


def organ_lines(imprint: Imprint) -> tuple[list[str], Style]:
    """Return the lines of the organ's name over the date: inside of the seal's ring where two of them hold it."""
    if not imprint.organ:
        return [], SIGNED
    for most, chord, style in ((1, CHORD, SIGNED), (2, CHORD_OF_TWO, TIGHT)) if imprint.seal else ():
        if len(lines := balanced(imprint.organ, chord, style.size)) <= most:
            return lines, style
    return balanced(imprint.organ, SIGN_WIDTH, SIGNED.size), SIGNED


def set_closing(sheet: Sheet, closing: Closing, imprint: Imprint, words: Wording) -> None:
    """Set the QR code on the left; on the right organ and date over the seal's lower half; never cut."""
    if not closing.tall:
        return
    sheet.gap(GAP)
    sheet.need(closing.tall)
    middle = sheet.y - closing.tall / 2
    if closing.side:
        set_qr(sheet, closing, middle, words, imprint)
    seal_y = middle + closing.right / 2 - closing.radius
    top = seal_y - SEAL_TO_SIGNATURE if closing.radius else middle + closing.signature / 2
    set_signature(sheet, closing, top)
    if closing.radius:
        seal = Mark("seal", RIGHT - closing.wide / 2, seal_y, SEAL)
        sheet.picture(seal, words.sealed.format(organ=imprint.organ))
    sheet.skip(closing.tall)


def set_signature(sheet: Sheet, closing: Closing, top: float) -> None:
    """Set organ and date, centred on the right, from a height downwards."""
    for lines in closing.signed:
        with sheet.within("P"):
            for line in lines:
                x = RIGHT - closing.wide / 2 - fonts.width(line.rstrip(" "), closing.style.size) / 2
                sheet.text(x, top, line, closing.style)
                top -= closing.style.leading


def set_qr(sheet: Sheet, closing: Closing, middle: float, words: Wording, imprint: Imprint) -> None:
    """Set the QR code with its caption beside it, centred on a height; the code to type stands below it."""
    quiet, side = qr.QUIET * qr.MODULE, closing.side
    x = LEFT - quiet + side + 4
    sheet.picture(Mark("qr", LEFT - quiet, middle - side / 2, side), words.picture.format(url=imprint.qr_url))
    said = words.hint_at.format(site=imprint.site) if imprint.site else words.hint
    hint = balanced(said, RIGHT - closing.wide - 12 - x, SMALL.size)
    block = [([words.scan], CAPTION), (hint, SMALL)]
    if imprint.code:
        block.append(([f"{words.code} {grouped(imprint.code)}"], CODE))
    top = middle + sum(len(lines) * style.leading for lines, style in block) / 2
    for lines, style in block:
        with sheet.within("P"):
            for line in lines:
                sheet.text(x, top, line, style)
                top -= style.leading


def grouped(code: str) -> str:
    """Return a verification code in groups of four, as people read it aloud."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def set_notes(sheet: Sheet, notes: tuple[str, ...], words: Wording) -> None:
    """Set the notes in small print at the foot of the page where there is room; numbered, but for a single one."""
    if not notes:
        return
    hang = NOTE_HANG if len(notes) > 1 else 0.0
    broken = [break_lines(note, MEASURE - hang, SMALL.size) for note in notes]
    tall = 22 + sum(len(lines) * SMALL.leading + 1.0 for lines in broken)
    sheet.gap(18)
    sheet.need(min(tall, sheet.page_room / 3))
    if tall < sheet.room:
        sheet.y = sheet.bottom + tall
    sheet.rule(0.4, LINE)
    sheet.skip(7)
    with sheet.within("H2"):
        sheet.line(words.notes, LEFT, NOTES)
    if len(broken) == 1:
        with sheet.within("P"):
            set_note_lines(sheet, broken[0], LEFT)
        return
    with sheet.within("L"):
        for number, lines in enumerate(broken, 1):
            with sheet.within("LI"):
                set_note(sheet, number, lines)


def set_note(sheet: Sheet, number: int, lines: list[str]) -> None:
    """Set one note and its number."""
    sheet.need(SMALL.leading)
    with sheet.within("Lbl"):
        sheet.text(LEFT, sheet.y, f"{number}.", SMALL)
    with sheet.within("LBody"):
        set_note_lines(sheet, lines, LEFT + NOTE_HANG)
    sheet.skip(1)


def set_note_lines(sheet: Sheet, lines: list[str], x: float) -> None:
    """Set the lines of a note."""
    for line in lines:
        sheet.need(SMALL.leading)
        sheet.line(line, x, SMALL)


def foot_lines(imprint: Imprint, words: Wording) -> list[str]:
    """Return the lines of the foot: what the caller wants, else who made the paper."""
    text = imprint.footer or " · ".join(part for part in (imprint.organ, words.document) if part)
    number = fonts.width(words.page.format(page=MOST_PAGES, pages=MOST_PAGES), FOOT.size)
    return break_lines(text, MEASURE - number - FOOT_GAP, FOOT.size)


def foot_bottom(imprint: Imprint, words: Wording) -> float:
    """Return the lowest point that the body of a page may reach above its foot."""
    return FOOT_BASE + len(foot_lines(imprint, words)) * FOOT.leading + 16


def set_feet(pages: list[list[Item]], imprint: Imprint, words: Wording, begun: int, total: int) -> None:
    """Set the foot of every page: a thin rule, the foot's lines, the page's number and their sum.

    begun: how many pages of the file come before these. total: of all.
    """
    foot = foot_lines(imprint, words)
    top = FOOT_BASE + len(foot) * FOOT.leading
    for number, items in enumerate(pages, begun + 1):
        items.append(Rule(LEFT, top + 5, MEASURE, 0.4, LINE))
        for at, line in enumerate(foot):
            items.append(Text(LEFT, base(top - at * FOOT.leading, FOOT), line, FOOT))
        page = words.page.format(page=number, pages=total)
        x = RIGHT - fonts.width(page, FOOT.size)
        items.append(Text(x, base(top, FOOT), page, FOOT))
