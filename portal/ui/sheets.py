"""Long tables written row by row, as CSV, XLSX or ODS; what the rows are is the caller's business."""

import csv
import io
from collections.abc import Iterable
from typing import IO, Any, Protocol

from portal.ui.opendocument import MEDIA_TYPE as ODS
from portal.ui.opendocument import OdsSheet, legal
from portal.ui.spreadsheets import BOM, plain

#: The formats that there are, with their media types.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": ODS,
}
COLUMN_WIDTH = 22


class Sheet(Protocol):
    """A table in a file: write rows, then close it. The first row is the head."""

    def write(self, cells: Iterable[str]) -> None: ...

    def close(self) -> None: ...


def begun(kind: str, target: IO[bytes], title: str, columns: int) -> "Guarded":
    """Return a table that is written into a file. kind: of `FORMATS`; KeyError for another one."""
    kinds = {"csv": CsvSheet, "xlsx": XlsxSheet, "ods": OdsSheet}
    return Guarded(kinds[kind](target, title, columns))


class Guarded:
    """Writes no cell that a spreadsheet would carry out, not even after the file was saved in another format."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def write(self, cells: Iterable[str]) -> None:
        """Write the next row."""
        self.sheet.write([plain(cell) for cell in cells])

    def close(self) -> None:
        """End the table; the file stays open."""
        self.sheet.close()


class CsvSheet:
    """UTF-8 with its mark, which spreadsheets need to read Chinese."""

    def __init__(self, target: IO[bytes], title: str, columns: int) -> None:
        self.text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
        self.text.write(BOM)
        self.writer = csv.writer(self.text)

    def write(self, cells: Iterable[str]) -> None:
        """Write the next row."""
        self.writer.writerow(cells)

    def close(self) -> None:
        """Let the file go without closing it."""
        self.text.detach()


class XlsxSheet:
    """Cells of text only; the head stays in sight."""

    def __init__(self, target: IO[bytes], title: str, columns: int) -> None:
        from openpyxl import Workbook  # slow to load, and seldom needed
        from openpyxl.utils import get_column_letter

        self.target, self.book = target, Workbook(write_only=True)
        self.page: Any = self.book.create_sheet(title[:31])
        self.page.freeze_panes = "A2"
        for number in range(1, columns + 1):
            self.page.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH
        self.head = True

    def write(self, cells: Iterable[str]) -> None:
        """Write the next row."""
        self.page.append([self._cell(text) for text in cells])
        self.head = False

    def _cell(self, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self.page, legal(text))
        cell.data_type = "s"  # never a formula, whatever it begins with
        if self.head:
            cell.font = Font(bold=True)
        return cell

    def close(self) -> None:
        """Write the file; it stays open."""
        self.book.save(self.target)
