"""Certificates in hand, for rules that are asked without a database of cases."""

from datetime import date
from typing import Any

from portal.catalog.declaration import Held, Reported

ISSUED, LAST = date(2026, 11, 24), date(2027, 5, 24)


def reported(key: str, on: date, about: str = "", n: int = 1, **values: Any) -> Reported:
    return Reported(f"{key}-{n}", key, on, values, about)


def held(
    answers: dict[str, Any], *reports: Reported, issued: date = ISSUED, last: date | None = LAST
) -> Held:
    return Held(answers, issued, last, reports)
