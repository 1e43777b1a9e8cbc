"""The rules of a transport (domain B1, B6, B8, B13), as pure functions: no Django, no words.

Every function takes what it judges and the norms it needs as plain values. Something not answered yet never
breaks a rule. `verdicts.py` puts the outcomes into words.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from portal.standards.periods import add_months
from services.filings.chemicals.catalogue import Catalogue
from services.filings.chemicals.rules import hazards
from services.filings.jurisdiction import Competent, NotCompetent, NotRequired, route_transport
from services.filings.transport.reading import M12, Transport


def route(transport: Transport, key_areas: Collection[str]) -> Competent | NotCompetent | NotRequired | None:
    """Return who takes the transport (B1, R-EN-08, R-EN-09); None before both places are known."""
    if not (transport.haul.dispatch and transport.haul.destination):
        return None
    return route_transport(transport.haul, key_areas)


def valid_to(validity: str, issued: date, short: int, long: int) -> date:
    """Return the last day of a transport certificate, inclusive. short, long: months of M3 and M12 (B8)."""
    return add_months(issued, long if validity == M12 else short)


def exceeds_trips(transport: Transport) -> bool:
    """B6: the trips planned cannot carry what is filed."""
    if transport.trips is None or transport.per_trip_kg is None:
        return False
    return transport.trips * transport.per_trip_kg < transport.total_kg


def uncovered_hazards(transport: Transport, catalogue: Catalogue) -> list[str]:
    """B6: return the classes of dangerous goods on the road that the carrier's licence does not cover."""
    if not (transport.by_road and transport.carrier_scope):
        return []
    return sorted(hazards(transport.items, catalogue) - transport.carrier_scope)


def escorts_missing(transport: Transport, catalogue: Catalogue) -> bool:
    """B6: dangerous goods go by road without an escort. Asked when the vehicles are known."""
    asked = transport.by_road and bool(transport.vehicles)
    return asked and not transport.escorts and bool(hazards(transport.items, catalogue))


def ending_before(transport: Transport, last: date) -> Iterator[tuple[str, int, str]]:
    """R-EN-10: yield (step, row from 1, name) of each document that ends before `last`; row 0: the carrier."""
    if transport.carrier_valid_to is not None and transport.carrier_valid_to < last:
        yield "carrier", 0, ""
    groups = {"vehicles": transport.vehicles, "drivers": transport.drivers, "escorts": transport.escorts}
    for step, rows in groups.items():
        for row, one in enumerate(rows, 1):
            if one.valid_to is not None and one.valid_to < last:
                yield step, row, one.name


def beyond_purchase(transport: Transport, left: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    """B6: return {code: (filed, left)} of each substance of which more is moved than its certificate has left.

    left: kilograms by code that are left on the purchase certificate named.
    """
    sums = transport.kg_by_chem
    over = {code: (kg, left.get(code, Decimal(0))) for code, kg in sums.items()}
    return {code: pair for code, pair in over.items() if pair[0] > pair[1]}
