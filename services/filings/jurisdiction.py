"""Which police organ a filing belongs to, as pure functions (domain B1)."""

from dataclasses import dataclass
from typing import Literal

SHANGHAI = "31"
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


def in_shanghai(district: str) -> bool:
    """Return whether a six-digit division code lies in Shanghai."""
    return district.startswith(SHANGHAI)


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
