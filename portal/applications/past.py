"""What other cases say: the answer to `catalog.declaration.Past`, from the table of facts."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.applications.models import Application, Fact
from portal.applications.states import CLOSED, State
from portal.applications.sums import counted
from portal.companies.queries import incidents_of
from portal.keyring.sealing import blind_index

#: What is left on a certificate in force of a company, by number and credit code; None when there is none here.
Left = Callable[[str, str], Mapping[str, Decimal] | None]


class PastCases:
    """The other cases of a case's service. Each question is one query, asked once."""

    def __init__(self, application: Application, left: Left | None = None) -> None:
        """Ask on behalf of a case. left: what is left on a certificate (see `Past.left`)."""
        self.application, self._left = application, left
        self._known: dict[tuple[Any, ...], int] = {}

    def cases(
        self,
        key: str,
        value: str,
        *,
        secret: bool = False,
        open_only: bool = False,
        since: date | None = None,
        before: date | None = None,
        states: Collection[str] = (),
        services: Collection[str] = (),
    ) -> int:
        """Return how many other submitted cases hold a fact (see `Past.cases`)."""
        asked = (key, value, secret, open_only, since, before, tuple(states), tuple(services))
        if asked not in self._known:
            self._known[asked] = self._count(*asked)
        return self._known[asked]

    def _count(
        self,
        key: str,
        value: str,
        secret: bool,
        open_only: bool,
        since: date | None,
        before: date | None,
        states: tuple[str, ...],
        services: tuple[str, ...],
    ) -> int:
        # An empty fact was never given: without this, "" would find every fact that is not of that kind.
        if not value:
            return 0
        named = {"index": blind_index(key, value)} if secret else {"text": value[:200]}
        among = services or (self.application.service,)
        found = Fact.objects.filter(key=key, **named, application__service__in=among)
        found = found.exclude(application=self.application).exclude(application__state=State.DRAFT)
        if open_only:
            found = found.exclude(application__state__in=CLOSED)
        if states:
            found = found.filter(application__state__in=states)
        if since is not None:
            found = found.filter(application__submitted_at__gte=_begin(since))
        if before is not None:
            found = found.filter(application__decided_at__lt=_begin(before + timedelta(days=1)))
        return found.values("application").distinct().count()

    def held(self, key: str, values: Collection[str], *, services: Collection[str] = ()) -> frozenset[str]:
        """Return which of many values other cases that came to something hold (see `Past.held`). One query."""
        indexes = {blind_index(key, value): value for value in values if value}
        found = Fact.objects.filter(key=key, index__in=indexes)
        found = found.filter(application__service__in=services or (self.application.service,))
        found = counted(found.exclude(application=self.application))
        return frozenset(indexes[index] for index in found.values_list("index", flat=True).distinct())

    def incidents(
        self, company: str, *, kinds: Collection[str] = (), since: date | None = None, open_only: bool = False
    ) -> int:
        """Return how many incidents stand on the record of a company (see `Past.incidents`)."""
        found = incidents_of(company)
        if kinds:
            found = found.filter(kind__in=kinds)
        if since is not None:
            found = found.filter(on__gte=since)
        if open_only:
            found = found.filter(closed_at=None)
        return found.count()

    def left(self, number: str, holder: str) -> Mapping[str, Decimal] | None:
        """Return what is left on a certificate in force of a company (see `Past.left`)."""
        return self._left(number, holder) if self._left else None


def _begin(day: date) -> datetime:
    """Return the first moment of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
