"""What the page of the figures shows: tables first, each with a code under which it can be taken as CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.catalog import registry
from portal.ratings.models import Grade
from portal.statistics import charts, measures, queries
from portal.statistics.periods import Period
from portal.statistics.queries import Chosen, Figures
from portal.statistics.wording import percent, time_in_words

SERIES = (measures.ARRIVED, measures.CONCLUDED)


@dataclass(frozen=True)
class Table:
    """A table: head and rows of text; note: what has to be known to read it."""

    code: str
    title: str
    head: list[str]
    rows: list[list[str]]
    note: str = ""


def tables_of(chosen: Chosen, period: Period) -> list[Table]:
    """Return all tables of the page, in its order."""
    now, before = queries.figures(chosen, period), queries.figures(chosen, period.before)
    return [
        summary(now, before, queries.open_now(chosen)),
        days(chosen, period),
        stages(now),
        drop_off(chosen.service),
        ratings(chosen, period),
    ]


def summary(now: Figures, before: Figures, running: Mapping[str, int]) -> Table:
    """Return arrivals, ends and shares, each beside the period before."""
    rows = [
        [title, str(now.counts[code]), str(before.counts[code])]
        for code, title in (
            (measures.ARRIVED, _("Arrivals")),
            (measures.CONCLUDED, _("Concluded")),
            (measures.APPROVED, _("Approved or filed")),
            (measures.DENIED, _("Denied or not filed")),
            (measures.REFUSED, _("Refused or referred at intake")),
            (measures.WITHDRAWN, _("Withdrawn")),
            (measures.UNANSWERED, _("Closed without an answer")),
        )
    ]
    rows += [
        [title, percent(now.share(code, *of)), percent(before.share(code, *of))]
        for code, title, of in shares()
    ]
    rows.append([_("Open now"), str(running["open"]), ""])
    rows.append([_("Of these past their day"), str(running["late"]), ""])
    return Table("summary", _("Summary"), [_("What"), _("This period"), _("The period before")], rows)


def shares() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the shares that are shown: of what, its name, and among which measures."""
    decided = (measures.IN_TIME, measures.LATE, measures.UNLAWFUL)
    intake = (measures.CORRECTED, measures.ACCEPTED, measures.REFUSED)
    return [
        (measures.IN_TIME, _("Decided by the promised day"), decided),
        (measures.LATE, _("Decided after the promised day"), decided),
        (measures.UNLAWFUL, _("Decided after the legal limit"), decided),
        (measures.CORRECTED, _("Corrections asked for, of all acts of intake"), intake),
        (measures.DENIED, _("Denied, of all decisions"), (measures.APPROVED, measures.DENIED)),
    ]


def days(chosen: Chosen, period: Period) -> Table:
    """Return arrivals and conclusions by day, week or four weeks."""
    counts = queries.by_part(chosen, period, SERIES)
    rows = [
        [label_of(part), *(str(found.get(code, 0)) for code in SERIES)]
        for part, found in zip(period.parts, counts, strict=True)
    ]
    return Table("days", _("Arrivals and conclusions"), [_("When"), *series().values()], rows)


def series() -> dict[str, str]:
    """Return the names of the columns of the chart."""
    return {measures.ARRIVED: _("Arrivals"), measures.CONCLUDED: _("Concluded")}


def label_of(part: tuple[Any, Any]) -> str:
    """Return a part of a period in words: a day, or its first day."""
    return date_format(part[0], "MONTH_DAY_FORMAT")


def chart_of(table: Table) -> charts.Chart:
    """Return the chart of a table of counts by part."""
    codes = list(series())
    parts = [
        (row[0], {code: int(cell) for code, cell in zip(codes, row[1:], strict=True)}) for row in table.rows
    ]
    return charts.columns(parts, series())


def stages(now: Figures) -> Table:
    """Return how long cases stood in each stage, and the whole way to the decision."""
    named = [(code, str(title)) for code, (title, _states) in measures.STAGES.items()]
    rows = [
        [
            title,
            str(sum(now.times.get(code, {}).values())),
            *(time_in_words(now.time(code, s)) for s in (0.5, 0.9)),
        ]
        for code, title in [*named, (measures.WHOLE, _("From submission to decision"))]
        if now.times.get(code)
    ]
    head = [_("Stage"), _("Cases"), _("Half of them within"), _("Nine of ten within")]
    note = _("Calendar time; beyond three days in whole days. A stage that is passed twice counts twice.")
    return Table("stages", _("Time by stage"), head, rows, note)


def drop_off(service: str) -> Table:
    """Return at which step drafts were left, by service and step in the order of the steps."""
    rows = []
    for declared in registry.all_services():
        if service in {"", declared.code}:
            counts = queries.left_at(declared.code)
            titles = {step.slug: str(step.title) for step in declared.steps}
            titles |= {"materials": _("Papers"), "check": _("Check and submit")}
            rows += [
                [str(declared.title), title, str(counts[slug])]
                for slug, title in titles.items()
                if slug in counts
            ]
    note = _("Drafts that nobody has touched for a week, of all units: a draft belongs to none yet.")
    return Table("drop-off", _("Where drafts were left"), [_("Service"), _("Step"), _("Drafts")], rows, note)


def ratings(chosen: Chosen, period: Period) -> Table:
    """Return how often each grade was given."""
    counts, mean = queries.grades(chosen, period)
    rows = [[str(Grade(grade).label), str(counts[grade])] for grade in sorted(counts, reverse=True)]
    note = _("Mean: %(mean)s of 5") % {"mean": f"{mean:.2f}"} if mean is not None else ""
    return Table("ratings", _("Ratings"), [_("Grade"), _("Ratings")], rows, note)
