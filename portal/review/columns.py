"""The columns of the queue: which there are, and what a row shows in each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.applications.models import Application, Event, Fact
from portal.review import labels
from portal.review.clock import Clock, clock_of
from portal.review.language import Query, Term, write
from portal.review.language.known import fact_names, place_name
from portal.review.language.wording import TURNS
from portal.review.models import Label
from portal.ui.templatetags.ui import local_date, local_moment

FACT = "fact:"
USUAL = ("number", "service", "applicant", "state", "due", "assignee", "labels", "warnings", "district")
MOST_COLUMNS = 20
#: Values of a fact that a cell shows; a filing may have hundreds of substances.
MOST_VALUES = 3


@dataclass(frozen=True)
class Cell:
    """What stands in one place of the table. kind: which way it is drawn (drawing.py)."""

    kind: str = "text"
    text: str = ""
    clock: Clock | None = None
    labels: Sequence[tuple[Label, str]] = ()


@dataclass
class Around:
    """What a page of rows shows beyond the rows themselves, read once for all of them; and whose page it is."""

    officer: User
    labels: Mapping[UUID, list[Label]] = field(default_factory=dict)
    facts: dict[tuple[UUID, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[UUID, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A column. cell: what it shows of a case. wide: left out on a narrow screen.

    written: what a spreadsheet gets, where that differs: moments that sort, and nothing cut off.
    """

    code: str
    title: Any
    cell: Callable[[Application, Around], Cell]
    wide: bool = False
    written: Callable[[Application, Around], str] | None = None

    def text(self, case: Application, around: Around) -> str:
        """Return what stands in a spreadsheet."""
        return self.written(case, around) if self.written else self.cell(case, around).text


def _text(value: Callable[[Application], Any], kind: str = "text") -> Callable[[Application, Around], Cell]:
    return lambda case, around: Cell(kind, str(value(case) or ""))


def _unit(case: Application, around: Around) -> Cell:
    return Cell("clip", place_name(around.officer, "unit", case.unit))


def _district(case: Application, around: Around) -> Cell:
    """Return the district; cases of the city say so: its own offices handle them."""
    city = case.district.endswith("0000")
    return Cell("text", _("Citywide") if city else place_name(around.officer, "district", case.district))


def _people(case: Application) -> str:
    return " · ".join(
        dict.fromkeys(str(person) for person in (case.acceptor, case.reviewer, case.approver) if person)
    )


def _due(case: Application, around: Around) -> Cell:
    if case.concluded_at:
        return Cell("text", _("Concluded %(day)s") % {"day": local_date(case.concluded_at)})
    return Cell("clock", clock=clock_of(case))


def _labels(case: Application, around: Around) -> Cell:
    """Return the labels, each with the address of the list of cases that have it."""
    asked = ((label, write(Query((Term("label", label.name),)))) for label in around.labels.get(case.pk, ()))
    return Cell(
        "labels", labels=[(label, f"?{urlencode({'tab': 'all', 'q': query})}") for label, query in asked]
    )


def _changed(case: Application, around: Around) -> Cell:
    return Cell("text", local_moment(around.changed.get(case.pk)))


def _warnings(case: Application, around: Around) -> Cell:
    return Cell("warnings", str(case.warnings)) if case.warnings else Cell()


def _moment(value: Callable[[Application, Around], datetime | None]) -> Callable[[Application, Around], str]:
    """Return what writes a moment in Shanghai as spreadsheets sort it; "" for none."""

    def written(case: Application, around: Around) -> str:
        moment = value(case, around)
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""

    return written


def _day(code: str, title: Any, value: Callable[[Application], datetime | None]) -> Column:
    """Return the column of a moment of the case: a day on the page, to the minute in a spreadsheet."""
    shown = _text(lambda case: local_date(value(case)))
    return Column(code, title, shown, written=_moment(lambda case, around: value(case)))


