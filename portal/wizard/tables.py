"""Rows handed in as a table: read at once and never stored; good lines become rows, bad ones wait to be put right.

What waits lies in the draft document, sealed like all of it, until it is put right or left out:
    {"tables": {step: {"bad": [{"line", "raw": {field: text}, "errors": {language: {field: text}}}, …],
                       "kept": n, "replaced": n, "at": when}}}
Bad lines keep nobody from going on: each row is judged alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.catalog.declaration import Repeat, Step
from portal.ui import spreadsheets, twins
from portal.ui.forms import StepForm
from portal.ui.matching import bare
from portal.ui.spreadsheets import Refused
from portal.wizard import columns, draft, forms
from portal.wizard.journey import Journey

#: So many of the bad lines stand on the page; the file to download holds all of them.
MOST_SHOWN = 50
#: Name of the column that says what is wrong, in the file of bad lines; it is passed over when that comes back.
ERRORS = "what is wrong"


@dataclass
class Judged:
    """One line of a table. errors: by language and field; the field "" is the whole row."""

    line: int
    raw: draft.Raw
    errors: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Taken:
    """What became of a table. unknown: headers that name no column."""

    kept: int
    replaced: int
    bad: int
    unknown: list[str]


def take_in(journey: Journey, step: Step, *, name: str, content: bytes, by: User) -> Taken:
    """Read a table, put its good lines to the rows of the step and keep its bad ones beside them.

    name: of the file. content: its bytes. A line that shares what is unique with a row takes its place. Bad lines
    of an earlier table make room for those of this one. Raises Refused, with a sentence, when nothing of it can
    be taken, and Conflict when the draft was submitted meanwhile.
    """
    spreadsheets.check_kind(name, len(content), content[:8])
    lines = spreadsheets.lines_of(spreadsheets.decoded(content))
    known = columns.columns_of(step, journey.norms, journey.answers)
    places, unknown = columns.assign(lines[0][1], known)
    _check_header(known, list(places.values()))
    raws = [(number, columns.raw_of(cells, places)) for number, cells in lines[1:]]
    taken: list[Taken] = []

    def edit(document: draft.Document) -> None:
        # Under the lock: what a line is judged against are the rows that are there now.
        rows = [dict(row) for row in draft.typed(document, step.slug).get("rows", [])]
        taken.append(_put(journey, step, known, rows, raws, document))
        _record(journey, step, taken[-1], by)

    journey.keep(by, edit)
    taken[-1].unknown = [text for text in unknown if bare(text) not in _error_headers()]
    return taken[-1]


def _record(journey: Journey, step: Step, taken: Taken, by: User) -> None:
    audit.record(
        actor=f"user:{by.pk}",
        action="draft:table",
        subject=f"application:{journey.application.pk}",
        data={"step": step.slug, "kept": taken.kept, "replaced": taken.replaced, "bad": taken.bad},
    )


def _check_header(known: list[columns.Column], present: list[columns.Column]) -> None:
    if not present:
        raise Refused(
            _("No column of the table is known. Its first line must hold the headers of the template.")
        )
    missing = [column.header for column in known if column.needed and column not in present]
    if missing:
        raise Refused(_("These columns are missing: %(names)s") % {"names": "、".join(missing)})


def _error_headers() -> set[str]:
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {bare(error_header()), bare(ERRORS)}
    return found


def error_header() -> str:
    """Return the header of the column with the errors, in the active language."""
    return _("What is wrong")


def _put(
    journey: Journey,
    step: Step,
    known: list[columns.Column],
    rows: list[draft.Raw],
    raws: list[tuple[int, draft.Raw]],
    document: draft.Document,
) -> Taken:
    """Put the good lines to the rows and keep the bad ones. Raises Refused when that would be too many rows."""
    repeat = step.repeat or Repeat("")
    rows = [row for row in rows if any(row.values())]
    judge = Judge(journey, step, known)
    there = {pair: place for place, row in enumerate(rows) for pair in judge.keys_of(row).items()}
    before, replaced, bad = len(rows), 0, []
    seen: dict[tuple[str, str], int] = {}
    for number, raw in raws:
        pairs = judge.keys_of(raw).items()
        same = sorted({there[pair] for pair in pairs if pair in there})
        if len(same) == 1:
            raw = {**rows[same[0]], **raw}
        line = judge.line(
            number, raw, twin=next((seen[pair] for pair in pairs if pair in seen), 0), same=same
        )
        seen |= {pair: number for pair in pairs if pair not in seen}
        if line.errors:
            bad.append(line)
        elif same:
            rows[same[0]] = raw
            replaced += 1
        else:
            rows.append(raw)
    if len(rows) > repeat.maximum:
        text = _(
            "With this table there would be %(count)s rows, and there can be at most %(most)s. Nothing was taken over."
        )
        raise Refused(text % {"count": len(rows), "most": repeat.maximum})
    kept = len(rows) - before
    if kept or replaced:
        draft.keep_rows(document, step.slug, rows)
    _note(document, step.slug, bad[: repeat.maximum], kept, replaced)
    return Taken(kept, replaced, len(bad), [])


def _note(document: draft.Document, slug: str, bad: Iterable[Judged], kept: int, replaced: int) -> None:
    document.setdefault("tables", {})[slug] = {
        "bad": [{"line": item.line, "raw": item.raw, "errors": item.errors} for item in bad],
        "kept": kept,
        "replaced": replaced,
        "at": timezone.now().isoformat(timespec="seconds"),
    }


class Judge:
    """Judges lines of a table by the form of the row. One blank form reads what is unique in all of them."""

    def __init__(self, journey: Journey, step: Step, known: list[columns.Column]) -> None:
        self.journey, self.step = journey, step
        self.columns = {column.name: column for column in known}
        self.unique = step.repeat.unique if step.repeat else ()
        self.blank = self.form(None)

    def form(self, raw: draft.Raw | None) -> StepForm:
        """Return the form of a row, bound to what was typed."""
        data = None if raw is None else forms.data_of(_alone(self.step), raw)
        made: StepForm = self.step.form(data, norms=self.journey.norms, answers=self.journey.answers)  # type: ignore[call-arg, assignment]
        return made

    def keys_of(self, raw: draft.Raw) -> twins.Keys:
        """Return what a row is told from others by."""
        return twins.keys_of(self.blank, raw, self.unique) if self.unique else {}

    def line(self, number: int, raw: draft.Raw, *, twin: int, same: list[int]) -> Judged:
        """Return a line with what is wrong in it, in each language. twin: number of the line it repeats, or 0.

        same: the places of the rows that share something with it; one would be replaced, several cannot be.
        """
        judged = Judged(number, raw)
        if self.form(raw).is_valid() and not twin and len(same) < 2 and not self._destroyed(raw):
            return judged
        for language, _name in settings.LANGUAGES:
            with override(language):
                judged.errors[language] = self._errors(raw, twin, same)
        return judged

    def _destroyed(self, raw: draft.Raw) -> list[str]:
        return [name for name, column in self.columns.items() if column.destroyed(raw.get(name))]

    def _errors(self, raw: draft.Raw, twin: int, same: list[int]) -> dict[str, str]:
        form = self.form(raw)
        found = {"": " ".join(str(text) for text in form.non_field_errors())}
        for name, problems in form.errors.as_data().items():
            if name in form.fields:
                found[name] = " ".join(text for problem in problems for text in problem.messages)
        for name in self._destroyed(raw):
            found[name] = _(
                "The spreadsheet has made a number of this, and its last digits are lost. Please format the column as "
                "text, fill it in again, and hand the table in once more."
            )
        row = str(self.step.repeat.row) if self.step.repeat else ""
        if twin:
            found[self.unique[0]] = twins.sentence(_("Line %(line)s") % {"line": twin})
        elif len(same) > 1:
            found[self.unique[0]] = twins.sentence("、".join(f"{row} {place + 1}" for place in same))
        return {name: text for name, text in found.items() if text}


def _alone(step: Step) -> Step:
    """Return the step as if it were not repeated: its fields have plain names then."""
    return Step(step.slug, step.title, step.form)


def waiting(document: Mapping[str, Any], slug: str) -> list[dict[str, Any]]:
    """Return the bad lines that wait in a draft."""
    return list(document.get("tables", {}).get(slug, {}).get("bad", []))


def line_of(document: Mapping[str, Any], slug: str, wanted: str) -> dict[str, Any] | None:
    """Return the bad line of that number; None when there is none (any more)."""
    return next((item for item in waiting(document, slug) if str(item["line"]) == wanted), None)


def errors_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong in a bad line in the active language, by field."""
    errors: dict[str, dict[str, str]] = item["errors"]
    return errors.get(get_language() or "") or next(iter(errors.values()), {})


