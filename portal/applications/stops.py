"""Stops of the clock (许可法 45, C15): on a lawful ground, told in writing, and given back when it goes on.

`actions.move` calls `lawful`, `follow` and `given_back`; so no way into SUSPENDED goes around them.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.gates import Move
from portal.applications.models import Application, Stop
from portal.applications.policies import Blocked
from portal.applications.states import CLOSED, State
from portal.rulebook.lists import Column, ListSpec, declare_list
from portal.rulebook.queries import NotInForce, norms
from portal.workdays import queries as workdays

#: Before this hour nothing is due on the day: what a same-day case has left is never over before the office opens.
OPENS = time(9)
#: Characters of the reason that the applicant reads.
LEAST_REASON = 15

GROUNDS = declare_list(
    ListSpec(
        key="suspension_grounds",
        title=gettext_lazy("Grounds on which the clock may be stopped"),
        columns=(
            Column("name", gettext_lazy("Name")),
            Column("name_en", gettext_lazy("Name in English")),
            Column("basis", gettext_lazy("Legal basis, shown to the applicant")),
            Column("basis_en", gettext_lazy("Legal basis in English"), required=False),
            Column("basis_else", gettext_lazy("Legal basis where the matter is no licence"), required=False),
            Column("basis_else_en", gettext_lazy("The same in English"), required=False),
            Column("most_days", gettext_lazy("Longest time, in working days"), "integer"),
            Column("by_officer", gettext_lazy("An officer may choose it"), "flag"),
        ),
        seed=Path(__file__).parent / "data" / "suspension_grounds.json",
    )
)


def grounds_on(day: date) -> Mapping[str, Mapping[str, Any]]:
    """Return the grounds of a day by code, each with the columns of `GROUNDS`; {} when none is in force. One query."""
    try:
        return norms(day).entries(GROUNDS.key)
    except NotInForce:
        return {}


def for_officers(day: date) -> dict[str, str]:
    """Return the grounds that an officer may choose on a day, by code, in the active language."""
    return {code: _name(row) for code, row in grounds_on(day).items() if row["by_officer"]}


def lawful(move: Move) -> Mapping[str, Any]:
    """Return what is kept with a move; of one into SUSPENDED ground and planned end, with the words of today.

    move.grounds: `ground`, a code of the list, and `planned_on`, an ISO day: a working day after today; for an officer
    within the longest time of the ground, of which earlier stops of the case on it are a part. An officer's reason
    (move.note, public) has at least 15 characters.
    Raises Blocked when any of it is missing (许可法 45: it is told in writing).
    """
    if move.to is not State.SUSPENDED:
        return move.grounds
    code, day = str(move.grounds.get("ground", "")), timezone.localdate(move.at)
    row = grounds_on(day).get(code)
    if row is None or (move.by and not row["by_officer"]):
        raise Blocked(
            "suspension",
            _("The clock may be stopped on a lawful ground only. Please choose one of the list."),
        )
    if move.by and (len(move.note.strip()) < LEAST_REASON or not move.public):
        words = _("Please tell the applicant in at least %(least)s characters why the clock stops.")
        raise Blocked("suspension", words % {"least": LEAST_REASON})
    left = row["most_days"] - _used(move.case, code) if move.by else None
    planned_on = _planned(move.grounds.get("planned_on"), day, left)
    kept = {"ground": code, "planned_on": planned_on.isoformat(), **_basis(row, move.case.declaration.nature)}
    return {**move.grounds, **kept, "ground_name": row["name"], "ground_name_en": row["name_en"]}


def _basis(row: Mapping[str, Any], nature: str) -> dict[str, str]:
    """Return on what law a stop rests, in two languages. The licensing law holds by analogy for what is no licence."""
    kind = "basis_else" if nature != "licence" and row.get("basis_else") else "basis"
    return {"basis": row[kind], "basis_en": row.get(f"{kind}_en") or ""}


def _planned(given: Any, day: date, most: int | None) -> date:
    """Return the planned end. day: today. most: working days that it may lie ahead. Raises Blocked."""
    try:
        planned_on = date.fromisoformat(str(given))
    except ValueError:
        raise Blocked("suspension", _("Please say until when the clock is meant to stand still.")) from None
    if planned_on <= day or not workdays.is_workday(planned_on):
        raise Blocked("suspension", _("The planned end is a working day after today."))
    if most is not None and workdays.workdays_between(day, planned_on) > most:
        words = _("On this ground the clock stands still for at most %(days)s working days.")
        if most < 1:
            words = _(
                "On this ground the clock has stood still as long as it may. Please go on with the review."
            )
        raise Blocked("suspension", words % {"days": most})
    return planned_on


def _used(case: Application, ground: str) -> int:
    """Return how many working days earlier stops of a case by officers on a ground have lasted together."""
    ended = Stop.objects.filter(application=case, ground=ground, by__isnull=False, ended_at__isnull=False)
    return sum(workdays.workdays_between(*_days(stop.began_at, stop.ended_at)) for stop in ended)


def _days(began: datetime, ended: Any) -> tuple[date, date]:
    return timezone.localdate(began), timezone.localdate(ended)


def follow(
    case: Application, to: State, *, by: User | None, grounds: Mapping[str, Any], now: datetime
) -> None:
    """Begin or end the row of a stop with the move. case: locked, as it still is. grounds: as `lawful` gave them."""
    if case.state == State.SUSPENDED:
        Stop.objects.filter(application=case, ended_at=None).update(ended_at=now)
    if to is State.SUSPENDED:
        planned_on = date.fromisoformat(grounds["planned_on"])
        Stop.objects.create(
            application=case, ground=grounds["ground"], began_at=now, planned_on=planned_on, by=by
        )


def given_back(case: Application, to: State, now: datetime) -> dict[str, Any]:
    """Return the limits of a case that leaves SUSPENDED, later by the time it stood still; {} for any other move.

    Working days: those after the day of the stop up to the day it goes on, added to due, promised and statutory day.
    A stop by an officer gives back no more than its ground allows: what is beyond it the office has waited by itself.
    Same-day matters: the stopped time itself; what would fall when the office is closed is due at its next close.
    """
    if case.state != State.SUSPENDED or to in CLOSED:
        return {}
    stop = Stop.objects.filter(application=case, ended_at=None).first()
    if stop is None:
        return {}
    if case.declaration.limits.same_day:
        return _same_day(case, now - stop.began_at)
    days = workdays.workdays_between(*_days(stop.began_at, now))
    ground = grounds_on(timezone.localdate(stop.began_at)).get(stop.ground) if stop.by_id else None
    if ground is not None:
        days = min(days, max(0, ground["most_days"] - _used(case, stop.ground)))
    return later(case, days)


def later(case: Application, days: int) -> dict[str, Any]:
    """Return due, promised and statutory day of a case moved by working days, and whether that is provisional."""
    found: dict[str, Any] = {}
    unsure = case.due_provisional
    for name in ("promised_on", "statutory_on"):
        if day := getattr(case, name):
            moved = workdays.add_workdays(day, days)
            found[name], unsure = moved.on, unsure or moved.provisional
    if case.due_at:
        local = timezone.localtime(case.due_at)
        moved = workdays.add_workdays(local.date(), days)
        found["due_at"] = timezone.make_aware(datetime.combine(moved.on, local.time().replace(fold=0)))
        unsure = unsure or moved.provisional
    return {**found, "due_provisional": unsure}


def _same_day(case: Application, stopped: timedelta) -> dict[str, Any]:
    if case.due_at is None:
        return {}
    due, unsure = timezone.localtime(case.due_at + stopped), case.due_provisional
    if not (workdays.is_workday(due.date()) and OPENS <= due.time() <= workdays.CLOSE):
        late = workdays.same_day_due(due)
        due, unsure = late.at, unsure or late.provisional
    found = {"due_at": due, "promised_on": due.date(), "due_provisional": unsure}
    return {**found, "statutory_on": due.date()} if case.statutory_on else found


def run_out(day: date) -> QuerySet[Stop]:
    """Return the stops set by officers whose planned end lies before a day and that still last."""
    rows = Stop.objects.filter(ended_at=None, by__isnull=False, planned_on__lt=day)
    return rows.filter(application__state=State.SUSPENDED).select_related("application", "by")


def _name(row: Mapping[str, Any]) -> str:
    return str(row["name_en" if (get_language() or "").startswith("en") else "name"])
