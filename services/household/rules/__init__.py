"""The rules of domain A4, A5, A6 and A10 as pure functions. They answer codes; `outcomes` puts these into words.

`answers[step][field]` as JSON carries it: dates as ISO text. Rules that change by decree arrive as arguments.
In: answers and the limits of the day. Out: codes. Not here: words, forms, other cases (`crossing` is told of them).
"""

from .crossing import crossings
from .judging import Limits, problems
from .papers import approval_holds, approval_valid_to, contract_runs, lease_runs
from .people import (
    BY_SPOUSE,
    accompanying,
    age_of,
    birth_date_matches,
    child_may_come,
    children,
    everybody,
    has_school,
    is_adult,
    needs_guardian,
    sex_matches,
    spouse_in,
    under_14,
)
from .places import address, area_of, household_belongs, household_has_room, station_of, station_serves
from .route import (
    DELTA,
    EVER_MARRIED,
    LEASED,
    MARRIED,
    SHANGHAI,
    day,
    given,
    halt,
    lane,
    may_leave_freely,
    origin_halt,
    persons,
    route_of,
    rows,
    settle_route,
    source,
)

__all__ = [
    "BY_SPOUSE",
    "DELTA",
    "EVER_MARRIED",
    "LEASED",
    "MARRIED",
    "SHANGHAI",
    "Limits",
    "accompanying",
    "address",
    "age_of",
    "approval_holds",
    "approval_valid_to",
    "area_of",
    "birth_date_matches",
    "child_may_come",
    "children",
    "contract_runs",
    "crossings",
    "day",
    "everybody",
    "given",
    "halt",
    "has_school",
    "household_belongs",
    "household_has_room",
    "is_adult",
    "lane",
    "lease_runs",
    "may_leave_freely",
    "needs_guardian",
    "origin_halt",
    "persons",
    "problems",
    "route_of",
    "rows",
    "settle_route",
    "sex_matches",
    "source",
    "spouse_in",
    "station_of",
    "station_serves",
    "under_14",
]
