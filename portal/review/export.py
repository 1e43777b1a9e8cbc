"""All answers of a case as a table for a spreadsheet, as they were submitted."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from portal.applications.models import Application, Event
from portal.applications.queries import outcome_of
from portal.assignments.queries import work_of
from portal.catalog.declaration import Answers
from portal.catalog.sources import SOURCES
from portal.review import actions
from portal.review.doors import of_case, officers_only
from portal.review.reading import case_file, rows_in
from portal.review.views import stood_back
from portal.ui.spreadsheets import written

HEAD = ("step", "row", "field", "value")


@officers_only
@require_GET
@of_case
def answers_csv(request: HttpRequest, row: Application) -> HttpResponse:
    """Send the answers of a case in clear; each time it is recorded as a reading by export."""
    if kind := work_of(row, request.user).recusal:
        return stood_back(request, row, kind)
    text = table_of(case_file(row).answers, outcome_of(row))
    actions.record_export(application=row, by=request.user)
    response = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.number}-answers.csv"'
    return response


def table_of(answers: Answers, outcome: Event | None = None) -> str:
    """Return the answers as CSV text: a line an answer, rows of a repeated step numbered from 1.

    outcome: the move by which the case came to its outcome; its codes stand last, as step "outcome".
    """
    return written([HEAD, *lines_of(answers), *outcome_lines(outcome)])


def outcome_lines(outcome: Event | None) -> Iterator[tuple[str, str, str, str]]:
    """Yield the outcome of a case and its grounds as lines of the table; none while there is none."""
    if outcome is not None:
        yield "outcome", "1", "code", outcome.outcome
        for name, value in outcome.grounds.items():
            yield "outcome", "1", name, text_of(value)


def lines_of(answers: Answers) -> Iterator[tuple[str, str, str, str]]:
    """Yield step, number of the row, field and value of each answer, in the order of the answers."""
    for step, fields in answers.items():
        if step == SOURCES:  # replies of registers are no answers
            continue
        for number, row in enumerate(rows_in(fields), 1):
            for name, value in row.items():
                yield step, str(number), name, text_of(value)


def text_of(value: Any) -> str:
    """Return a value as JSON carries it as the text of one cell; nothing for one that was not given."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
