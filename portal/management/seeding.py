"""Synthetic cases by the hundred thousand, for benches: what the queue and its search need of a case, no more.

Made: officers of each unit, applicants, cases in all states, the facts by which people and companies are found,
labels. Left out: answers, papers, timelines, company accounts, audit entries, the counters of case numbers, and of
facts all but those.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Substr
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.deadlines import end_of
from portal.applications.models import Application, Fact
from portal.applications.states import CLOSED, DECIDED_FOR, DESK_DUE, State, turn_of
from portal.keyring.sealing import blind_index
from portal.management import invented
from portal.management.loading import settle, store, unhurried, without_indexes
from portal.management.multiplying import multiply
from portal.management.patterns import SUMS, Pattern, patterns
from portal.management.staffing import Desk, applicants, labels, staff
from portal.review.models import Labelled
from portal.rulebook.queries import norms
from portal.standards import case_numbers, names
from portal.standards.resident_id import FORMAT as RESIDENT_ID
from portal.workdays.queries import SHANGHAI, add_workdays, same_day_due, today

S = State
#: Of a thousand cases so many stand in each state: eight of ten are over, as after some years.
SHARES: dict[State, int] = {
    S.RECEIVED: 50, S.CORRECTION: 20, S.IN_REVIEW: 65, S.CONSULTATION: 4, S.SUSPENDED: 8, S.PENDING_APPROVAL: 30,
    S.APPROVED: 3, S.INSPECTION_PLANNED: 6, S.ORIGIN_PENDING: 10, S.ORIGIN_RELEASED: 4,
    S.CONCLUDED: 650, S.REJECTED_INTAKE: 30, S.REFERRED: 5, S.WITHDRAWN: 40, S.CLOSED_NO_RESPONSE: 20, S.ARCHIVED: 50,
    S.REVOKED: 5,
}  # fmt: skip
ONLY_AFTER = {S.INSPECTION_PLANNED: "inspect", S.ORIGIN_PENDING: "origin", S.ORIGIN_RELEASED: "origin"}
DECIDED = DECIDED_FOR | {S.CONCLUDED, S.ARCHIVED, S.REVOKED}
REVIEWED = DECIDED | {S.PENDING_APPROVAL}
DUE = DESK_DUE | {S.CORRECTION, S.SUSPENDED}
#: Shares of open cases: assigned to somebody, labelled; days over which concluded cases reach back.
ASSIGNED, LABELLED, BACK = 0.6, 0.06, 1400
#: Cases that are written in one transaction, and the number from which it pays to build the indexes afterwards.
AT_A_TIME, MANY = 10_000, 20_000
#: From twice as many on, a database that is there for this copies so many (see multiplying.py).
ORIGINALS = 20_000
COLUMNS = (
    "id", "service", "owner_id", "language", "state", "version", "number", "unit", "district", "subject",
    "draft_sealed", "acceptor_id", "reviewer_id", "approver_id", "decided_at", "turn", "assignee_id", "assigned_at",
    "created_at", "submitted_at", "due_at", "promised_on", "statutory_on", "due_provisional", "concluded_at",
    "warnings", "draft_step",
)  # fmt: skip
FACT_COLUMNS = ("application_id", "key", "text", "index", "held", "number")


@dataclass
class Making:
    """What cases are made of, and what has been made: facts and labels wait until their cases are written."""

    random: Random
    patterns: list[list[Pattern]]
    desk: Desk
    owners: list[int]
    labels: list[int]
    begun: datetime
    companies: int
    first: int
    days: list[tuple[datetime, datetime]]
    serials: dict[tuple[str, str, date], int] = field(default_factory=dict)
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    labelled: list[tuple[Any, ...]] = field(default_factory=list)


def seed(count: int, random_seed: int = 1) -> dict[str, int]:
    """Make synthetic cases and return how many rows of each kind were made. May be called again: more are added.

    random_seed: the same on an empty database gives the same cases but for their ids and days.
    """
    before, rounds = _rows(), _rounds(count)
    making = _making(count, Random(random_seed))
    with unhurried():
        with without_indexes(Application, Fact) if count >= MANY else nullcontext():
            _write(making, count // rounds)
            multiply(rounds - 1)
            _write(making, count - count // rounds * rounds)
        settle(Application, Fact, Labelled, User)
    return {name: number - before[name] for name, number in _rows().items()}


def _rounds(count: int) -> int:
    """Return how often cases are made: those after the first time are copies, made by the database."""
    alone = connection.vendor == "postgresql" and not Application.objects.exclude(number=None).exists()
    return max(1, count // ORIGINALS) if alone else 1


def _rows() -> dict[str, int]:
    kinds = {"cases": Application, "facts": Fact, "labels on cases": Labelled, "people": User}
    return {name: model._default_manager.count() for name, model in kinds.items()}


def _write(making: Making, count: int) -> None:
    rows = _cases(making, count)
    while some := list(islice(rows, AT_A_TIME)):
        with transaction.atomic():
            store(Application, COLUMNS, some)
            store(Fact, FACT_COLUMNS, making.facts)
            store(Labelled, ("application_id", "label_id", "at"), making.labelled)
        making.facts, making.labelled = [], []
    making.first += count


def _making(count: int, random: Random) -> Making:
    day, now = today(), timezone.now()
    units = list(norms(day).entries("units"))
    desk = staff(units)
    return Making(
        random,
        patterns(),
        desk,
        applicants(max(20, min(2000, count // 100))),
        labels(units),
        now,
        companies=max(10, count // 40),
        first=Application.objects.count(),
        days=[_due_days(day, ahead) for ahead in range(-8, 21)],
        serials=_serials(),
    )


def _due_days(day: date, ahead: int) -> tuple[datetime, datetime]:
    """Return two moments at which cases are due on the working day so far ahead: 17:30, and the end of the day."""
    on = add_workdays(day, ahead).on if ahead >= 0 else day + timedelta(days=ahead)
    return same_day_due(datetime.combine(on, datetime.min.time(), SHANGHAI)).at, end_of(on)


def _serials() -> dict[tuple[str, str, date], int]:
    """Return the last serials that are taken, by service, district and day of the number."""
    scope, serial = Substr("number", 1, 16), Substr("number", 17, 6)
    taken = Application.objects.exclude(number=None).values_list(scope).annotate(last=Max(serial))
    return {
        (found[:2], found[2:8], datetime.strptime(found[8:], "%Y%m%d").date()): int(last)
        for found, last in taken.order_by()
    }


def _cases(making: Making, count: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of cases in the order in which they came in; their facts and labels are put aside."""
    random = making.random
    states = random.choices(list(SHARES), SHARES.values(), k=count)
    moments = sorted((_moment(making, state), state) for state in states)
    weights = [3 if kinds[0].service.audience == "person" else 1 for kinds in making.patterns]
    chosen = random.choices(making.patterns, weights, k=count)
    for n, ((moment, state), kinds) in enumerate(zip(moments, chosen, strict=True), making.first):
        yield _case(making, n, random.choice(kinds), state, moment)


