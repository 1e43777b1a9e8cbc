"""What other cases say: the answer to `catalog.declaration.Past`, from the table of facts."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from portal.applications.models import Application, Fact
from portal.applications.states import CLOSED, State
from portal.keyring.sealing import blind_index


class PastCases:
    """The other cases of a case's service. Each question is one query, asked once."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._known: dict[tuple[Any, ...], int] = {}

    def cases(
        self,
        key: str,
        value: str,
        *,
        secret: bool = False,
        open_only: bool = False,
        since: date | None = None,
        states: Collection[str] = (),
    ) -> int:
        """Return how many other submitted cases of the same service hold a fact (see `Past.cases`)."""
        asked = (key, value, secret, open_only, since, tuple(states))
        if asked not in self._known:
            self._known[asked] = self._count(*asked)
        return self._known[asked]

    def _count(
        self, key: str, value: str, secret: bool, open_only: bool, since: date | None, states: tuple[str, ...]
    ) -> int:
        # An empty fact was never given: without this, "" would find every fact that is not of that kind.
        if not value:
            return 0
        named = {"index": blind_index(key, value)} if secret else {"text": value[:200]}
        found = Fact.objects.filter(key=key, **named, application__service=self.application.service)
        found = found.exclude(application=self.application).exclude(application__state=State.DRAFT)
        if open_only:
            found = found.exclude(application__state__in=CLOSED)
        if states:
            found = found.filter(application__state__in=states)
        if since is not None:
            begin = timezone.make_aware(datetime.combine(since, time.min), timezone.get_default_timezone())
            found = found.filter(application__submitted_at__gte=begin)
        return found.values("application").distinct().count()
