"""Tables as spreadsheets save them, and tables that spreadsheets open without carrying anything out."""

import csv
import io

import pytest

from portal.ui.spreadsheets import Refused, decoded, lines_of, plain, typed, written


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_no_cell_is_carried_out_by_a_spreadsheet(sign):
    assert plain(f"{sign}HYPERLINK()") == f"'{sign}HYPERLINK()"
    (line,) = csv.reader(io.StringIO(written([[f"{sign}1+1", "a"]]).removeprefix("\ufeff"), newline=""))
    assert line == [f"'{sign}1+1", "a"]


@pytest.mark.parametrize("before", [" ", "\u3000", "\u200b", "\ufeff", "\u202e", '"', " \t\u2060"])
def test_nor_one_behind_signs_that_nobody_sees(before):
    assert plain(f"{before}=1+1") == f"'{before}=1+1"
    assert plain(f"{before}1=1") == f"{before}1=1"


def test_a_cell_longer_than_any_field_is_cut():
    (_head, (_number, cells)) = lines_of("a,b\n" + "x" * 3000 + ",y")
    assert [len(cell) for cell in cells] == [2000, 1]


def test_what_is_written_is_read_again_as_it_was():
    cells = ["=1+1", "-5", '他说“好”, "是"', "两\n行", "310104199001010019", "a;b"]
    text = decoded(written([["a", "b", "c", "d", "e", "f"], cells]).encode())
    assert lines_of(text) == [(1, ["a", "b", "c", "d", "e", "f"]), (2, cells)]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (" a ", "a"),
        ("'007", "007"),
        ("'quoted'", "'quoted'"),
        ('="007"', "007"),
        ("=1+1", "=1+1"),
        ("2026/5/4 0:00", "2026/5/4"),
        ("2026-05-04 00:00:00", "2026-05-04"),
        ("2026-05-04 13:00", "2026-05-04 13:00"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_puts_around_a_cell_is_taken_off(cell, read):
    assert typed(cell) == read


def test_blank_lines_are_passed_over_and_lines_are_numbered_as_in_the_file():
    assert lines_of("a,b\n\n,\n1,2\r\n\n3,4\n") == [(1, ["a", "b"]), (4, ["1", "2"]), (6, ["3", "4"])]


def test_a_line_over_several_lines_of_text_does_not_shift_the_numbers():
    assert [number for number, _cells in lines_of('a,b\n"1\n1",2\n3,4\n')] == [1, 2, 4]


@pytest.mark.parametrize("text", ["", "\n\n", "a,b", "a,b\n,\n", 'a\n"' + "x" * 200_000 + '"'])
def test_what_holds_no_rows_is_refused(text):
    with pytest.raises(Refused):
        lines_of(text)


def test_1000_rows_are_taken_and_one_more_is_not():
    assert len(lines_of("a\n" + "1\n" * 1000)) == 1001
    with pytest.raises(Refused):
        lines_of("a\n" + "1\n" * 1001)
