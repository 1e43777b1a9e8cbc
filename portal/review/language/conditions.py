"""What the terms of a query mean for the cases of an officer."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.applications.deadlines import end_of
from portal.applications.models import OPEN_CASE, Application, Fact
from portal.applications.states import State
from portal.keyring.sealing import blind_index
from portal.review import queries
from portal.review.clock import NEAR_DAYS
from portal.review.language import days, finding, known
from portal.review.language.errors import QueryError, nearest_of
from portal.review.language.parsing import day_of, number_of
from portal.review.language.terms import Query, Term
from portal.review.models import Follow, FollowUp, Labelled
from portal.workdays.queries import today

COMPARISONS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}


def narrow(rows: QuerySet[Application], query: Query, officer: User) -> QuerySet[Application]:
    """Return the rows that a query keeps. `rows` begins from `visible_to`; nothing here ever widens it.

    Terms of one group are alternatives, except those that compare (<, >): all of them hold, as all groups do.
    Raises QueryError for a name that nobody has.
    """
    alternatives: dict[tuple[str, str], list[Q]] = {}
    for term in query.terms:
        meant = condition(term, officer)
        if term.negated:
            rows = rows.filter(~meant)
        elif term.op in COMPARISONS:
            rows = rows.filter(meant)
        else:
            alternatives.setdefault(term.group, []).append(meant)
    for meant_of_group in alternatives.values():
        rows = rows.filter(reduce(or_, meant_of_group))
    return rows


def condition(term: Term, officer: User) -> Q:
    """Return what one term means, whether negated or not. Raises QueryError."""
    if term.key == "is":
        return IS[term.value](officer)
    return OF_KEY[term.key](term, officer)


def _due(low: datetime | None, high: datetime | None) -> Q:
    return (Q(due_at__gte=low) if low else Q()) & (Q(due_at__lte=high) if high else Q())


def _near() -> datetime:
    return end_of(days.ahead(NEAR_DAYS))


#: Overdue are only cases whose clock runs.
IS: dict[str, Callable[[User], Q]] = {
    "overdue": lambda officer: queries.overdue(),
    "today": lambda officer: _due(timezone.now(), end_of(today())),
    "near": lambda officer: queries.near(),
    "later": lambda officer: Q(due_at__gt=_near()),
    "open": lambda officer: OPEN_CASE,
    "concluded": lambda officer: Q(concluded_at__isnull=False),
    "waiting": lambda officer: OPEN_CASE & Q(turn="", state__in=queries.WAITING),
    "stopped": lambda officer: Q(state=State.SUSPENDED),
    "mine": lambda officer: queries.my_turn(officer),
    "unit": lambda officer: own_unit(officer),
    "unassigned": lambda officer: Q(assignee=None),
    "flagged": lambda officer: Q(warnings__gt=0),
    "followed": lambda officer: Q(Exists(Follow.objects.filter(application=OuterRef("pk"), officer=officer))),
}


def own_unit(officer: User) -> Q:
    """Return the condition for the cases of the very units that the officer is posted to."""
    return Q(unit__in=posted_units(officer))


def _unknown(term: Term, names: list[str]) -> QueryError:
    return QueryError(f"unknown_{term.key}", term.value, term.start, term.end, nearest_of(term.value, names))


def _service(term: Term, officer: User) -> Q:
    codes = known.services_named(term.value)
    if not codes:
        raise _unknown(term, known.names_of("service", officer))
    return Q(service__in=codes)


def _state(term: Term, officer: User) -> Q:
    states = known.states_named(term.value)
    if not states:
        raise _unknown(term, known.names_of("state", officer))
    return Q(state__in=states)


def _place(term: Term, officer: User) -> Q:
    codes = known.places_named(term.value, known.places(officer, term.key))
    if not codes:
        raise _unknown(term, known.names_of(term.key, officer))
    return Q(**{f"{term.key}__in": codes})


def _label(term: Term, officer: User) -> Q:
    found = known.labels_named(officer, term.value)
    if not found:
        raise _unknown(term, known.names_of("label", officer))
    return Q(Exists(Labelled.objects.filter(application=OuterRef("pk"), label__in=found)))


def _assignee(term: Term, officer: User) -> Q:
    if term.value.lower() == "me":
        return Q(assignee=officer)
    people = known.colleagues_named(officer, term.value)
    if not people:
        raise QueryError("unknown_assignee", term.value, term.start, term.end)
    return Q(assignee__in=[person.pk for person in people])


def _warnings(term: Term, officer: User) -> Q:
    if term.op == "..":
        return Q(warnings__range=(int(term.value), int(term.upper)))
    lookup = COMPARISONS.get(term.op, "exact")
    return Q(**{f"warnings__{lookup}": int(term.value)})


def _check(term: Term, officer: User) -> Q:
    found = FollowUp.objects.filter(application=OuterRef("pk"), state=FollowUp.State.OPEN)
    return Q(Exists(found.filter(due_on__lt=today()) if term.value == "late" else found))


def _fact(term: Term, officer: User) -> Q:
    names = known.fact_names()
    if term.name not in names:
        near = nearest_of(term.name, names)
        raise QueryError("unknown_fact", term.name, term.start, term.end, near)
    facts = Fact.objects.filter(_fact_value(term), application=OuterRef("pk"), key=term.name)
    return Q(Exists(facts))


def _fact_value(term: Term) -> Q:
    """Return the condition on a fact: equal as text, number, day or by blind index; compared as number or day."""
    if term.op == "..":
        sides = [Term("fact", term.value, op=">="), Term("fact", term.upper, op="<=")]
        if (number_of(term.value) is None) != (number_of(term.upper) is None):
            raise QueryError("fact_value", f"{term.value}..{term.upper}", term.start, term.end)
        return _compared(sides[0], term) & _compared(sides[1], term)
    if term.op:
        return _compared(term, term)
    found = Q(text=term.value) | Q(index=blind_index(term.name, term.value))
    if (number := number_of(term.value)) is not None:
        found |= Q(number=number)
    if (day := day_of(term.value)) is not None:
        found |= Q(date=day)
    return found


def _compared(side: Term, whole: Term) -> Q:
    lookup = COMPARISONS[side.op]
    if (number := number_of(side.value)) is not None:
        return Q(**{f"number__{lookup}": number})
    if (day := day_of(side.value)) is not None:
        return Q(**{f"date__{lookup}": day})
    raise QueryError("fact_value", side.value, whole.start, whole.end)


OF_KEY: dict[str, Callable[[Term, User], Q]] = {
    "text": lambda term, officer: finding.condition(term.value),
    "@": _assignee,
    "service": _service,
    "state": _state,
    "unit": _place,
    "district": _place,
    "label": _label,
    "turn": lambda term, officer: Q(turn=term.value),
    "warnings": _warnings,
    "check": _check,
    "due": lambda term, officer: days.due(term),
    "submitted": lambda term, officer: days.passed("submitted_at", term),
    "concluded": lambda term, officer: days.passed("concluded_at", term),
    "fact": _fact,
}
