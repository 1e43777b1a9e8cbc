"""Resident identity numbers (GB 11643-1999): check, derive, mask."""

import re
from datetime import date

from . import mod11_2, typed
from .errors import Invalid, gettext_noop

PROVINCES = frozenset(
    f"{province}"
    for ranges in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84))
    for province in range(*ranges)
)
EARLIEST_BIRTH = date(1900, 1, 1)
FORMAT = re.compile(r"[0-9]{17}[0-9X]")
FORMAT_15 = re.compile(r"[0-9]{15}")

MESSAGES = {
    "E_FORMAT": gettext_noop("Enter the 18 characters of the ID number without spaces; the last may be X"),
    "E_PROVINCE": gettext_noop("The first two digits of the ID number are not those of a province"),
    "E_DATE": gettext_noop("Digits 7 to 14 of the ID number are not a date"),
    "E_RANGE": gettext_noop("The date of birth in the ID number cannot be right"),
    "E_CHECK": gettext_noop("The ID number has a typing error: its last character does not match the others"),
}


def check(text: str, today: date) -> str:
    """Return the canonical 18 characters of a resident ID number.

    Trims, makes full-width characters plain and capitalises; inner blanks are refused. Raises Invalid with
    E_FORMAT, E_PROVINCE, E_DATE, E_RANGE (born before 1900 or after `today`) or E_CHECK, in that order.
    The county is not looked up: numbers keep codes of counties that were abolished since. §C1.
    """
    number = typed.code(text)
    if not FORMAT.fullmatch(number):
        raise _invalid("E_FORMAT")
    if number[:2] not in PROVINCES:
        raise _invalid("E_PROVINCE")
    born = _date(number[6:14])
    if not EARLIEST_BIRTH <= born <= today:
        raise _invalid("E_RANGE")
    if not mod11_2.valid(number):
        raise _invalid("E_CHECK")
    return number


def from_15(old: str) -> str:
    """Return the 18-character form of a 15-digit number (abolished 2013): for historic fields only.

    Raises Invalid with E_FORMAT, E_PROVINCE or E_DATE.
    """
    number = typed.code(old)
    if not FORMAT_15.fullmatch(number):
        raise _invalid("E_FORMAT")
    if number[:2] not in PROVINCES:
        raise _invalid("E_PROVINCE")
    digits = f"{number[:6]}19{number[6:]}"
    _date(digits[6:14])
    return digits + mod11_2.check_digit(digits)


def birth_date(number: str) -> date:
    """Return the date of birth in a canonical ID number."""
    return _date(number[6:14])


def sex(number: str) -> str:
    """Return the sex in a canonical ID number as its GB/T 2261.1 code: "1" male, "2" female."""
    return "1" if int(number[16]) % 2 else "2"


def age_on(birth: date, day: date) -> int:
    """Return the age in whole years on a day; the birthday counts.

    Who was born on 29 February turns a year older on 1 March where the year has no such day. Negative
    before birth.
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mask(number: str) -> str:
    """Return a document number with only the ends left: 3 and 4 characters; 1 and 2 of numbers under 12."""
    if not number:
        return ""
    first, last = (3, 4) if len(number) >= 12 else (1, 2)
    if len(number) <= first + last:
        return "*" * len(number)
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


def _date(text: str) -> date:
    """Return yyyymmdd as a date. Raises Invalid E_DATE."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise _invalid("E_DATE") from None


def _invalid(code: str) -> Invalid:
    """Return the exception of a code with its sentence."""
    return Invalid(code, MESSAGES[code])
