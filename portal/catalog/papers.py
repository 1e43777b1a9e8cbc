"""The content of a paper (receipt, notice, certificate) as data; `certificates` draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import dateformat, translation


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
    Title, subtitle, opening and notes are texts of the rulebook, which `paper_texts.compose` puts in; words: what
    their placeholders stand for, by name. A composed paper has none left.
    """

    title: str = ""
    language: str = "zh-hans"
    subtitle: str = ""
    paragraphs: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    reverse: tuple[Table, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

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
    language: that the paper is written in; it is the active one while it is written.
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
    language: str = "zh-hans"


def is_english(language: str) -> bool:
    """Return whether a paper of that language is the English one; every other is Chinese."""
    return language.lower().startswith("en")


def written_day(day: date | None, language: str) -> str:
    """Return a day as papers write it: 2026年3月12日, or 12 March 2026; "" for none."""
    if day is None:
        return ""
    if not is_english(language):
        return f"{day.year}年{day.month}月{day.day}日"
    with translation.override("en"):
        return dateformat.format(day, "j F Y")


def name_in(entry: Mapping[str, Any], language: str) -> str:
    """Return the name of an entry of the rulebook; the Chinese one where it has none in English."""
    return str((is_english(language) and entry.get("name_en")) or entry["name"])
