"""Ten thousand names and addresses of all planes: each is shown as it was written, or named as not to be shown.

Where the fonts for rare characters are not installed more names are refused; what is drawn is right all the same.
"""

import random
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from portal.catalog.papers import Paper, Table
from portal.papers import fonts
from portal.papers.drawing import draw
from portal.papers.fonts import MissingGlyph

from .reading import File
from .samples import CREATED

TOTAL, TOGETHER = 10_000, 100
COMMON = (0x4E00, 0x9FFF)
RARE = (
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2EBE0),
    (0x2EBF0, 0x2EE5F),
    (0x30000, 0x323AF),
)
COMPATIBLE = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
LATIN = ((0x41, 0x5A), (0x61, 0x7A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF))
SYMBOLS = ((0x21, 0x7E), (0xA0, 0xBF), (0x2010, 0x2027), (0x2030, 0x27BF), (0x3000, 0x30FF), (0xFF01, 0xFF60))
OTHERS = (
    (0x0300, 0x036F),  # combining marks
    (0x0370, 0x052F),  # Greek and Cyrillic
    (0x0590, 0x06FF),  # right to left
    (0x0900, 0x0FFF),  # India and Tibet
    (0x1100, 0x11FF),  # conjoining Hangul
    (0x1800, 0x18AF),  # Mongolian
    (0x1F000, 0x1FAFF),  # emoji
    (0xD800, 0xDFFF),  # halves of characters
    (0xE000, 0xF8FF),  # private use
    (0xFE00, 0xFFFF),  # variation selectors, Arabic forms, what is no character
    (0x0000, 0x0009),  # controls
    (0x40000, 0x10FFFF),  # unassigned, tags, private use
)
REFUSED_CATEGORIES = {"Mn", "Mc", "Me", "Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def names(seed: int) -> Iterator[str]:
    """Return names and addresses without end, the same for the same seed. None begins or ends with a space."""
    chance = random.Random(seed)

    def some(blocks: tuple[tuple[int, int], ...], least: int, most: int) -> str:
        return "".join(
            chr(chance.randint(*chance.choice(blocks))) for _ in range(chance.randint(least, most))
        )

    def address() -> str:
        road, house = some((COMMON, *RARE), 2, 3), chance.randint(1, 3000)
        return f"上海市{road}路{house}弄{some(LATIN, 1, 2)}座（{some((COMMON,), 8, 40)}）"

    kinds = (
        lambda: some((COMMON,), 2, 4),
        lambda: some((COMMON, *RARE), 2, 4),
        lambda: some((COMMON,), 2, 6) + "·" + some((COMMON, RARE[1]), 2, 6),
        lambda: some(LATIN, 2, 9) + " " + some(LATIN, 2, 12),
        lambda: some((COMMON, *COMPATIBLE), 2, 4),
        address,
        lambda: some((COMMON,), 2, 4) + some(SYMBOLS, 1, 3),
        lambda: some((COMMON,), 1, 3) + some(OTHERS, 1, 2) + some((COMMON,), 0, 2),
    )
    while True:
        name = chance.choice(kinds)()
        if name.strip() == name:
            yield name


def drawn(written: list[str]) -> bytes:
    """Return a file with the names in the rows of a table."""
    table = Table(("序号", "姓名"), tuple((str(at), name) for at, name in enumerate(written)), widths=(1, 9))
    return draw(Paper(title="名册", tables=(table,)), created=CREATED)


def check(written: list[str]) -> tuple[int, File]:
    """Draw names as the platform does; return how many were refused, and the file of the others.

    Raises AssertionError for a name that is shown otherwise than written, or refused without cause.
    """
    shown = list(written)
    try:
        data = drawn(written)
    except MissingGlyph as error:
        expected = [char for char in dict.fromkeys("".join(written)) if not showable(char)]
        assert error.characters == expected
        assert error.code_points == [f"U+{ord(char):04X}" for char in expected]
        shown = [name for name in written if not set(name) & set(expected)]
        data = drawn(shown)
    file = File(data)
    assert [cell.text for cell in file.tree.all("TD")][1::2] == shown
    for char, font, code in {(char, font, code) for char, font, code in file.drawn}:
        outline = font.outline(code)
        assert outline or unicodedata.category(char) == "Zs", f"U+{ord(char):04X} is blank"
        assert outline not in (b"box", font.box), f"U+{ord(char):04X} is a box"
    return len(written) - len(shown), file


@cache
def showable(char: str) -> bool:
    """Answer by FreeType, which draws nothing here, whether a character can be shown."""
    if unicodedata.category(char) in REFUSED_CATEGORIES or char in fonts.LOST:
        return False
    if unicodedata.bidirectional(char) in {"R", "AL", "AN"} or any(a <= char <= b for a, b in fonts.JOINED):
        return False
    return any(inked(name, char) for name in (fonts.REGULAR, *fonts.FALLBACKS) if fonts.load(name))


def inked(name: str, char: str) -> bool:
    """Answer whether a font has something for a character, other than what it has for none."""
    face, box = opened(name)
    picture = face.getmask(char)
    if unicodedata.category(char) == "Zs":
        return bytes(picture) != box[0]
    return bool(picture.getbbox()) and (bytes(picture), picture.size) != box


@cache
def opened(name: str) -> tuple[ImageFont.FreeTypeFont, tuple[bytes, tuple[int, int]]]:
    """Return a font and the picture of its box for what it has not: U+FDD0 is no character for ever."""
    face = ImageFont.truetype(str(fonts.find(name)), 48, layout_engine=ImageFont.Layout.BASIC)
    box = face.getmask("\ufdd0")
    return face, (bytes(box), box.size)


@pytest.mark.slow
def test_ten_thousand_names_are_shown_as_written_or_named_as_not_to_be_shown():
    refused, stream = 0, names(2026)
    for _ in range(TOTAL // TOGETHER):
        refused += check(list(islice(stream, TOGETHER)))[0]
    assert TOTAL * 0.1 < refused < TOTAL * 0.9, "both kinds were met"


def test_some_names_are_shown_as_written_or_named_as_not_to_be_shown():
    refused, file = check(list(islice(names(7), TOGETHER)))
    assert 0 < refused < TOGETHER
    assert len(file.drawn) > 500


@settings(max_examples=20, deadline=None)
@given(
    st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text and not set(text) & set("\r\n"))
)
def test_any_text_is_shown_as_written_or_named(text):
    refused, file = check([text, "王小明"])
    assert refused == (not all(showable(char) for char in text))
    assert len(file.drawn) > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_another_reader_reads_the_same(seed):
    shown = [name for name in islice(names(seed), 60) if not fonts.missing_glyphs([name])]
    pdf = pypdfium2.PdfDocument(drawn(shown))
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    lost = [name for name in shown if "".join(name.split()) not in text]
    assert lost == []


def test_each_character_of_a_page_leaves_dark_pixels():
    shown = [name for name in islice(names(3), 60) if not fonts.missing_glyphs([name])][:20]
    page = pypdfium2.PdfDocument(drawn(shown))[0]
    scale, height = 3, page.get_height()
    picture = page.render(scale=scale, grayscale=True).to_pil()
    text = page.get_textpage()
    seen = 0
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(at, loose=True)
            box = (left * scale, (height - top) * scale, right * scale + 1, (height - bottom) * scale + 1)
            assert picture.crop(tuple(map(int, box))).getextrema()[0] < 160, f"{char} is not to be seen"
            seen += 1
    assert seen > 150


@pytest.mark.parametrize("char", "豈神林艹㐀𠀀〇", ids=lambda char: f"U+{ord(char):04X}")
def test_no_character_is_changed_into_another(char):
    if fonts.missing_glyphs([char]):
        pytest.skip("no installed font draws it")
    assert check([f"王{char}"])[0] == 0


def test_the_characters_that_every_office_must_show_are_drawn():
    wanted = "𠮷㛃䶮𬱖龦鿯\U00020000\U00030000"
    if not fonts.load("HanaMinB.ttf") or not fonts.load("BabelStoneHan.ttf"):
        pytest.skip("fonts-hanazono and fonts-babelstone-han are not installed")
    assert check([wanted, "𠮷野", "买买提·艾力"])[0] == 0
