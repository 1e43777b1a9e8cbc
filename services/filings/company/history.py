"""What a company has behind it: a certificate long enough ago, and nothing on its record since (domain B8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from portal.catalog.declaration import Past
from portal.standards.periods import add_months

#: States of a case that ended with a certificate, or is about to.
GOOD = ("CERT_ISSUED", "INSPECTION_PLANNED", "DELIVERED", "CONCLUDED", "ARCHIVED")
INCIDENTS = ("PENALTY", "VIOLATION", "LOSS", "MISMATCH")


@dataclass(frozen=True)
class Probation:
    """What is asked of a company: `months` since a first certificate, without an incident.

    services: codes of the filings whose certificates count. open_only: an incident that was closed is forgiven.
    """

    months: int
    services: Collection[str]
    open_only: bool = False

    def passed(self, uscc: str, past: Past, on: date) -> bool:
        """Return whether the company (its credit code) has stood it on a day."""
        since = add_months(on, -self.months)
        return self._certified(uscc, past, since) and self._clean(uscc, past, since)

    def possible_from(self, uscc: str, past: Past, on: date) -> date | None:
        """Return when it will be passed if nothing happens; None when there is no certificate yet.

        To the month: each is asked for, because the past tells numbers and no days.
        """
        if not self._certified(uscc, past, on):
            return None
        for month in range(self.months + 1):
            since = add_months(on, month - self.months)
            if self._certified(uscc, past, since) and self._clean(uscc, past, since):
                return add_months(on, month)
        # An incident of today itself: the day after the period that begins with it.
        return add_months(on, self.months) + timedelta(days=1)

    def _certified(self, uscc: str, past: Past, until: date) -> bool:
        found = past.cases("company_uscc", uscc, before=until, states=GOOD, services=self.services)
        return bool(uscc) and found > 0

    def _clean(self, uscc: str, past: Past, since: date) -> bool:
        return not past.incidents(uscc, kinds=INCIDENTS, since=since, open_only=self.open_only)
