"""The content of a paper (receipt, notice, certificate) as data; `certificates` draws it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table of a paper.

    head: column titles. rows: one tuple of cell texts a row, as long as head.
    widths: relative column widths, as long as head; empty means equal.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One paper, in one language, before numbers, seal and QR code are added by the platform.

    fields: pairs of label and value, drawn as a two-column list in order.
    paragraphs: running text above the fields; notes: small print below everything.
    reverse: tables on a page of their own after seal and notes, for entries made by hand later.
    """

    title: str
    language: str = "zh-hans"
    subtitle: str = ""
    paragraphs: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    reverse: tuple[Table, ...] = ()

    def texts(self) -> list[str]:
        """Return every string that will be drawn, for the glyph check."""
        tables = (*self.tables, *self.reverse)
        cells = [cell for table in tables for row in (table.head, *table.rows) for cell in row]
        titles = [table.title for table in tables]
        pairs = [text for pair in self.fields for text in pair]
        return [self.title, self.subtitle, *self.paragraphs, *pairs, *titles, *cells, *self.notes]


@dataclass(frozen=True)
class CaseRecord:
    """What a service is told about a decided case when it writes a paper.

    answers: `answers[step][field]` as accepted at submission. Dates are in Asia/Shanghai.
    certificate_number and valid_to are empty for papers that are not certificates.
    extra: what happened outside, by act (`review.models.Outside`): "release" {number, issued_by, issued_on, valid_to}
    and "register" {household_no, registered_on}; days as ISO text.
    """

    number: str
    answers: dict[str, Any]
    unit_name: str
    submitted_at: datetime
    decided_on: date | None = None
    certificate_number: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    handled_by: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
