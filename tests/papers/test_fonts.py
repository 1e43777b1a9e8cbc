"""Which characters papers can show, and what is said about those they cannot."""

import subprocess
import sys

import pytest

from portal.papers import fonts
from portal.papers.fonts import MissingGlyph, missing_glyphs


def test_the_committed_fonts_draw_names_places_and_punctuation():
    text = "欧阳娜娜 买买提·艾力 啰喆堃焜昇玥曌 〔2026〕（）《》“”、。—…肆拾万 Ünal 12.5% ℃ m²"
    assert missing_glyphs([text]) == []
    assert {fonts.place(char).font for char in "欧阳娜娜·Aa1"} == {fonts.REGULAR}
    assert fonts.place("章", bold=True).font == fonts.BOLD


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\t",
        "\x7f",
        "\u200b",
        "\u202e",
        "\ue000",
        "\ud800",
        "\U000f0000",
        "\u0301",
        "\u3164",
        "\u0645",
        "\u1112",  # conjoining Hangul
        "\u1820",  # Mongolian
        "\ufffd",  # in place of what a program lost
    ],
    ids=lambda char: f"U+{ord(char):04X}",
)
def test_what_has_no_shape_of_its_own_is_always_missing(char):
    assert missing_glyphs(["好" + char]) == [char]


def test_line_breaks_are_no_glyphs():
    assert missing_glyphs(["第一行\r\n第二行"]) == []


def test_each_missing_character_is_named_once_in_order():
    assert missing_glyphs(["a\ue001b", "\ue000", "\ue001"]) == ["\ue001", "\ue000"]


@pytest.mark.parametrize("char", ["\U00020bb7", "\U0002cc56"])
def test_a_rare_character_is_drawn_by_a_fallback_or_reported(char):
    available = [name for name in (fonts.REGULAR, *fonts.FALLBACKS) if fonts.load(name)]
    having = [name for name in available if fonts.has(fonts.load(name).face, char)]
    if having:
        assert fonts.place(char).font == having[0]
        assert missing_glyphs([char]) == []
    else:
        assert missing_glyphs([char]) == [char]
        with pytest.raises(MissingGlyph, match=f"U\\+{ord(char):04X}"):
            fonts.place(char)


def test_a_fallback_is_used_for_what_the_own_fonts_lack():
    if not fonts.load("DejaVuSans.ttf"):
        pytest.skip("DejaVu Sans is not installed")
    assert fonts.place("\u2d63").font in fonts.FALLBACKS
    assert [font for font, _ in fonts.runs("甲\u2d63乙")][::2] == [fonts.REGULAR] * 2


def test_a_font_with_other_outlines_is_skipped(tmp_path, monkeypatch):
    (tmp_path / "Other.ttf").write_bytes(b"OTTO" + bytes(60))
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    assert fonts.find.__wrapped__("Other.ttf") == tmp_path / "Other.ttf"
    assert fonts.load.__wrapped__("Other.ttf") is None


def test_the_message_names_character_and_code_point():
    error = MissingGlyph(["\U00020bb7", "\x07", "\ud800"])
    assert error.code_points == ["U+20BB7", "U+0007", "U+D800"]
    assert str(error) == (
        "No font on this machine can draw “\U00020bb7” (U+20BB7), U+0007, U+D800; the paper was not made."
    )
    str(error).encode()


def test_importing_the_room_parses_no_font_and_loads_no_reportlab():
    code = (
        "import sys; import portal.papers.drawing; print('reportlab' in sys.modules, 'segno' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
