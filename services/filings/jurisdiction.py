"""Which police organ a filing belongs to, as pure functions (domain B1). Districts are six digits of GB/T 2260."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

SHANGHAI = "31"
#: First two digits of the municipalities: each is one city, whatever its districts.
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
NOWHERE = "NONE"
SiteKind = Literal["REGISTRATION", "BRANCH", "USE_SITE"]


class NoCompetentUnit(Exception):
    """The case was to be routed although no organ of this city is competent; `halt` tells so before."""


@dataclass(frozen=True)
class Competent:
    """The police of this district (six digits) take the filing."""

    district: str


@dataclass(frozen=True)
class NotCompetent:
    """No organ here is competent; the police of `home_county` (six digits) are."""

    home_county: str


@dataclass(frozen=True)
class NotRequired:
    """Nothing has to be filed at all (行政许可法 art. 32(1))."""


@dataclass(frozen=True)
class Haul:
    """A transport: from which district to which."""

    dispatch: str
    destination: str


def in_shanghai(district: str) -> bool:
    """Return whether a six-digit division code lies in Shanghai."""
    return district.startswith(SHANGHAI)


def city(district: str) -> str:
    """Return the digits that name the city of a district: two of a municipality, four elsewhere."""
    return district[:2] if district[:2] in MUNICIPALITIES else district[:4]


def crosses_city_boundary(haul: Haul) -> bool:
    """Return whether a transport leaves the city (设区的市 or municipality) in which it begins."""
    return city(haul.dispatch) != city(haul.destination)


def is_key_area(district: str, key_areas: Collection[str]) -> bool:
    """Return whether a district, its city or its province is among the key areas named by the ministry."""
    return not {district, f"{district[:4]}00", f"{district[:2]}0000"}.isdisjoint(key_areas)


def site_is_elsewhere(reg_district: str, site_district: str) -> bool:
    """Return whether there is a place of use in Shanghai outside the district of registration."""
    return in_shanghai(site_district) and site_district != reg_district


def route_purchase(reg_district: str, site_district: str, site_kind: str) -> Competent | NotCompetent:
    """Return who takes a purchase filing.

    reg_district: where the buyer is registered. site_district: where the substances are used, "NONE" or ""
    when that is not in Shanghai. site_kind: REGISTRATION (the registered seat itself), BRANCH or USE_SITE.
    A branch or a proven place of use counts as the buyer's place. 易制毒化学品管理条例 art. 17, domain B1.
    """
    own_place = site_kind in {"BRANCH", "USE_SITE"} or reg_district == site_district
    if in_shanghai(site_district) and own_place:
        return Competent(site_district)
    if in_shanghai(reg_district):
        return Competent(reg_district)
    return NotCompetent(reg_district)


def route_transport(haul: Haul, key_areas: Collection[str]) -> Competent | NotCompetent | NotRequired:
    """Return who takes a transport filing or licence: the police of the place of dispatch.

    Inside one city nothing is filed, unless the dispatch lies in a key area. key_areas: division codes.
    易制毒化学品管理条例 art. 20, domain B1.
    """
    if not in_shanghai(haul.dispatch):
        return NotCompetent(haul.dispatch)
    if not crosses_city_boundary(haul) and not is_key_area(haul.dispatch, key_areas):
        return NotRequired()
    return Competent(haul.dispatch)