def leave_out(document: draft.Document, slug: str, wanted: str = "") -> int:
    """Drop the bad line of that number, or all of them; return how many were dropped."""
    table = document.get("tables", {}).get(slug)
    if not table:
        return 0
    bad = [item for item in table["bad"] if wanted and str(item["line"]) != wanted]
    gone = len(table["bad"]) - len(bad)
    table["bad"] = bad
    return gone


def retype(document: draft.Document, slug: str, wanted: str, raw: draft.Raw) -> None:
    """Keep what was typed about a bad line, which goes on waiting."""
    for item in waiting(document, slug):
        if str(item["line"]) == wanted:
            item["raw"] = {**item["raw"], **raw}


def template_of(journey: Journey, step: Step) -> str:
    """Return the empty table of a step: its header, in the active language."""
    known = columns.columns_of(step, journey.norms, journey.answers)
    return spreadsheets.written([[column.header for column in known]])


def mending_of(journey: Journey, step: Step) -> str:
    """Return the bad lines as a table to be put right in a spreadsheet, with a column of what is wrong."""
    known = columns.columns_of(step, journey.norms, journey.answers)
    lines = [[*(column.header for column in known), error_header()]]
    for item in waiting(journey.document, step.slug):
        cells = [column.write(item["raw"].get(column.name)) for column in known]
        labels = {column.name: column.header for column in known}
        wrong = [
            _("%(label)s: %(text)s") % {"label": labels[name], "text": text} if name in labels else text
            for name, text in errors_of(item).items()
        ]
        lines.append([*cells, " ".join(wrong)])
    return spreadsheets.written(lines)


