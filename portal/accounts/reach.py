"""How units lie below each other: the city, its districts, their stations; each has a code of 12 digits.

Who is posted at a unit works on what belongs to it and to the units below it.
"""

from collections.abc import Iterable

from django.db.models import Q

#: How codes of the city's own offices begin, and those of all units.
CITY, ALL = "310000", "31"


def is_city(unit: str) -> bool:
    """Return whether a unit is an office of the city."""
    return unit.startswith(CITY)


def is_district(unit: str) -> bool:
    """Return whether a unit is an office of a district."""
    return unit.endswith("000000") and not is_city(unit)


def beginning(unit: str) -> str:
    """Return how the codes of a unit and of those below it begin; "" is all."""
    return "" if is_city(unit) else unit[:6] if is_district(unit) else unit


def covers(posted: str, unit: str, district: str) -> bool:
    """Return whether who is posted at a unit works on a case of `unit` in `district` (its first six digits)."""
    return is_city(posted) or posted == unit or (is_district(posted) and posted[:6] == district)


def above(*places: tuple[str, str]) -> Q:
    """Return the condition on `unit` for those that cover one of some cases: its own, its district's, the city's.

    places: unit and district of each case.
    """
    codes = {code for unit, district in places for code in (unit, f"{district}000000")}
    return Q(unit__in=sorted(codes)) | Q(unit__startswith=CITY)


def below(unit: str) -> Q:
    """Return the condition on `unit` for a unit and those below it."""
    if is_city(unit):
        return Q(unit__startswith=ALL)
    return Q(unit__startswith=unit[:6]) if is_district(unit) else Q(unit=unit)


def touching(units: Iterable[str]) -> Q:
    """Return the condition on `unit` for those above and below some units; nothing without any."""
    found = Q(pk__in=[])
    for unit in units:
        found |= below(unit) | above((unit, unit[:6]))
    return found
