"""The columns of a table of rows: how a header names a field, and how a cell is what a person would type there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Step
from portal.standards.typed import code as code_typed
from portal.ui.fields import CalendarDateField, DecimalField, SuggestField, YesNoField, compact
from portal.ui.fields.plain import DATE_FORMS
from portal.ui.forms import StepForm
from portal.ui.matching import bare
from portal.ui.spreadsheets import SCIENTIFIC

YES = {"是", "yes", "y", "1", "true", "有", "√", "对"}
NO = {"否", "no", "n", "0", "false", "无", "没有", "×"}
BETWEEN = re.compile(r"[、;；|\n]")
#: So many choices are written out in the list of columns.
MOST_NAMED = 12


@dataclass
class Column:
    """One field of a row as a column.

    names: what a header may call it, made bare. codes: what a cell may say for a choice -> its code.
    needed: no row can do without it; sometimes: it depends on other columns. header: what the template calls it.
    """

    name: str
    field: Any
    label: str
    header: str = ""
    names: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)

    @property
    def sometimes(self) -> str:
        """When the column is to be filled in, in words; "" for always."""
        return str(getattr(self.field, "shown_when_hint", ""))

    @property
    def needed(self) -> bool:
        """Whether every row has to fill it in."""
        return bool(self.field.required)

    @property
    def kind(self) -> str:
        """What may stand in a cell, in words."""
        if isinstance(self.field, YesNoField | forms.BooleanField):
            return _("Yes or no")
        if self.choices:
            several = isinstance(self.field, forms.MultipleChoiceField)
            return _("One or several, with 、 between") if several else _("One of these")
        if isinstance(self.field, CalendarDateField):
            return _("A date, such as 2026-11-24")
        if isinstance(self.field, DecimalField):
            unit = str(self.field.unit)
            return _("A number, in %(unit)s") % {"unit": unit} if unit else _("A number")
        if isinstance(self.field, SuggestField):
            return _("A name from the list, or its code")
        most = getattr(self.field, "max_length", None)
        return _("Text, up to %(most)s characters") % {"most": most} if most else _("Text")

    def read(self, cell: str) -> Any:
        """Return a cell as the draft keeps what is typed; what is not understood stays as it stands."""
        if isinstance(self.field, YesNoField):
            return _yes_or_no(cell, "yes", "no")
        if isinstance(self.field, forms.BooleanField):
            return _yes_or_no(cell, "on", "")
        if isinstance(self.field, forms.MultipleChoiceField):
            return [self.code(part) for part in BETWEEN.split(cell) if part.strip()]
        if isinstance(self.field, CalendarDateField):
            return _day(cell)
        return self.code(cell) if self.codes else cell

    def code(self, cell: str) -> str:
        """Return the code of a choice named by its code or by its label in either language."""
        text = cell.strip()
        return self.codes.get(text) or self.codes.get(code_typed(text)) or self.codes.get(bare(text)) or text

    def write(self, value: Any) -> str:
        """Return what was typed into the field as the text of a cell, to be read again."""
        if isinstance(value, list):
            return "、".join(str(item) for item in value)
        return (
            {True: "yes", False: ""}.get(value, str(value or ""))
            if isinstance(value, bool)
            else str(value or "")
        )

    def destroyed(self, value: Any) -> bool:
        """Return whether a spreadsheet has made a number of a text, whose last digits are lost with that."""
        number = isinstance(self.field, DecimalField)
        return not number and isinstance(value, str) and bool(SCIENTIFIC.fullmatch(value))


def _yes_or_no(cell: str, yes: str, no: str) -> str:
    text = compact(cell).casefold()
    return yes if text in YES or (text and text == yes) else no if text in NO else cell


def _day(cell: str) -> str:
    text = compact(cell)
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return cell


def columns_of(step: Step, norms: Any, answers: Answers) -> list[Column]:
    """Return the columns of a repeated step in the active language, in the order of its fields."""
    active = get_language()
    columns: dict[str, Column] = {}
    for language in [active, *(code for code, _name in settings.LANGUAGES if code != active)]:
        with override(language):
            form: StepForm = step.form(norms=norms, answers=answers)  # type: ignore[call-arg, assignment]
            for name, own in form.fields.items():
                if own.widget.is_hidden:
                    continue
                label = str(own.label or name)
                column = columns.setdefault(name, Column(name, own, label, label))
                column.names |= {bare(label), bare(name), bare(f"{label} {name}")}
                _learn(column, own, language == active)
    _tell_apart(list(columns.values()))
    return list(columns.values())


def _tell_apart(columns: list[Column]) -> None:
    """Add the field's name to the headers of columns of one label, and let that alone find them."""
    count = Counter(name for column in columns for name in column.names)
    for column in columns:
        if count[bare(column.label)] > 1:
            column.header = f"{column.label} ({column.name})"
        column.names = {name for name in column.names if count[name] == 1}


def _learn(column: Column, own: Any, active: bool) -> None:
    """Let a column know the choices of its field in one more language."""
    if not isinstance(own, forms.ChoiceField) or isinstance(own, YesNoField):
        return
    for code, label in flat(own.choices):
        if code:
            column.codes |= {bare(label): code} if bare(label) not in column.codes else {}
            column.codes[code] = code
            if active:
                column.choices.append(label)


def flat(choices: Any) -> Iterator[tuple[str, str]]:
    """Yield (code, label) of choices, also of those in groups."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(inner), str(text)) for inner, text in label)
        else:
            yield str(code), str(label)


def assign(header: list[str], columns: list[Column]) -> tuple[dict[int, Column], list[str]]:
    """Return which place of a line holds which column, and the headers that name none of them.

    A header that comes twice counts once; a star that marks what is needed does no harm.
    """
    known = {name: column for column in columns for name in column.names}
    places: dict[int, Column] = {}
    unknown = []
    for place, text in enumerate(header):
        column = known.get(bare(text))
        if column is not None and column not in places.values():
            places[place] = column
        elif text.strip():
            unknown.append(text.strip())
    return places, unknown


def help_of(columns: list[Column]) -> list[dict[str, Any]]:
    """Return what the page says about each column: header, kind, choices, and whether it must be filled in."""
    return [
        {
            "header": column.header,
            "kind": column.kind,
            "choices": "、".join(column.choices[:MOST_NAMED]),
            "more": max(0, len(column.choices) - MOST_NAMED),
            "needed": column.needed,
            "sometimes": column.sometimes,
        }
        for column in columns
    ]


def raw_of(cells: list[str], places: Mapping[int, Column]) -> dict[str, Any]:
    """Return a line as the draft keeps what is typed, {field: text}, of the columns that the table has."""
    return {
        column.name: column.read(cells[place] if place < len(cells) else "")
        for place, column in places.items()
    }