def _moment(making: Making, state: State) -> datetime:
    """Return when a case came in: open ones within some weeks, concluded ones within some years."""
    back = (20, BACK) if state in CLOSED else (0, 60)
    days = making.random.uniform(*back)
    return making.begun - timedelta(days=days)


def _case(making: Making, n: int, kind: Pattern, state: State, moment: datetime) -> tuple[Any, ...]:
    random, service = making.random, kind.service
    if ONLY_AFTER.get(state, service.after) != service.after:
        state = S.IN_REVIEW
    pk = UUID(int=random.getrandbits(128), version=4)
    unit = random.choice(making.desk.units_like(kind.unit))
    company, person = random.randrange(making.companies), invented.person(random) if kind.person else ""
    _facts(making, pk, n, kind, person, company, held=state not in CLOSED)
    if state not in CLOSED and random.random() < LABELLED:
        making.labelled.append((pk, random.choice(making.labels), making.begun))
    same_day, end = making.days[min(27, int(random.triangular(0, 28, 8)))]
    due = same_day if service.limits.same_day else end
    return (
        pk, service.code, random.choice(making.owners), "zh-hans", state.value, 4,
        _number(making, service.code, unit, moment), unit, unit[:6],
        names.mask(person) if person else invented.company_name(company), b"",
        *_handled(making, state, unit, moment), moment, moment, due if state in DUE else None,
        end.date(), end.date() + timedelta(days=20), False,
        moment + timedelta(days=random.uniform(1, 19)) if state in CLOSED else None,
        random.choice((0, 0, 0, 1, 2)), "",
    )  # fmt: skip


def _handled(making: Making, state: State, unit: str, moment: datetime) -> tuple[Any, ...]:
    """Return who accepted, reviewed and decided a case and when, whose turn it is, and who has it since when."""
    random = making.random
    intake, reviewer, approver = making.desk.officers_of(unit, random)
    turn, decided = turn_of(state), state in DECIDED
    assignee = {"intake": intake, "reviewer": reviewer, "approver": approver}.get(turn)
    assignee = assignee if random.random() < ASSIGNED else None
    return (
        None if state is S.RECEIVED else intake,
        reviewer if state in REVIEWED else None,
        approver if decided else None,
        moment + timedelta(days=random.uniform(1, 9)) if decided else None,
        turn,
        assignee,
        making.begun if assignee else None,
    )


def _number(making: Making, service: str, unit: str, moment: datetime) -> str:
    """Return the next number of a service, district and day."""
    scope = (service, unit[:6], moment.astimezone(SHANGHAI).date())
    making.serials[scope] = serial = making.serials.get(scope, 0) + 1
    return case_numbers.case_number(*scope, serial)


def _facts(making: Making, pk: UUID, n: int, kind: Pattern, person: str, company: int, held: bool) -> None:
    """Put the facts of a case aside: those of its pattern, with people and companies of its own."""
    own = {kind.person: person, kind.company: invented.company_name(company)}
    for place, fact in enumerate(kind.facts):
        if fact.key in SUMS:
            kilograms = round(Decimal(making.random.lognormvariate(3, 2)), 3)
            making.facts.append((pk, fact.key, "", "", False, kilograms))
        elif not fact.secret:
            text = own[kind.company] if fact.key == "company_name" else invented.company_code(company)
            making.facts.append((pk, fact.key, text, "", False, None))
        else:
            if fact.secret not in own:
                its = invented.resident_id(n * 4 + place)
                own[fact.secret] = its if RESIDENT_ID.fullmatch(fact.secret) else f"{fact.secret}{n}"
            index = blind_index(fact.key, own[fact.secret])
            making.facts.append((pk, fact.key, "", index, fact.exclusive and held, None))
