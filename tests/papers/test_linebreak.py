"""Lines of Chinese, Latin and mixed text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.papers import fonts
from portal.papers.linebreak import NO_END, NO_START, balanced, break_lines, widest_line, widest_piece

TEXT = (
    "您提交的“人才落户（社区公共户）”申请，经审查：材料不齐全；请于2026年4月11日前补正……"
    "《许可法》第32条——谢谢！"
)


@pytest.mark.parametrize("width", range(40, 400, 7))
def test_no_closing_mark_begins_and_no_opening_mark_ends_a_line(width):
    lines = break_lines(TEXT, width, 10)
    assert "".join(lines) == TEXT
    assert not [line for line in lines[1:] if line[0] in NO_START]
    assert not [line for line in lines[:-1] if line[-1] in NO_END]
    assert all(fonts.width(line.rstrip(" "), 10) <= width + 0.01 for line in lines)
    pairs = {(line[-1], following[0]) for line, following in pairwise(lines)}
    assert not pairs & {("—", "—"), ("…", "…")}


def test_words_and_figures_are_kept_whole():
    assert break_lines("Household registration", 60, 10) == ["Household ", "registration"]
    assert break_lines("编号ZQ31011520260000010号", 115, 10) == ["编号", "ZQ31011520260000010", "号"]


def test_a_string_wider_than_the_line_is_cut():
    lines = break_lines("x" * 500 + "。", 100, 10)
    assert "".join(lines) == "x" * 500 + "。"
    assert all(fonts.width(line, 10) <= 100.01 for line in lines)
    assert lines[-1] != "。"


def test_a_compound_too_long_for_a_line_ends_it_behind_a_joint():
    assert break_lines("cross-province/precursor", 50, 10) == ["cross-", "province/", "precursor"]
    assert break_lines("a cross-province filing", 50, 10) == ["a cross-", "province ", "filing"]
    assert break_lines("a cross-town filing", 70, 10) == ["a cross-town ", "filing"]


def test_a_line_that_ends_at_a_space_keeps_it():
    lines = break_lines("one two  three", 30, 10)
    assert lines == ["one ", "two  ", "three"]
    assert all(fonts.width(line.rstrip(), 10) <= 30 for line in lines)


def test_a_figure_stays_with_what_it_counts():
    assert break_lines("上海市示范路255弄1号", 80, 10) == ["上海市示范路", "255弄1号"]
    assert break_lines("有效期至2026年3月12日", 71, 10) == ["有效期至", "2026年3月12日"]


def test_lines_are_balanced_without_becoming_more():
    words = "扫描二维码，或在核验页面输入编号和核验码，即可核对真伪。"
    lines = balanced(words, 150, 8.5)
    assert "".join(lines) == words and len(lines) == len(break_lines(words, 150, 8.5))
    assert min(map(len, lines)) > 5
    assert balanced("一行", 150, 8.5) == ["一行"]


def test_the_widest_word_and_line_are_measured():
    text = "short\nextraordinary case"
    assert widest_piece(text, 10) == fonts.width("extraordinary", 10)
    assert widest_line(text, 10) == fonts.width("extraordinary case", 10)
    assert (widest_piece("", 10), widest_line("", 10)) == (0, 0)


def test_line_breaks_of_the_text_are_kept():
    assert break_lines("一\r\n二\n\n三", 100, 10) == ["一", "二", "", "三"]
    assert break_lines("", 100, 10) == [""]


def test_the_first_line_is_shorter_by_the_indent():
    first, second, *_ = break_lines("字" * 30, 100, 10, indent=20)
    assert (len(first), len(second)) == (8, 10)


@settings(max_examples=150, deadline=None)
@given(st.text("字，。（）“”aB1-— ", max_size=80), st.integers(10, 120))
def test_nothing_is_lost_and_nothing_is_too_wide(text, width):
    lines = break_lines(text, width, 10)
    assert "".join(lines) == text.strip(" ")
    assert all(fonts.width(line.rstrip(" "), 10) <= width + 0.01 for line in lines)
