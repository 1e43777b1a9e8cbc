"""Setting rows of columns: the field list and the tables of a paper, broken over pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from portal.catalog.papers import Table

from . import fonts
from .elements import Element
from .linebreak import break_lines, widest_line, widest_piece
from .sheet import GREY, GROUND, INK, LEFT, LINE, MEASURE, RIGHT, Fill, Sheet, Style, Text, base

LABEL = Style(10.5, 16.5, colour=GREY)
VALUE = Style(11, 16.5)
TABLE_TITLE = Style(11, 20, bold=True)
HEAD = Style(9.5, 14.5, bold=True)
CELL = Style(9.5, 14.5)
FIELD_PAD, CELL_PAD, GUTTER = 5.0, 4.5, 6.0
LABEL_SHARE = 0.3


@dataclass(frozen=True)
class Column:
    """The lines of one cell and where they begin. scope: of a heading cell, the cells it is for."""

    x: float
    lines: list[str]
    style: Style
    scope: Literal["", "Row", "Column"] = ""


def set_fields(sheet: Sheet, fields: tuple[tuple[str, str], ...], closing: float = 0.0) -> None:
    """Set the pairs of label and value as two columns with thin rules between the rows.

    closing: height of what must stand on the page of the last rows.
    """
    if not fields:
        return
    widest = max(fonts.width(line, LABEL.size) for label, _ in fields for line in label.splitlines() or [""])
    label_width = min(widest, MEASURE * LABEL_SHARE)
    value_x = LEFT + GUTTER + label_width + 22
    pad = FIELD_PAD * sheet.tight
    sheet.need(2 * (VALUE.leading + 2 * pad))
    sheet.rule(0.9, INK)
    rows = [
        [
            Column(LEFT + GUTTER, break_lines(label, label_width, LABEL.size), LABEL, "Row"),
            Column(value_x, break_lines(value, RIGHT - GUTTER - value_x, VALUE.size), VALUE),
        ]
        for label, value in fields
    ]
    with sheet.within("Table"):
        set_rows(sheet, rows, pad, lambda: sheet.rule(0.9, INK), closing)
    sheet.rule(0.9, INK)


def set_table(sheet: Sheet, table: Table, closing: float = 0.0) -> None:
    """Set a table; its head is repeated on each page. closing: height of what must stand on the page of its last rows.

    Raises ValueError for rows not as long as the head.
    """
    spots = column_spots(table)
    head = table_columns(table.head, spots, HEAD, "Column")
    rows = [table_columns(row, spots, CELL) for row in table.rows]
    pad = CELL_PAD * sheet.tight
    head_height = height(head, pad)
    body = min(height(rows[0], pad) if rows else 0.0, sheet.page_room / 3)
    # A head too tall to leave room for rows is set once, like a row.
    short = head_height <= sheet.page_room / 2

    def go_on() -> None:
        sheet.rule(0.9, INK)
        if short:
            with sheet.unread():
                set_head(sheet, head, pad)

    with sheet.within("Table"):
        set_caption(sheet, table.title, head_height + body)
        sheet.rule(0.9, INK)
        if short:
            set_head(sheet, head, pad)
        else:
            set_row(sheet, head, pad, go_on)
        set_rows(sheet, rows, pad, go_on, closing)
    sheet.rule(0.9, INK)


def set_rows(
    sheet: Sheet, rows: list[list[Column]], pad: float, on_turn: Callable[[], None], closing: float
) -> None:
    """Set rows; the last two stand on the page of what closes the paper, where they leave room for it.

    on_turn is called at the top of each page that they begin. closing: height of what follows; 0 for nothing.
    """
    final = max(len(rows) - 2, 0)
    for number, row in enumerate(rows):
        if closing and number == final and number:  # the first row stands with its head
            together = sum(height(one, pad) for one in rows[final:]) + closing
            if sheet.room < together <= sheet.page_room * 0.8:
                sheet.turn()
                on_turn()
        set_row(sheet, row, pad, on_turn)


def set_caption(sheet: Sheet, title: str, below: float) -> None:
    """Set the title of a table. below: height of what must stand with it."""
    lines = break_lines(title, MEASURE, TABLE_TITLE.size, True) if title else []
    sheet.need(len(lines) * TABLE_TITLE.leading + below)
    if not lines:
        return
    with sheet.within("Caption"):
        for line in lines:
            sheet.need(TABLE_TITLE.leading)
            sheet.line(line, LEFT, TABLE_TITLE)
    sheet.skip(3)
    sheet.need(below)


def set_head(sheet: Sheet, head: list[Column], pad: float) -> None:
    """Set the head of a table on its ground, where there is room for it."""
    tall = height(head, pad)
    sheet.add(Fill(LEFT, sheet.y - tall, MEASURE, tall - 0.45, GROUND))
    set_row(sheet, head, pad, lambda: None)


def column_spots(table: Table) -> list[tuple[float, float]]:
    """Return left edge and width of each column's text. Raises ValueError for a wrong number of shares."""
    shares = table.widths or (1.0,) * len(table.head)
    if len(shares) != len(table.head):
        raise ValueError(f"{len(shares)} widths for {len(table.head)} columns")
    asked = [MEASURE * share / sum(shares) for share in shares]
    words = measured(table, widest_piece)
    whole = measured(table, widest_line)
    spots, x = [], LEFT
    for width in filled(widened(asked, words), whole):
        spots.append((x + GUTTER, width - 2 * GUTTER))
        x += width
    return spots


