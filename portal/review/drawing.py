"""How the queue is drawn: its rows and its selects, by functions.

A page has some hundred cells and as many options; a template for each took half of the time of the whole page.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.applications.models import Application
from portal.review.columns import Cell, Column
from portal.review.filters import Select
from portal.ui.templatetags.ui import icon, status_tag

WIDE = ' class="wide-only"'
Drawn = Callable[[Application, Column, Cell], str]


def _escaped(value: object) -> str:
    return escape(str(value))


def _number(case: Application, column: Column, cell: Cell) -> str:
    url = reverse("review:case", args=[case.pk])
    return f'<th scope="row" class="num"><a data-row-link href="{url}">{_escaped(cell.text)}</a></th>'


def _clip(case: Application, column: Column, cell: Cell) -> str:
    text, wide = _escaped(cell.text), " wide-only" if column.wide else ""
    return f'<td class="clip{wide}" title="{text}">{text}</td>'


def _clock(case: Application, column: Column, cell: Cell) -> str:
    clock = cell.clock
    if clock is None or not clock.text:
        return "<td></td>"
    level, text = _escaped(clock.level), _escaped(clock.text)
    return f'<td><span class="due level-{level}">{icon(clock.icon, 16)} {text}</span></td>'


def _labels(case: Application, column: Column, cell: Cell) -> str:
    links = [f'<a href="{_escaped(url)}">{status_tag(one.tone, str(one))}</a> ' for one, url in cell.labels]
    return f'<td class="labels">{"".join(links)}</td>'


def _warnings(case: Application, column: Column, cell: Cell) -> str:
    sign = icon("exclamation-triangle", 16)
    return f'<td><span class="due due-soon">{sign} {_escaped(cell.text)}</span></td>'


def _text(case: Application, column: Column, cell: Cell) -> str:
    return f"<td{WIDE if column.wide else ''}>{_escaped(cell.text)}</td>"


KINDS: dict[str, Drawn] = {
    "number": _number,
    "clip": _clip,
    "clock": _clock,
    "labels": _labels,
    "warnings": _warnings,
    "text": _text,
}


def rows(found: Sequence[Mapping[str, Any]]) -> SafeString:
    """Return the rows of the table. found: cases and their cells (`columns.cells_of`)."""
    words = _("Select %(number)s")
    drawn = [_row(row["case"], row["cells"], words % {"number": row["case"].number}) for row in found]
    return mark_safe("".join(drawn))  # noqa: S308 -- each value is escaped where it is put in


def _row(case: Application, cells: Sequence[tuple[Column, Cell]], words: str) -> str:
    drawn = "".join([KINDS[cell.kind](case, column, cell) for column, cell in cells])
    return (
        f'\n<tr data-row><td class="pick"><input type="checkbox" name="case" value="{case.pk}:{case.version}"'
        f' data-select aria-label="{_escaped(words)}" form="batch"></td>{drawn}</tr>'
    )


def select(found: Select) -> SafeString:
    """Return a shortcut with its label: a select, or a line to type in."""
    name, label = _escaped(found.name), _escaped(found.label)
    if found.options is None:
        kind = "text"
        drawn = (
            f'<input type="text" name="{name}" value="{_escaped(found.value)}" maxlength="30" id="id_{name}">'
        )
    else:
        kind = "select"
        options = "".join([_option(value, text, value == found.value) for value, text in found.options])
        drawn = f'<select name="{name}" id="id_{name}">{options}</select>'
    field = (
        f'<div class="field field-medium field-{kind}"><label for="id_{name}">{label}</label>{drawn}</div>'
    )
    return mark_safe(field)  # noqa: S308 -- each value is escaped where it is put in


def _option(value: str, text: object, chosen: bool) -> str:
    return f'<option value="{_escaped(value)}"{" selected" if chosen else ""}>{_escaped(text)}</option>'