def context_of(journey: Journey, step: Step, query: str) -> dict[str, Any]:
    """Return what the list of rows says about tables: the columns, where to send one, and the lines that wait.

    query: what every address on the page ends in.
    """
    known = columns.columns_of(step, journey.norms, journey.answers)
    bad = waiting(journey.document, step.slug)
    rows = len(draft.typed(journey.document, step.slug).get("rows", []))
    new = journey.url(step.slug, name="wizard:row", row=rows) + (query or "?") + ("&" if query else "")
    return {
        "table_url": journey.url(step.slug, name="wizard:table") + query,
        "template_url": journey.url(step.slug, name="wizard:template"),
        "mending_url": journey.url(step.slug, name="wizard:mending"),
        "columns": columns.help_of(known),
        "table_rows": spreadsheets.MOST_LINES,
        "bad": [
            {"line": item["line"], "cells": cells_of(item, known), "url": f"{new}line={item['line']}"}
            for item in bad[:MOST_SHOWN]
        ],
        "bad_count": len(bad),
    }


def cells_of(item: Mapping[str, Any], known: list[columns.Column]) -> list[dict[str, str]]:
    """Return what is wrong in a bad line: column, what stood there, and the sentence."""
    by_name = {column.name: column for column in known}
    found = []
    for name, text in errors_of(item).items():
        column = by_name.get(name)
        was = column.write(item["raw"].get(name)) if column else ""
        found.append({"label": column.header if column else "", "was": was, "text": text})
    return found


def left_out(journey: Journey) -> list[dict[str, Any]]:
    """Return the steps with lines of a table that were neither put right nor left out: title, count, address."""
    return [
        {"title": step.title, "count": len(bad), "url": f"{journey.url(step.slug)}#bad-lines"}
        for step in journey.service.steps
        if step.slug in journey.slugs() and (bad := waiting(journey.document, step.slug))
    ]
