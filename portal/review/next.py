"""The case that an officer takes next: where lateness is nearest, within his or her own work first."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.assignments import actions
from portal.assignments.policies import Refused
from portal.assignments.queries import unclaimed
from portal.workdays.queries import today

#: Of so many cases that are due first the most urgent one is looked for.
LOOKED_AT = 200
#: So many are tried when others are faster.
TRIED = 10


def take(officer: User, rows: QuerySet[Application]) -> Application | None:
    """Claim the case that is most at risk to be late and return it; None when there is none.

    rows: what is the officer's turn. Cases assigned to the officer come first, then those assigned to nobody.
    """
    for row in _in_order(officer, rows):
        try:
            actions.claim(application=row, by=officer)
        except Refused:
            continue
        return row
    return None


def _in_order(officer: User, rows: QuerySet[Application]) -> Iterator[Application]:
    free = unclaimed(rows, officer).order_by(F("due_at").asc(nulls_last=True), "submitted_at", "pk")
    for part in (free.filter(assignee=officer), free.filter(assignee=None)):
        now = timezone.now()
        found = sorted(part[:LOOKED_AT], key=lambda row: risk(row, now))
        yield from found[:TRIED]


def risk(row: Application, now: datetime) -> tuple[int, float]:
    """Return how near a case is to be late, the smaller the nearer: (kind, how far within the kind).

    Kinds: 0 late by law, 1 late, 2 in time by the share of the term that is left, 3 without a limit.
    """
    if row.statutory_on and row.statutory_on < today():
        return 0, row.statutory_on.toordinal()
    if row.due_at is None:
        return 3, (row.submitted_at or now).timestamp()
    if row.due_at < now:
        return 1, row.due_at.timestamp()
    term = (row.due_at - (row.submitted_at or now)).total_seconds()
    return 2, (row.due_at - now).total_seconds() / max(term, 1)
