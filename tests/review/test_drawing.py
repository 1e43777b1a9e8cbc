"""Rows and selects of the queue drawn by functions: whatever a case, a label or a query says, it stays text."""

from types import SimpleNamespace

import pytest

from portal.review import drawing
from portal.review.clock import Clock
from portal.review.columns import Cell, Column
from portal.review.filters import Select

BAD = "\"'><script>alert(1)</script>&"
ESCAPED = "&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"
COLUMN = Column("x", "X", lambda case, around: Cell(), wide=True)


def row(cell):
    case = SimpleNamespace(pk="00000000-0000-4000-8000-000000000000", version=3, number=BAD)
    return drawing.rows([{"case": case, "cells": [(COLUMN, cell)]}])


@pytest.mark.parametrize(
    "cell",
    [
        Cell("number", BAD),
        Cell("clip", BAD),
        Cell("text", BAD),
        Cell("warnings", BAD),
        Cell("clock", clock=Clock("red", "clock", BAD)),
        Cell("labels", labels=[(SimpleNamespace(tone="warn", name=BAD), f"?q={BAD}")]),
    ],
    ids=lambda cell: cell.kind,
)
def test_what_a_cell_says_stays_text(cell):
    drawn = row(cell)
    assert "<script" not in drawn
    assert drawn.count(ESCAPED) >= 2, "once at the box, once in the cell"


def test_every_kind_of_cell_is_drawn_even_when_empty():
    for kind in drawing.KINDS:
        assert row(Cell(kind)).count("<td") + row(Cell(kind)).count("<th") == 2, kind


def test_a_select_keeps_texts_apart_from_markup_and_shows_what_is_chosen():
    drawn = drawing.select(Select("state", BAD, "b", [("a", BAD), ("b", "B")]))
    assert "<script" not in drawn and drawn.count(ESCAPED) == 2
    assert '<option value="b" selected>B</option>' in drawn and drawn.count("selected") == 1
    assert '<label for="id_state">' in drawn and 'id="id_state"' in drawn
    typed = drawing.select(Select("label", "Label", BAD, None))
    assert f'value="{ESCAPED}"' in typed and "<script" not in typed
