"""Which police organ a security filing belongs to, as pure functions (domain B1)."""

from dataclasses import dataclass

from services.filings.jurisdiction import SHANGHAI, NotCompetent, NotRequired, in_shanghai

MUNICIPAL_BUREAU = "310000000000"
#: Value of the rulebook key `SF.competence`.
MUNICIPAL = "MUNICIPAL"


@dataclass(frozen=True)
class Taken:
    """The unit of this code (12 digits) takes the filing."""

    unit: str


def route_security(licence_province: str, site_district: str) -> Taken | NotCompetent | NotRequired:
    """Return who takes the filing of a service across provinces.

    licence_province: two digits of the province that issued the security licence. site_district: six digits of
    the place of service. The municipal bureau takes it directly. 保安服务管理条例 art. 23, domain B1.
    """
    if not in_shanghai(site_district):
        return NotCompetent(site_district)
    if licence_province == SHANGHAI:
        return NotRequired()
    return Taken(MUNICIPAL_BUREAU)


def route_branch(branch_district: str, competence: str) -> Taken | NotCompetent:
    """Return who takes the filing of a branch.

    branch_district: six digits of the place of the branch. competence: MUNICIPAL for the municipal bureau,
    anything else for the bureau of the district. 保安服务管理条例 art. 12, domain B1.
    """
    if not in_shanghai(branch_district):
        return NotCompetent(branch_district)
    return Taken(MUNICIPAL_BUREAU if competence == MUNICIPAL else f"{branch_district}000000")
