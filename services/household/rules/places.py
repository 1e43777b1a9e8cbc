"""Residence, police station and public household (domain A4, A6 step 5)."""

from collections.abc import Mapping
from typing import Any

from .route import Answers, Entries, given

UNITS = (("road", ""), ("lane", "弄"), ("number", "号"), ("room", "室"))


def area_of(areas: Entries, answers: Answers) -> str:
    """Return the name of the street or town of the residence, "" while it is not given."""
    area = areas.get(given(answers, "residence", "residence_area") or "")
    return str(area["name"]) if area else ""


def station_of(areas: Entries, area: str) -> str:
    """Return the code of the police station that serves a street or town, "" when none is known (R-TH-07)."""
    entry = areas.get(area)
    return str(entry["station_code"]) if entry else ""


def station_serves(stations: Entries, station: str, district: str) -> bool:
    """Return whether a code is that of a police station of a district."""
    unit = stations.get(station)
    return unit is not None and unit["kind"] == "STATION" and unit["district_code"] == district


def household_belongs(households: Entries, household: str, station: str) -> bool:
    """Return whether a public household is one of that police station (A6, public_household)."""
    entry = households.get(household)
    return entry is not None and entry["station_code"] == station


def household_has_room(households: Entries, household: str, persons: int) -> bool:
    """Return whether a public household is open and takes so many more (R-TH-08); no capacity, no limit."""
    entry = households.get(household)
    return entry is not None and entry["status"] == "OPEN" and within_capacity(entry, persons)


def within_capacity(entry: Mapping[str, Any], persons: int) -> bool:
    """Return whether a public household holds so many more, whether it is open or not; no capacity, no limit."""
    return entry["capacity"] is None or bool(entry["occupied"] + persons <= entry["capacity"])


def address(answers: Answers) -> str:
    """Return the actual residence in one line, without district and street: road, lane, number, room."""
    own = answers.get("residence") or {}
    pairs = ((str(own.get(f"residence_{name}") or ""), unit) for name, unit in UNITS)
    return "".join(text if text.endswith(unit) else text + unit for text, unit in pairs if text)
