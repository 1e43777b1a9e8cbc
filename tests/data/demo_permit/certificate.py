"""The permission: what it says of a fair. Its title and notes stand in `data/papers.json`."""

from datetime import date

from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, Table, written_day


def valid_to(answers: Answers, issued_on: date, norms: Norms) -> date:
    """Return the day of the fair."""
    return max(issued_on, date.fromisoformat(answers["fair"]["held_on"]))


def content(case: CaseRecord, norms: Norms) -> Paper:
    """Return the permission with its stalls."""
    stalls = tuple((row["offer"],) for row in case.answers["stalls"]["rows"])
    return Paper(
        language=case.language,
        words={"stalls": str(len(stalls))},
        fields=(
            (_("Organiser"), case.answers["organiser"]["name"]),
            (_("Name of the fair"), case.answers["fair"]["title"]),
            (_("Day of the fair"), written_day(case.valid_to, case.language)),
        ),
        tables=(Table(head=(_("Stall"),), rows=stalls),),
    )
