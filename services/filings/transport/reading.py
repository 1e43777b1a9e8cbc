"""The answers of a transport as one typed object. Plain Python; what is missing is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.filings.chemicals.items import Item, kg_by_chem, read_item, total_kg
from services.filings.company.reading import company
from services.filings.jurisdiction import Haul
from services.filings.reading import day, number, text

ROAD = "ROAD"
M3, M12 = "M3", "M12"


@dataclass(frozen=True)
class Licensed:
    """A vehicle, driver or escort: its name on paper, and the last day of its certificate."""

    name: str
    valid_to: date | None


@dataclass(frozen=True)
class Transport:
    """What the rules need of a transport. Texts are "" and numbers and days None when not answered yet."""

    uscc: str
    name: str
    haul: Haul
    items: tuple[Item, ...]
    mode: str
    carrier_uscc: str
    consignee_uscc: str
    carrier_scope: frozenset[str]
    carrier_valid_to: date | None
    vehicles: tuple[Licensed, ...]
    drivers: tuple[Licensed, ...]
    escorts: tuple[Licensed, ...]
    plates: tuple[str, ...]
    trips: Decimal | None
    per_trip_kg: Decimal | None
    validity: str
    contract_no: str
    contract_kg: Decimal | None
    purchase_cert_no: str

    @property
    def by_road(self) -> bool:
        """Whether it goes by road, with vehicles of its own papers."""
        return self.mode == ROAD

    @property
    def total_kg(self) -> Decimal:
        """The sum of all amounts that can be computed, in kilograms."""
        return total_kg(self.items)

    @property
    def kg_by_chem(self) -> dict[str, Decimal]:
        """Kilograms by substance code; rows of one substance are added up."""
        return kg_by_chem(self.items)


def rows_of(answers: Mapping[str, Mapping[str, Any]], step: str) -> list[Mapping[str, Any]]:
    """Return the rows of a repeated step, [] while there are none."""
    return list((answers.get(step) or {}).get("rows") or [])


def read(answers: Mapping[str, Mapping[str, Any]]) -> Transport:
    """Return the transport from `answers[step][field]`; steps and fields may be missing or half typed."""
    own = company(answers)
    place, carrier, trips = (answers.get(step) or {} for step in ("place", "carrier", "trips"))
    vehicles = rows_of(answers, "vehicles")
    return Transport(
        uscc=own.uscc,
        name=own.name,
        haul=Haul(text(place, "dispatch_district"), text(place, "destination_district")),
        items=tuple(read_item(row) for row in rows_of(answers, "substances")),
        mode=text(carrier, "mode"),
        carrier_uscc=text(carrier, "carrier_uscc"),
        consignee_uscc=text(answers.get("consignee") or {}, "consignee_uscc"),
        carrier_scope=frozenset(carrier.get("carrier_scope") or ()),
        carrier_valid_to=day(carrier, "carrier_valid_to"),
        vehicles=licensed(vehicles, "plate"),
        drivers=licensed(rows_of(answers, "drivers"), "driver_name"),
        escorts=licensed(rows_of(answers, "escorts"), "escort_name"),
        plates=plates(vehicles),
        trips=number(trips, "trips_planned"),
        per_trip_kg=number(trips, "per_trip_max_kg"),
        validity=text(trips, "validity_requested"),
        contract_no=text(trips, "contract_no"),
        contract_kg=number(trips, "contract_qty"),
        purchase_cert_no=text(trips, "purchase_cert_no"),
    )


def licensed(rows: list[Mapping[str, Any]], name: str) -> tuple[Licensed, ...]:
    """Return rows with a certificate each. name: the field that names them."""
    return tuple(Licensed(text(row, name), day(row, "valid_to")) for row in rows)


def plates(rows: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the plates of vehicles and trailers, each once."""
    found = (text(row, key) for row in rows for key in ("plate", "trailer_plate"))
    return tuple(dict.fromkeys(plate for plate in found if plate))
