"""A list of the queue as a table: which cases, under the officer's eyes of the moment, and what its columns show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.review import labels
from portal.review.filters import Search
from portal.review.models import Export, Label
from portal.rulebook.queries import norms, unit_names
from portal.workdays.queries import today

#: A list that is longer is cut off there; it is said before.
MOST_ROWS = 100_000
#: Rows read and written at once; the progress is saved after each such portion.
PORTION = 500


def query_of(officer: User, sent: QueryDict) -> str:
    """Return the search of a list as an export keeps it: what names a person stays sealed for the officer."""
    return urlencode(Search(officer, sent).parameters())


def search_of(export: Export) -> Search:
    """Return what an export is of, under the eyes of its officer now."""
    return Search(export.officer, QueryDict(export.query))


def rows_of(export: Export) -> QuerySet[Application]:
    """Return the cases of an export as its officer sees them now, in the order of the list, at most `MOST_ROWS`."""
    search = search_of(export)
    return search.rows.order_by(*search.tab.order.keys)[:MOST_ROWS]


@dataclass(frozen=True)
class Names:
    """What is looked up for a portion of rows: names of units and districts, labels of the cases."""

    units: Mapping[str, str]
    districts: Mapping[str, str]
    labels: Mapping[Any, Sequence[Label]]


@dataclass(frozen=True)
class Column:
    """A column of the table: its head, and the text of a case."""

    title: Any
    text: Callable[[Application, Names], str]


def moment(value: Any) -> str:
    """Return a moment in Shanghai as spreadsheets sort it; "" for none."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def people_of(case: Application) -> str:
    """Return the officers who acted on a case, each once."""
    people = (case.acceptor, case.reviewer, case.approver)
    return " · ".join(dict.fromkeys(str(one) for one in people if one))


#: The columns by code. Nothing sensitive: what the queue shows, and nothing of the answers.
COLUMNS: dict[str, Column] = {
    "number": Column(gettext_lazy("Number"), lambda case, names: case.number or ""),
    "service": Column(gettext_lazy("Service"), lambda case, names: str(case.declaration.title)),
    "applicant": Column(gettext_lazy("Applicant"), lambda case, names: case.subject),
    "state": Column(gettext_lazy("State"), lambda case, names: str(case.face.staff)),
    "submitted": Column(gettext_lazy("Submitted at"), lambda case, names: moment(case.submitted_at)),
    "due": Column(gettext_lazy("Due"), lambda case, names: moment(case.due_at)),
    "concluded": Column(gettext_lazy("Concluded on"), lambda case, names: moment(case.concluded_at)),
    "unit": Column(gettext_lazy("Unit"), lambda case, names: names.units.get(case.unit, case.unit)),
    "district": Column(
        gettext_lazy("District"), lambda case, names: names.districts.get(case.district, case.district)
    ),
    "assignee": Column(
        gettext_lazy("Assigned to"), lambda case, names: str(case.assignee) if case.assignee else ""
    ),
    "officers": Column(gettext_lazy("Officers"), lambda case, names: people_of(case)),
    "labels": Column(
        gettext_lazy("Labels"), lambda case, names: " · ".join(map(str, names.labels.get(case.pk, ())))
    ),
    "warnings": Column(
        gettext_lazy("Warnings"), lambda case, names: str(case.warnings) if case.warnings else ""
    ),
}


def columns_of(export: Export) -> list[Column]:
    """Return the columns of an export in their order: those asked for that there are, or all."""
    chosen = [COLUMNS[code] for code in export.columns if code in COLUMNS]
    return chosen or list(COLUMNS.values())


def lines_of(export: Export) -> Iterator[list[list[str]]]:
    """Yield the lines of the table portion by portion, in the active language. Two queries a portion at most."""
    language = get_language() or "zh-hans"
    name = "name_en" if language.startswith("en") else "name"
    districts = {code: entry[name] for code, entry in norms(today()).entries("districts").items()}
    units, columns = unit_names(language), columns_of(export)
    rows = rows_of(export).select_related("acceptor", "reviewer", "approver", "assignee")
    found = rows.iterator(chunk_size=PORTION)
    while portion := list(islice(found, PORTION)):
        names = Names(units, districts, labels.of(portion))
        yield [[column.text(case, names) for column in columns] for case in portion]


def title_of(export: Export) -> str:
    """Return the name of the table in the active language."""
    return _("Queue %(day)s") % {"day": f"{timezone.localtime(export.created_at):%Y-%m-%d}"}
