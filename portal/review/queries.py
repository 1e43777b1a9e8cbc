"""The queue: which cases stand in which tab, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.accounts.queries import postings_of, roles_of
from portal.applications.deadlines import end_of
from portal.applications.models import OPEN_CASE, Application, Event
from portal.applications.queries import EXTENSION, coverage, part_of, visible_to
from portal.applications.states import CLOSED, DESK_DUE, FACES, Owner, State, turn_of
from portal.catalog import registry
from portal.review.clock import NEAR_DAYS
from portal.review.keyset import Order
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today

NOBODY = Q(pk__in=[])
SUBMITTED = [state for state in State if state is not State.DRAFT]
OPEN = [state for state in SUBMITTED if state not in CLOSED]
WAITING = [state for state in OPEN if FACES[state].owner in {Owner.APPLICANT, Owner.OUTSIDE}]
#: A count ends there: to know that it is more costs the same however many there are.
COUNTED_MOST = 1000
#: Characters of a whole case number (C15).
WHOLE_NUMBER = 23


#: Those due at the same hour stand as they came in: many filings are due at 17:30 of one day.
BY_DUE = Order("due_at", then="submitted_at")
NEWEST = Order("concluded_at", newest_first=True, complete=True)
#: For what is found among all cases, concluded ones too.
NEWEST_SUBMITTED = Order("submitted_at", newest_first=True, complete=True)


@dataclass(frozen=True)
class Tab:
    """A tab of the queue. states: those that can occur in it, for the filter."""

    code: str
    title: Any
    condition: Q
    states: tuple[State, ...]
    order: Order = BY_DUE


@dataclass(frozen=True)
class Count:
    """How many rows there are, up to COUNTED_MOST; `more` when there are more."""

    rows: int
    more: bool = False

    @property
    def text(self) -> str:
        """The count as it is shown: 12, or 1,000+."""
        return f"{self.rows:,}+" if self.more else f"{self.rows:,}"

    def __str__(self) -> str:
        return self.text


def states_of(role: str) -> set[State]:
    """Return the states in which it is that role's turn at the desk."""
    return {state for state in OPEN if turn_of(state) == role}


def my_turn(officer: User) -> Q:
    """Return the condition for cases that the officer can move on now, by role, unit and four eyes.

    Roles of the same units are asked for together, so that the units are one range of an index.
    """
    covered: list[tuple[Q, Q]] = []
    for role in sorted(roles_of(officer)):
        if states_of(role):
            where, turn = coverage(officer, role), Q(turn=role) & ~_barred(officer, role)
            same = next((place for place, (known, _turns) in enumerate(covered) if known == where), None)
            if same is None:
                covered.append((where, turn))
            else:
                covered[same] = (where, covered[same][1] | turn)
    turns = [where & turn for where, turn in covered]
    return OPEN_CASE & reduce(or_, turns, NOBODY) & ~part_of(officer)


def _barred(officer: User, role: Role) -> Q:
    """Return the condition for cases in which four eyes keep the officer from that role (A8)."""
    if role is Role.APPROVER:
        return Q(acceptor=officer) | Q(reviewer=officer)
    if role is Role.REVIEWER:
        three = [service.code for service in registry.all_services() if service.officers == 3]
        return Q(acceptor=officer, service__in=three)
    return NOBODY


def tabs_for(officer: User) -> dict[str, Tab]:
    """Return the tabs of an officer by code, in order; who has no turn (a supervisor) has none of the first kind."""
    turns = {state for role in roles_of(officer) for state in states_of(role)}
    mine = tuple(state for state in OPEN if state in turns)
    units = sorted({posting.unit for posting in postings_of(officer)})
    own = Q(unit=units[0]) if len(units) == 1 else Q(unit__in=units)
    turn = my_turn(officer)
    tabs = [
        Tab("mine", _("My turn"), turn, mine),
        Tab("assigned", _("My work"), OPEN_CASE & Q(assignee=officer), tuple(OPEN)),
        Tab("unit", _("My unit"), OPEN_CASE & own, tuple(OPEN)),
        Tab("unassigned", _("Unassigned"), turn & Q(assignee__isnull=True), mine),
        Tab("open", _("All open"), OPEN_CASE, tuple(OPEN)),
        Tab("waiting", _("Waiting for others"), OPEN_CASE & Q(turn="", state__in=WAITING), tuple(WAITING)),
        Tab("concluded", _("Concluded"), Q(concluded_at__isnull=False), tuple(sorted(CLOSED)), NEWEST),
    ]
    if not mine:
        tabs = [tabs[4], tabs[2], *tabs[5:]]
    return {tab.code: tab for tab in tabs}


