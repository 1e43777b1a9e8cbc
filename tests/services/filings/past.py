"""What happened before, for rules across cases: one certificate, one incident, one contract, one purchase."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class OtherCases:
    """A `catalog.declaration.Past` of one company.

    certified: the day its certificate was decided. service: of which service. incident: the day of one incident,
    kind: which. closed: whether somebody closed it. contract: the number of a contract in an open case.
    rest: what is left by purchase certificate; holder: credit code of who holds them, "" for anybody.
    posted: ID numbers of guards who stand in other filings.
    """

    certified: str | None = None
    service: str = "PB"
    incident: str | None = None
    kind: str = "VIOLATION"
    closed: bool = False
    contract: str = ""
    rest: Mapping[str, Mapping[str, Decimal]] | None = None
    holder: str = ""
    posted: frozenset[str] = frozenset()

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
        """Return 1 when the one case fits, else 0."""
        if key == "contract_no":
            return int(open_only and value == self.contract)
        decided = date.fromisoformat(self.certified) if self.certified else None
        fits = decided is not None and "DELIVERED" in states and self.service in services
        return int(fits and (before is None or decided <= before))

    def held(self, key: str, values: Collection[str], *, services: Collection[str] = ()) -> frozenset[str]:
        """Return those of the values that are among `posted`."""
        return frozenset(values) & self.posted

    def incidents(
        self, company: str, *, kinds: Collection[str] = (), since: date | None = None, open_only: bool = False
    ) -> int:
        """Return 1 when the one incident fits, else 0."""
        if self.incident is None or (kinds and self.kind not in kinds) or (open_only and self.closed):
            return 0
        return int(since is None or date.fromisoformat(self.incident) >= since)

    def left(self, number: str, holder: str) -> Mapping[str, Decimal] | None:
        """Return what is left on a certificate that is known."""
        return (self.rest or {}).get(number) if self.holder in {"", holder} else None
