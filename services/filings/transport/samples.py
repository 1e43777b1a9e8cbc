"""Invented transports: what number n types into each step. Codes and ID numbers bear valid check characters."""

from datetime import timedelta
from typing import Any

from portal.catalog.declaration import Norms
from services.filings.company.samples import (
    PEOPLE,
    SEATS,
    company,
    company_code,
    handler,
    officer,
    resident_id,
)

#: (chemical, form, unit, class of dangerous goods) of what is filed and of what is licensed.
FILED = (("3-02", "LIQUID", "kg"), ("3-05", "LIQUID", "L"), ("3-01", "LIQUID", "kg"), ("3-04", "SOLID", "kg"))
LICENSED = (("2-02", "LIQUID", "L"), ("2-03", "LIQUID", "kg"), ("2-04", "LIQUID", "L"))
CARRIERS = ("示例危化品运输有限公司", "样例物流有限公司", "示范储运有限公司")
OUTSIDE = SEATS[:3]


def filing(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented owner n types into a transport filing; valid on the day of `norms`."""
    return transport(n, norms, FILED)


def licence(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented owner n types to apply for a transport licence."""
    return transport(n, norms, LICENSED)


def transport(n: int, norms: Norms, goods: tuple[tuple[str, str, str], ...]) -> dict[str, dict[str, Any]]:
    """Return the answers of a transport from a district of Shanghai; every fifth goes by railway."""
    by_road = n % 5 != 4
    until = (norms.on + timedelta(days=500)).isoformat()
    return {
        "place": place(n, norms),
        "company": company(n),
        "handler": handler(n, norms),
        "safety": officer(n),
        "consignee": consignee(n),
        "substances": {"rows": [load(n + row, goods) for row in range(1 + n % 3)]},
        "carrier": carrier(n, until, by_road=by_road),
        "vehicles": {"rows": [vehicle(n + row, until) for row in range(1 + n % 2)] if by_road else []},
        "drivers": {"rows": [driver(n, until)] if by_road else []},
        "escorts": {"rows": [escort(n, until)] if by_road else []},
        "route": {"route_text": "G15沈海高速、S36亭枫公路、沿途不停靠", "via_districts": ""},
        "trips": trips(n, norms),
        "declare": {"declare": "on", "declare_safe": "on"},
    }


def place(n: int, norms: Norms) -> dict[str, str]:
    """Return a district of Shanghai and a place outside."""
    districts = list(norms.entries("districts").items())
    code, entry = districts[n % len(districts)]
    destination, address, _city, _phone = OUTSIDE[n % len(OUTSIDE)]
    return {
        "dispatch_district": code,
        "dispatch_address": f"上海市{entry['name']}示范工业路{1 + n % 300}号",
        "destination_district": destination,
        "destination_address": address,
    }


def consignee(n: int) -> dict[str, str]:
    """Return who receives the goods."""
    district, address, city, phone = OUTSIDE[n % len(OUTSIDE)]
    return {
        "consignee_name": f"{city}示例精细化工有限公司",
        "consignee_uscc": company_code(district, 700_000 + n % 1000),
        "consignee_address": address,
        "consignee_contact": PEOPLE[(n + 4) % len(PEOPLE)],
        "consignee_phone": phone,
    }


def load(n: int, goods: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    """Return one substance; volumes take their density from the catalogue."""
    chem, form, unit = goods[n % len(goods)]
    return {
        "chem": chem,
        "as_salt": "",
        "product": "",
        "form": form,
        "concentration": "",
        "grade": "工业级",
        "quantity": str(100 + n % 9 * 50),
        "unit": unit,
        "density": "",
        "package": "200 L 桶",
    }


def carrier(n: int, until: str, *, by_road: bool) -> dict[str, Any]:
    """Return the carrier; by road with a licence for every class of goods."""
    return {
        "mode": "ROAD" if by_road else "RAIL",
        "carrier_name": f"上海{CARRIERS[n % len(CARRIERS)]}",
        "carrier_uscc": company_code("310116", 800_000 + n % 1000),
        "road_licence_no": f"沪交运示{n % 10_000:06d}" if by_road else "",
        "carrier_scope": ["3", "5.1", "6.1", "8"] if by_road else [],
        "carrier_valid_to": until if by_road else "",
    }


def vehicle(n: int, until: str) -> dict[str, str]:
    """Return one vehicle."""
    return {
        "plate": f"沪A{10_000 + n % 90_000}",
        "trailer_plate": f"沪B{1000 + n % 9000}挂" if n % 2 else "",
        "op_cert_no": f"示运{n % 100_000:06d}",
        "valid_to": until,
    }


def driver(n: int, until: str) -> dict[str, str]:
    """Return one driver."""
    return {
        "driver_name": PEOPLE[(n + 1) % len(PEOPLE)],
        "driver_id_no": resident_id(n + 200),
        "qual_no": f"示驾{n % 100_000:06d}",
        "valid_to": until,
    }


def escort(n: int, until: str) -> dict[str, str]:
    """Return one escort."""
    return {
        "escort_name": PEOPLE[(n + 2) % len(PEOPLE)],
        "escort_id_no": resident_id(n + 300),
        "qual_no": f"示押{n % 100_000:06d}",
        "valid_to": until,
    }


def trips(n: int, norms: Norms) -> dict[str, str]:
    """Return trips that carry everything, three months, and a contract large enough."""
    return {
        "trips_planned": str(10 + n % 10),
        "per_trip_max_kg": "500",
        "validity_requested": "M3",
        "safety_record": "",
        "contract_no": f"YS-{norms.on.year}-{n:06d}",
        "contract_date": (norms.on - timedelta(days=6)).isoformat(),
        "contract_qty": "5000",
        "purchase_cert_no": "",
        "linked_case": "",
    }
