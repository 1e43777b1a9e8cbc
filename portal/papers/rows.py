"""Setting rows of columns: the field list and the tables of a paper, broken over pages."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.catalog.papers import Table

from . import fonts
from .linebreak import break_lines
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
    """The lines of one cell and where they begin."""

    x: float
    lines: list[str]
    style: Style


def set_fields(sheet: Sheet, fields: tuple[tuple[str, str], ...]) -> None:
    """Set the pairs of label and value as two columns with thin rules between the rows."""
    if not fields:
        return
    widest = max(fonts.width(line, LABEL.size) for label, _ in fields for line in label.splitlines() or [""])
    label_width = min(widest, MEASURE * LABEL_SHARE)
    value_x = LEFT + GUTTER + label_width + 22
    pad = FIELD_PAD * sheet.tight
    sheet.need(2 * (VALUE.leading + 2 * pad))
    sheet.rule(0.9, INK)
    for label, value in fields:
        columns = [
            Column(LEFT + GUTTER, break_lines(label, label_width, LABEL.size), LABEL),
            Column(value_x, break_lines(value, RIGHT - GUTTER - value_x, VALUE.size), VALUE),
        ]
        set_row(sheet, columns, pad, lambda: sheet.rule(0.9, INK))
    sheet.rule(0.9, INK)


def set_table(sheet: Sheet, table: Table) -> None:
    """Set a table; its head is repeated on each page. Raises ValueError for rows not as long as the head."""
    shares = table.widths or (1.0,) * len(table.head)
    spots = column_spots(shares, len(table.head))
    head = table_columns(table.head, spots, HEAD)
    rows = [table_columns(row, spots, CELL) for row in table.rows]
    title = break_lines(table.title, MEASURE, TABLE_TITLE.size, True) if table.title else []
    pad = CELL_PAD * sheet.tight
    head_height = height(head, pad)
    first = height(rows[0], pad) if rows else 0.0
    sheet.need(len(title) * TABLE_TITLE.leading + head_height + min(first, sheet.page_room / 3))
    for line in title:
        sheet.need(TABLE_TITLE.leading)
        sheet.line(line, LEFT, TABLE_TITLE)
    if title:
        sheet.skip(3)

    def set_head() -> None:
        sheet.rule(0.9, INK)
        # A head too tall to leave room for rows is set once, like a row.
        if head_height <= sheet.page_room / 2:
            sheet.add(Fill(LEFT, sheet.y - head_height, MEASURE, head_height - 0.45, GROUND))
            set_row(sheet, head, pad, sheet.turn)

    if head_height > sheet.page_room / 2:
        set_row(sheet, head, pad, set_head)
    else:
        set_head()
    for row in rows:
        set_row(sheet, row, pad, set_head)
    sheet.rule(0.9, INK)


def column_spots(shares: tuple[float, ...], count: int) -> list[tuple[float, float]]:
    """Return left edge and width of each column's text. Raises ValueError for a wrong number of shares."""
    if len(shares) != count:
        raise ValueError(f"{len(shares)} widths for {count} columns")
    spots, x = [], LEFT
    for share in shares:
        width = MEASURE * share / sum(shares)
        spots.append((x + GUTTER, width - 2 * GUTTER))
        x += width
    return spots


def table_columns(cells: tuple[str, ...], spots: list[tuple[float, float]], style: Style) -> list[Column]:
    """Break the cells of a row into lines. Raises ValueError for a row of the wrong length."""
    return [
        Column(x, break_lines(cell, width, style.size, style.bold), style)
        for cell, (x, width) in zip(cells, spots, strict=True)
    ]


def height(columns: list[Column], pad: float) -> float:
    """Return the height of a row."""
    return max((len(column.lines) * column.style.leading for column in columns), default=0.0) + 2 * pad


def set_row(sheet: Sheet, columns: list[Column], pad: float, on_turn: Callable[[], None]) -> None:
    """Set a row and the rule below it. A row that fits no page is cut between lines.

    on_turn is called at the top of each page that the row begins.
    """
    leading = columns[0].style.leading
    rows = max(len(column.lines) for column in columns)
    if height(columns, pad) > sheet.room and height(columns, pad) <= sheet.page_room * 0.8:
        sheet.turn()
        on_turn()
    done = 0
    while done < rows:
        fit = int((sheet.room - 2 * pad) // leading)
        if fit < 1:
            sheet.turn()
            on_turn()
            continue
        top = sheet.y - pad
        for column in columns:
            for at, text in enumerate(column.lines[done : done + fit]):
                sheet.add(Text(column.x, base(top - at * leading, column.style), text, column.style))
        taken = min(fit, rows - done)
        done += taken
        sheet.skip(taken * leading + 2 * pad)
        sheet.rule(0.4, LINE)