def everywhere(order: Order = NEWEST_SUBMITTED, condition: Q | None = None) -> Tab:
    """Return the tab that is not shown: all cases, for a search; in the order that suits what is searched for."""
    kept = Q(submitted_at__isnull=False) if condition is None else condition
    return Tab("all", _("All cases"), kept, tuple(SUBMITTED), order)


def overdue(now: datetime | None = None) -> Q:
    """Return the condition for cases in which the desk is late: its clock runs, or a visit is to be paid."""
    return OPEN_CASE & Q(due_at__lt=now or timezone.now(), state__in=sorted(DESK_DUE))


def near(now: datetime | None = None) -> Q:
    """Return the condition for cases in which the desk will be late within NEAR_DAYS working days."""
    until = end_of(add_workdays(today(), NEAR_DAYS).on)
    return OPEN_CASE & Q(due_at__range=(now or timezone.now(), until), state__in=sorted(DESK_DUE))


def with_number(text: str) -> Q:
    """Return the condition for the case of that number, or for those whose number begins so (canonical form).

    A number says on which day the case came in. The same is said of `submitted_at`, or a list of the newest would be
    read through all later years to find those of an early one.
    """
    if len(text) == WHOLE_NUMBER:
        return Q(number=text)
    begun, digits = Q(number__startswith=text), text[8:16]
    if len(digits) < len("2026"):
        return begun
    try:
        first = datetime.strptime(digits[:4] + (digits[4:6] if len(digits) >= 6 else "01"), "%Y%m")
    except ValueError:  # no such month: no such number
        return begun
    begin = timezone.make_aware(first) - timedelta(days=1)
    return begun & Q(submitted_at__range=(begin, begin + timedelta(days=33 if len(digits) >= 6 else 368)))


def capped(parts: Sequence[QuerySet[Any]]) -> list[Count]:
    """Return the capped count of each list. One query for all: its parts are read no further than the cap."""
    if not parts:
        return []
    texts: list[str] = []
    values: list[Any] = []
    for rows in parts:
        try:
            sql, given = rows.order_by().values("pk")[: COUNTED_MOST + 1].query.sql_with_params()
        except EmptyResultSet:  # a condition that nothing meets
            texts.append("0")
            continue
        texts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608 -- written by the ORM
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(texts)}", values)
        found = cursor.fetchone()
    return [Count(min(number, COUNTED_MOST), number > COUNTED_MOST) for number in found]


def worked_on(officer: User) -> QuerySet[Application]:
    """Return the cases that lists and counts are made of: those the officer may see, but none of his or her own.

    Labels, warnings and colleagues on one's own case are for the others (A8, 许可法 art. 34).
    """
    return visible_to(officer).filter(~part_of(officer))


def rows_of(officer: User, tab: Tab) -> QuerySet[Application]:
    """Return the cases of a tab with what a row shows; answers stay where they are."""
    rows = worked_on(officer).filter(tab.condition)
    return rows.select_related("acceptor", "reviewer", "approver", "assignee").defer("draft_sealed")


def last_act(application: Application) -> Event | None:
    """Return the last move that a person made, or an answer from outside: who was faster in a conflict."""
    by_itself = Q(actor=None, after__in=[State.ORIGIN_RELEASED, State.ORIGIN_REFUSED, State.CERT_EXPIRED])
    moves = application.events.filter(Q(actor__isnull=False) | by_itself, kind__in=["move", EXTENSION])
    return moves.select_related("actor").order_by("-version").first()


def answer_day() -> date:
    """Return the day by which a correction asked for today is answered, in calendar days (A8)."""
    return today() + timedelta(days=int(norms(today()).value("case.correction_days")))
