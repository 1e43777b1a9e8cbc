"""The queue: which cases stand in which tab, and how many."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.accounts.queries import roles_of
from portal.applications.models import Application, Event
from portal.applications.queries import EXTENSION, coverage, part_of, visible_to
from portal.applications.states import CLOSED, FACES, Owner, State
from portal.catalog import registry
from portal.review.acts import ACTS
from portal.review.keyset import Order
from portal.rulebook.queries import norms
from portal.workdays.queries import today

NOBODY = Q(pk__in=[])
SUBMITTED = [state for state in State if state is not State.DRAFT]
OPEN = [state for state in SUBMITTED if state not in CLOSED]
WAITING = [state for state in OPEN if FACES[state].owner in {Owner.APPLICANT, Owner.OUTSIDE}]


#: Those due at the same hour stand as they came in: many filings are due at 17:30 of one day.
BY_DUE = Order("due_at", then="submitted_at")
NEWEST = Order("concluded_at", newest_first=True)


@dataclass(frozen=True)
class Tab:
    """A tab of the queue. states: those that can occur in it, for the filter."""

    code: str
    title: Any
    condition: Q
    states: tuple[State, ...]
    order: Order = BY_DUE


def states_of(role: str) -> set[State]:
    """Return the states in which it is that role's turn at the desk."""
    return {
        state
        for act in ACTS
        for state in act.states
        if act.role == role and act.to and FACES[state].owner is Owner.OFFICER
    }


def my_turn(officer: User) -> Q:
    """Return the condition for cases that the officer can move on now, by role, unit and four eyes."""
    turns = [
        coverage(officer, role) & Q(state__in=states_of(role)) & ~_barred(officer, role)
        for role in sorted(roles_of(officer))
        if states_of(role)
    ]
    return reduce(or_, turns, NOBODY) & ~part_of(officer)


def _barred(officer: User, role: Role) -> Q:
    """Return the condition for cases in which four eyes keep the officer from that role (A8)."""
    if role is Role.APPROVER:
        return Q(acceptor=officer) | Q(reviewer=officer)
    if role is Role.REVIEWER:
        three = [service.code for service in registry.all_services() if service.officers == 3]
        return Q(acceptor=officer, service__in=three)
    return NOBODY


def tabs_for(officer: User) -> dict[str, Tab]:
    """Return the tabs of an officer by code, in order; who has no turn (a supervisor) has no first tab."""
    mine = {state for role in roles_of(officer) for state in states_of(role)}
    tabs = [
        Tab("open", _("All open"), Q(state__in=OPEN), tuple(OPEN)),
        Tab("waiting", _("Waiting for others"), Q(state__in=WAITING), tuple(WAITING)),
        Tab("concluded", _("Concluded"), Q(state__in=CLOSED), tuple(sorted(CLOSED)), NEWEST),
    ]
    if mine:
        tabs.insert(0, Tab("mine", _("My turn"), my_turn(officer), tuple(s for s in OPEN if s in mine)))
    return {tab.code: tab for tab in tabs}


def everywhere() -> Tab:
    """Return the tab that is not shown: all cases, for a search."""
    return Tab("all", _("All cases"), Q(), tuple(SUBMITTED))


def counts(officer: User, tabs: dict[str, Tab]) -> dict[str, int]:
    """Return how many cases stand in each tab. One query."""
    sums = {code: Count("pk", filter=tab.condition) for code, tab in tabs.items()}
    return dict(visible_to(officer).aggregate(**sums))


def rows_of(officer: User, tab: Tab) -> QuerySet[Application]:
    """Return the cases of a tab with what a row shows; answers stay where they are."""
    rows = visible_to(officer).filter(tab.condition)
    return rows.select_related("acceptor", "reviewer", "approver").defer("draft_sealed")


def urgent_first(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Return cases in the order in which they are worked on."""
    return rows.order_by(*BY_DUE.keys)


def last_act(application: Application) -> Event | None:
    """Return the last move that a person made, or an answer from outside: who was faster in a conflict."""
    by_itself = Q(actor=None, after__in=[State.ORIGIN_RELEASED, State.ORIGIN_REFUSED, State.CERT_EXPIRED])
    moves = application.events.filter(Q(actor__isnull=False) | by_itself, kind__in=["move", EXTENSION])
    return moves.select_related("actor").order_by("-version").first()


def answer_day() -> date:
    """Return the day by which a correction asked for today is answered, in calendar days (A8)."""
    return today() + timedelta(days=int(norms(today()).value("case.correction_days")))
