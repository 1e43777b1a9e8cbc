"""The rules of the security filings (domain B6b, B13 R-EN-12 to R-EN-14), as pure functions: no Django, no words.

Something not answered yet never breaks a rule. `guards.py`, `verdicts.py` and `branches.py` put the outcomes into
words.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from portal.standards import resident_id
from portal.standards.errors import Invalid
from services.filings.security.reading import ARMED, Branch, Guard, Licence, Security

#: Education codes (GB/T 4658) below junior middle school: primary school 80 to 89, other 90 and above.
BELOW_JUNIOR_MIDDLE = "80"
AGE, SEX, EDUCATION, SAME_ID, SAME_CERTIFICATE = "AGE", "SEX", "EDUCATION", "SAME_ID", "SAME_CERTIFICATE"


def under_age(id_no: str, on: date, least: int) -> bool:
    """Return whether somebody is younger than `least` years on a day; the birthday counts. 保安服务管理条例 art. 16."""
    try:
        return bool(id_no) and resident_id.age_on(resident_id.birth_date(id_no), on) < least
    except Invalid:  # half typed: the field itself says what is wrong
        return False


def sex_differs(id_no: str, sex: str) -> bool:
    """Return whether the sex ("1" male, "2" female) is another than the one in the ID number."""
    return bool(id_no and sex) and resident_id.sex(id_no) != sex


def schooling_short(edu: str) -> bool:
    """Return whether an education code is below junior middle school. 保安服务管理条例 art. 16."""
    return bool(edu) and edu >= BELOW_JUNIOR_MIDDLE


def guard_faults(guard: Guard, on: date, least: int) -> list[str]:
    """R-EN-12: return what is wrong with one guard, looked at alone: AGE, SEX, EDUCATION.

    on: the day on which the service starts. least: the age from which one may be a guard, in years.
    """
    found = {
        AGE: under_age(guard.id_no, on, least),
        SEX: sex_differs(guard.id_no, guard.sex),
        EDUCATION: schooling_short(guard.edu),
    }
    return [fault for fault, there in found.items() if there]


def repeated(values: Sequence[str]) -> dict[int, int]:
    """Return row -> the first row with the same value (rows from 1), for each that repeats one; blanks are none."""
    first: dict[str, int] = {}
    twins = {}
    for row, value in enumerate(values, 1):
        if value and first.setdefault(value, row) != row:
            twins[row] = first[value]
    return twins


def failing_rows(guards: Sequence[Guard], on: date, least: int) -> dict[int, list[str]]:
    """R-EN-12: return row (from 1) -> its faults, of the guards that do not pass; duplicates fail from the second.

    on, least: as in `guard_faults`.
    """
    same_id = repeated([guard.id_no for guard in guards])
    same_certificate = repeated([guard.cert_no for guard in guards])
    failing = {}
    for row, guard in enumerate(guards, 1):
        faults = guard_faults(guard, on, least)
        faults += [SAME_ID] * (row in same_id) + [SAME_CERTIFICATE] * (row in same_certificate)
        if faults:
            failing[row] = faults
    return failing


def enough(guards: Sequence[Guard], failing: Iterable[int]) -> bool:
    """Return whether at least one guard passes (B6b); True while no guard is named at all."""
    return not guards or len(set(failing)) < len(guards)


def rows_without(guards: Sequence[Guard], what: str) -> list[int]:
    """Return the rows (from 1) that say no to "insured" or "contract"."""
    return [row for row, guard in enumerate(guards, 1) if getattr(guard, what) is False]


def forbidden_client(security: Security) -> bool:
    """R-EN-13: a foreign-invested company may not serve a key unit. 保安服务管理条例 art. 22."""
    return security.licence.foreign_invested and security.client_key_unit


def outside_scope(security: Security) -> frozenset[str]:
    """R-EN-14: return the services (codes) that the licence does not cover; none while its scope is unknown."""
    return security.services - security.licence.scope if security.licence.scope else frozenset()


def armed_differs(security: Security) -> bool:
    """Return whether armed escort is among the services but not said to be, or the other way round."""
    return (
        bool(security.services) and security.armed is not None and security.armed != armed_service(security)
    )


def armed_service(security: Security) -> bool:
    """Return whether armed guarding and escort is one of the services."""
    return ARMED in security.services


def armed_not_licensed(security: Security) -> bool:
    """Armed escort needs a licence for it. 保安服务管理条例 art. 10, domain B6b."""
    return bool(security.armed and security.licence.scope) and ARMED not in security.licence.scope


def armed_capital_short(security: Security, capital: Decimal | None, least: Decimal) -> bool:
    """Armed escort needs a registered capital of `least` (both in 10,000 yuan). 保安服务管理条例 art. 10."""
    return bool(security.armed) and capital is not None and capital < least


def armed_share_short(security: Security, least: Decimal) -> bool:
    """Armed escort needs a share of the state of `least` percent. 保安服务管理条例 art. 10."""
    share = security.licence.state_share
    return bool(security.armed) and share is not None and share < least


def contract_backwards(security: Security) -> bool:
    """The contract does not end after it begins (B6b)."""
    first, last = security.contract_from, security.contract_to
    return bool(first and last and last <= first)


def contract_over(security: Security, on: date) -> bool:
    """The contract has ended before the day `on`: its certificate would never hold."""
    return security.contract_to is not None and security.contract_to < on


def starts_before_contract(security: Security) -> bool:
    """The service starts before the contract does."""
    start, first = security.service_start, security.contract_from
    return bool(start and first and start < first)


def starts_after_contract(security: Security) -> bool:
    """The service starts when the contract is over."""
    start, last = security.service_start, security.contract_to
    return bool(start and last and start > last)


def starts_early(security: Security, earliest: date) -> bool:
    """The filing is late: the service starts before `earliest`, so many working days after submission (B6b)."""
    return security.service_start is not None and security.service_start < earliest


def own_client(security: Security, uscc: str) -> bool:
    """The client has the credit code of the company itself."""
    return bool(uscc) and security.client_uscc == uscc


def branch_is_head_office(branch: Branch, uscc: str) -> bool:
    """The branch has the credit code of its head office (B6b)."""
    return bool(uscc) and branch.uscc == uscc


def filed_late(on: date, last: date) -> bool:
    """The branch is filed on a day after `last`, so many working days after it was set up (B6b)."""
    return on > last


def unusual_licence(licence: Licence, pattern: str) -> bool:
    """Return whether the number of the licence has not its usual form; a soft rule, for an officer to look at.

    pattern: a regular expression of the rulebook; one that an editor has spoilt judges nothing.
    """
    try:
        return bool(licence.number) and not re.fullmatch(pattern, licence.number)
    except re.error:
        return False
