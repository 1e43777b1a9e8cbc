"""Sums over the facts of cases: "kilograms of acetone filed by this company in 12 months", each in one query.

What is bought and what is moved are summed apart: a company that files the purchase of 200 kg and then their transport
has filed 200 kg twice, not 400. So every sum says of which services it is; nothing adds them up by default.
A company is named by its credit code: the fact `company_uscc` that services of companies give. Every query begins
at an index of the facts; none reads a table whole (tests/applications/test_sums.py asks the database how).
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from portal.applications.models import Application, Event, Fact
from portal.applications.states import State

#: The keys of facts by which cases are found here.
COMPANY, GROUP = "company_uscc", "peer_group"
#: Cases that never count, because nothing came of them. One that was revoked counts: it may have been used before.
NEVER = frozenset(
    {
        State.DRAFT,
        State.REJECTED_INTAKE,
        State.REFERRED,
        State.WITHDRAWN,
        State.CLOSED_NO_RESPONSE,
        State.DENIED,
    }
)
#: The states of cases that count. A case that was denied ends as CONCLUDED; `counted` looks at its moves as well.
COUNTED = tuple(sorted(set(State) - NEVER))
#: Peers are compared with at most so many cases, the newest.
MOST_PEERS = 5000


def counted(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """Return the facts of cases that count: submitted, and neither refused at intake, withdrawn nor denied."""
    denied = Event.objects.filter(application=OuterRef("application"), after=State.DENIED)
    return facts.filter(~Exists(denied), application__state__in=COUNTED)


def cases_of(company: str) -> QuerySet[Fact]:
    """Return the ids of the applications of a company, for a condition; none for an empty code."""
    facts = Fact.objects.filter(key=COMPANY, text=company) if company else Fact.objects.none()
    return facts.values("application")


def total(
    key: str, company: str, since: date, until: date | None = None, *, services: Collection[str]
) -> Decimal:
    """Return the sum of a number that a company filed, for example of `kg:3-02`. One query.

    key: of the fact. company: its credit code. since, until: first and last day of submission; no end without.
    services: codes of those that are added up (`{"PB"}`: purchased; `{"TB", "TP"}`: transported).
    """
    found = Fact.objects.filter(key=key, application__in=cases_of(company), application__service__in=services)
    facts = between(counted(found), since, until)
    return Decimal(facts.aggregate(sum=Sum("number"))["sum"] or 0)


def totals(prefix: str, company: str, since: date, most: int = 10) -> list[tuple[str, str, Decimal]]:
    """Return (service, rest of the key, sum) of a company's keys that begin so (`kg:`). One query.

    The largest first, at most `most` of them.
    """
    found = counted(Fact.objects.filter(application__in=cases_of(company), key__startswith=prefix))
    by_key = between(found, since).values("application__service", "key").annotate(sum=Sum("number"))
    rows = by_key.order_by("-sum", "key", "application__service")[:most]
    return [
        (row["application__service"], row["key"].removeprefix(prefix), Decimal(row["sum"] or 0))
        for row in rows
    ]


def own_facts(application: Application) -> dict[str, str]:
    """Return the texts of a case's own facts by key: its company, and whatever has a number.

    Kept on the object: asked several times for one page, read once.
    """
    kept = getattr(application, "_own_facts", None)
    if kept is None:
        facts = application.facts.filter(Q(key=COMPANY) | Q(number__isnull=False))
        kept = application._own_facts = dict(facts.values_list("key", "text"))  # type: ignore[attr-defined]
    return dict(kept)


class HistoryOfCase:
    """What was filed before a case, of its service: `catalog.context.History`.

    However many keys are asked for, it costs three queries: the case's own facts, the company's, the others'.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self._amounts: dict[tuple[str, str, date], dict[str, list[tuple[date, Decimal]]]] = {}
        self._peers: dict[tuple[str, date], dict[str, list[Decimal]]] = {}

    def amounts(self, key: str, *, company: str, since: date) -> list[tuple[date, Decimal]]:
        """Return (day of submission, number) of the company's other cases, oldest first (`History.amounts`).

        All keys of one kind (`kg:…`) are read together: a case of fifty substances asks once.
        """
        asked = (key.partition(":")[0], company, since)
        if asked not in self._amounts:
            self._amounts[asked] = self._read(*asked)
        return self._amounts[asked].get(key, [])

    def _read(self, kind: str, company: str, since: date) -> dict[str, list[tuple[date, Decimal]]]:
        facts = counted(Fact.objects.filter(application__in=cases_of(company), key__startswith=kind))
        rows = self._others(facts, since).order_by("application__submitted_at", "pk")
        found: dict[str, list[tuple[date, Decimal]]] = {}
        for key, at, number in rows.values_list("key", "application__submitted_at", "number"):
            found.setdefault(key, []).append((timezone.localtime(at).date(), number))
        return found

    def peers(self, key: str, *, group: str, since: date) -> list[Decimal]:
        """Return the numbers of others in the group, the newest first, at most `MOST_PEERS` (`History.peers`).

        Cases of the company that this case is of are no peers of it. All numbers that the case itself holds are read
        together: a case of fifty substances asks once.
        """
        found = self._peers.setdefault((group, since), {})
        if key not in found:
            found |= self._read_peers({*self._own_facts(), key} - {COMPANY}, group, since)
        return found[key]

    def _read_peers(self, keys: set[str], group: str, since: date) -> dict[str, list[Decimal]]:
        found: dict[str, list[Decimal]] = {key: [] for key in keys}
        members = Fact.objects.filter(key=GROUP, text=group) if group else Fact.objects.none()
        facts = counted(Fact.objects.filter(key__in=keys, application__in=members.values("application")))
        if company := self._own_facts().get(COMPANY):
            same = Fact.objects.filter(application=OuterRef("application"), key=COMPANY, text=company)
            facts = facts.filter(~Exists(same))
        newest = Window(RowNumber(), "key", [F("application__submitted_at").desc(), F("pk").asc()])
        rows = self._others(facts, since).annotate(place=newest).filter(place__lte=MOST_PEERS)
        for key, number in rows.order_by("place").values_list("key", "number"):
            found[key].append(number)
        return found

    def _own_facts(self) -> dict[str, str]:
        return own_facts(self.application)

    def _others(self, facts: QuerySet[Fact], since: date) -> QuerySet[Fact]:
        same = facts.filter(application__service=self.application.service, number__isnull=False)
        return between(same, since).exclude(application=self.application)


def between(facts: QuerySet[Fact], since: date, until: date | None = None) -> QuerySet[Fact]:
    """Return the facts of cases submitted from the first to the last of these days, in Shanghai."""
    facts = facts.filter(application__submitted_at__gte=_begin(since))
    return facts.filter(application__submitted_at__lt=_begin(until + timedelta(days=1))) if until else facts


def _begin(day: date) -> datetime:
    """Return the first moment of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
