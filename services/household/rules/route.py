"""Who can be served here, and where else a person belongs (domain A2, A4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

Answers = Mapping[str, Mapping[str, Any]]
Row = Mapping[str, Any]
Entries = Mapping[str, Mapping[str, Any]]

SHANGHAI = "31"
DELTA = frozenset({"32", "33", "34"})
OUTSIDE_MAINLAND = frozenset({"71", "81", "82"})
LEASED = frozenset({"RENT", "TALENT_APT"})
MARRIED = frozenset({"20", "21", "22", "23"})
EVER_MARRIED = MARRIED | {"30", "40"}

Route = Literal["REFER_OWN", "REFER_KIN", "REFER_UNIT", "PUBLIC", "NEED_CORRECTION", ""]


def given(answers: Answers, step: str, field: str) -> Any:
    """Return an answer, None when it has not been given yet."""
    return (answers.get(step) or {}).get(field)


def day(answers: Answers, step: str, field: str) -> date | None:
    """Return an answered day, None when it has not been given yet."""
    text = given(answers, step, field)
    return date.fromisoformat(text) if text else None


def rows(answers: Answers, step: str) -> list[Row]:
    """Return the rows of a repeated step, [] when it has not been answered yet."""
    return list((answers.get(step) or {}).get("rows") or [])


def source(answers: Answers, key: str) -> str:
    """Return what a register answered: YES, NO or UNAVAILABLE; "" when it was not asked."""
    return str(((answers.get("sources") or {}).get(key) or {}).get("state", ""))


def route_of(own_property: Any, kin_can_receive: Any, unit_collective: Any) -> Route:
    """Return where a person must settle by the order of precedence (A4), "" while a question is open.

    Own dwelling comes first, then close kin, then the employer's household, last the public household.
    """
    if own_property not in {"NONE", None, ""}:
        return "REFER_OWN"
    if kin_can_receive == "YES":
        return "REFER_KIN"
    if unit_collective == "YES":
        return "REFER_UNIT"
    return "PUBLIC" if own_property and kin_can_receive and unit_collective else ""


def settle_route(answers: Answers) -> Route:
    """Return where the person must settle (A4), from the answers and what the registers say; "" while it is open.

    NEED_CORRECTION: the public household is right, but the proof of residence does not hold (the register says
    so) or the station is not that of the residence and no reason is given.
    """
    if source(answers, "property") == "YES":
        return "REFER_OWN"
    own = answers.get("settlement") or {}
    route = route_of(own.get("own_property"), own.get("kin_can_receive"), own.get("unit_collective"))
    if route != "PUBLIC":
        return route
    home = answers.get("household") or {}
    if not home.get("public_household"):
        return ""
    elsewhere = home.get("station_choice") == "OTHER" and not home.get("override_reason")
    return "NEED_CORRECTION" if elsewhere or source(answers, "residence") == "NO" else "PUBLIC"


def origin_halt(answers: Answers) -> Literal["REFER_LOCAL", "REFER_OUTSIDE", ""]:
    """Return why this service cannot move somebody from that place (A2, R-TH-02), "" when it can."""
    province = (given(answers, "origin", "origin_code") or "")[:2]
    if province == SHANGHAI:
        return "REFER_LOCAL"
    return "REFER_OUTSIDE" if province in OUTSIDE_MAINLAND else ""


def halt(answers: Answers) -> str:
    """Return the code of the first reason why the case cannot go on here, "" when there is none."""
    route = settle_route(answers)
    if route == "REFER_OWN" and given(answers, "settlement", "own_property") == "NONE":
        return "REFER_OWN_REGISTERED"
    return origin_halt(answers) or (route if route.startswith("REFER") else "")


def lane(origin_code: str) -> Literal["DELTA", "NATIONAL", "INTRA"]:
    """Return how the place of origin is reached (A2): the delta exchange, the national way, or not at all."""
    if origin_code[:2] == SHANGHAI:
        return "INTRA"
    return "DELTA" if origin_code[:2] in DELTA else "NATIONAL"


def may_leave_freely(move_permission: str) -> bool:
    """Return whether nothing restricts the move (R-TH-12; 户口登记条例 art. 14)."""
    return move_permission == "NONE"


def persons(answers: Answers) -> int:
    """Return how many persons move: the applicant and those who come along."""
    return 1 + len(rows(answers, "family"))