COLUMNS: dict[str, Column] = {
    column.code: column
    for column in (
        Column("number", gettext_lazy("Number"), _text(lambda case: case.number, "number")),
        Column("service", gettext_lazy("Service"), _text(lambda case: case.declaration.title, "clip")),
        Column("applicant", gettext_lazy("Applicant"), _text(lambda case: case.subject, "clip")),
        Column("state", gettext_lazy("State"), _text(lambda case: case.face.staff)),
        Column("due", gettext_lazy("Due"), _due, written=_moment(lambda case, around: case.due_at)),
        Column(
            "labels",
            gettext_lazy("Labels"),
            _labels,
            written=lambda case, around: " · ".join(map(str, around.labels.get(case.pk, ()))),
        ),
        Column("warnings", gettext_lazy("Warnings"), _warnings),
        Column("assignee", gettext_lazy("Assigned to"), _text(lambda case: case.assignee)),
        Column("turn", gettext_lazy("Whose turn"), _text(lambda case: TURNS.get(case.turn, ""))),
        Column("unit", gettext_lazy("Unit"), _unit, wide=True),
        Column("district", gettext_lazy("District"), _district, wide=True),
        _day("submitted", gettext_lazy("Submitted on"), lambda case: case.submitted_at),
        _day("concluded", gettext_lazy("Concluded on"), lambda case: case.concluded_at),
        Column(
            "changed",
            gettext_lazy("Last change"),
            _changed,
            written=_moment(lambda case, around: around.changed.get(case.pk)),
        ),
        Column("officers", gettext_lazy("Officers"), _text(_people, "clip"), wide=True),
    )
}


def _fact_column(key: str, title: str) -> Column:
    def cell(case: Application, around: Around) -> Cell:
        found = [text for fact in around.facts[(case.pk, key)] if (text := _shown(fact))]
        shown = ", ".join(found[:MOST_VALUES])
        return Cell("clip", f"{shown} …" if len(found) > MOST_VALUES else shown)

    def written(case: Application, around: Around) -> str:
        facts = around.facts[(case.pk, key)]
        texts = (fact.date.isoformat() if fact.date else _shown(fact) for fact in facts)
        return ", ".join(text for text in texts if text)

    return Column(FACT + key, title, cell, written=written)


def all_columns() -> dict[str, Column]:
    """Return every column that there is, the facts that services declare last."""
    facts = {FACT + key: _fact_column(key, name) for key, name in fact_names().items()}
    return COLUMNS | facts


def chosen_columns(codes: Iterable[str]) -> list[Column]:
    """Return columns in the order chosen, the usual ones for none. What is gone is left out, the number never."""
    codes = list(codes)
    known = all_columns() if any(code.startswith(FACT) for code in codes) else COLUMNS
    found = [known[code] for code in dict.fromkeys(codes) if code in known] or [known[code] for code in USUAL]
    return found if any(column.code == "number" for column in found) else [known["number"], *found]


def around(cases: Sequence[Application], columns: Sequence[Column], officer: User) -> Around:
    """Return what the columns show beyond the rows: a query for labels, facts and changes each, if they are shown."""
    codes = {column.code for column in columns}
    found, keys = Around(officer), [case.pk for case in cases]
    if "labels" in codes:
        found.labels = labels.of(cases)
    if facts := [code.removeprefix(FACT) for code in codes if code.startswith(FACT)]:
        for fact in Fact.objects.filter(application__in=keys, key__in=facts).order_by("pk"):
            found.facts[(fact.application_id, fact.key)].append(fact)
    if "changed" in codes:
        events = Event.objects.filter(application__in=keys).values("application")
        found.changed = dict(events.annotate(last=Max("at")).values_list("application", "last").order_by())
    return found


def _shown(fact: Fact) -> str:
    """Return a fact as it is shown; one that is only found by its blind index shows nothing."""
    if fact.number is not None:
        return f"{fact.number.normalize():f}" if fact.number % 1 else f"{fact.number:.0f}"
    return local_date(fact.date) if fact.date else fact.text


def cells_of(cases: Sequence[Application], columns: Sequence[Column], officer: User) -> list[dict[str, Any]]:
    """Return the rows of the table: the case, and a cell a column."""
    beyond = around(cases, columns, officer)
    return [
        {"case": case, "cells": [(column, column.cell(case, beyond)) for column in columns]} for case in cases
    ]