def measured(table: Table, widest: Callable[[str, float, bool], float]) -> list[float]:
    """Return how wide each column is by a measure of its cells, gutters included."""
    found = [widest(title, HEAD.size, True) for title in table.head]
    for row in table.rows:
        found = [max(wide, widest(cell, CELL.size, False)) for wide, cell in zip(found, row, strict=True)]
    return [wide + 2 * GUTTER + 0.1 for wide in found]


def widened(asked: list[float], words: list[float]) -> list[float]:
    """Return the widths of columns: those too narrow for a word take what the others can spare, if that is enough."""
    lacking = [max(need - width, 0.0) for width, need in zip(asked, words, strict=True)]
    spare = [max(width - need, 0.0) for width, need in zip(asked, words, strict=True)]
    return shifted(asked, spare, lacking) if sum(lacking) <= sum(spare) else asked


def filled(asked: list[float], whole: list[float]) -> list[float]:
    """Return the widths of columns: what one has beyond its longest line goes to those whose lines are broken."""
    lacking = [max(need - width, 0.0) for width, need in zip(asked, whole, strict=True)]
    spare = [max(width - need, 0.0) for width, need in zip(asked, whole, strict=True)]
    return shifted(asked, spare, lacking)


def shifted(widths: list[float], spare: list[float], lacking: list[float]) -> list[float]:
    """Return widths after those that can spare have given to those that lack, each by its share."""
    moved = min(sum(spare), sum(lacking))
    if not moved:
        return widths
    give, take = moved / sum(spare), moved / sum(lacking)
    return [
        width - much * give + little * take
        for width, much, little in zip(widths, spare, lacking, strict=True)
    ]


def table_columns(
    cells: tuple[str, ...],
    spots: list[tuple[float, float]],
    style: Style,
    scope: Literal["", "Column"] = "",
) -> list[Column]:
    """Break the cells of a row into lines. Raises ValueError for a row of the wrong length."""
    return [
        Column(x, break_lines(cell, width, style.size, style.bold), style, scope)
        for cell, (x, width) in zip(cells, spots, strict=True)
    ]


def height(columns: list[Column], pad: float) -> float:
    """Return the height of a row."""
    return max((len(column.lines) * column.style.leading for column in columns), default=0.0) + 2 * pad


def set_row(sheet: Sheet, columns: list[Column], pad: float, on_turn: Callable[[], None]) -> None:
    """Set a row and the rule below it. A row that fits no page is cut between lines.

    on_turn is called at the top of each page that the row begins.
    """
    if height(columns, pad) > sheet.room and height(columns, pad) <= sheet.page_room * 0.8:
        sheet.turn()
        on_turn()
    row = sheet.element and sheet.element.add(Element("TR"))
    cells = [
        row and row.add(Element("TH" if column.scope else "TD", scope=column.scope)) for column in columns
    ]
    leading, done = columns[0].style.leading, 0
    rows = max(len(column.lines) for column in columns)
    while done < rows:
        fit = int((sheet.room - 2 * pad) // leading)
        if fit < 1:
            sheet.turn()
            on_turn()
            continue
        top = sheet.y - pad
        for column, cell in zip(columns, cells, strict=True):
            for at, text in enumerate(column.lines[done : done + fit]):
                y = base(top - at * leading, column.style)
                sheet.add(Text(column.x, y, text, column.style, element=cell))
        taken = min(fit, rows - done)
        done += taken
        sheet.skip(taken * leading + 2 * pad)
        sheet.rule(0.4, LINE)
