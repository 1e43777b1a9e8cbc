"""Numbers of cases and certificates (C-standards §C15, B-filings §B11): made and recognised, not drawn.

The serial is drawn by the rooms that keep the row; here a number gets its shape and its check character.
"""

import re
from datetime import date

from . import mod11_2, typed

CASE = re.compile(r"[A-Z]{2}([0-9]{6})([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{6})[0-9X]")
CERTIFICATE = re.compile(r"[A-Z]{2}([0-9]{6})([0-9]{4})([0-9]{6})[0-9X]")
MAX_SERIAL = 999_999


def case_number(service: str, district: str, day: date, serial: int) -> str:
    """Return a case number of 23 characters: service(2) district(6) yyyymmdd(8) serial(6) check(1).

    Raises ValueError when a part does not fit. The check is MOD 11-2 over the digits.
    """
    return _number(service, f"{_district(district)}{day:%Y%m%d}{_serial(serial)}")


def certificate_number(kind: str, district: str, year: int, serial: int) -> str:
    """Return a certificate number of 19 characters: kind(2) district(6) year(4) serial(6) check(1).

    Raises ValueError when a part does not fit.
    """
    return _number(kind, f"{_district(district)}{year:04d}{_serial(serial)}")


def canonical(text: str) -> str:
    """Return a typed number in capitals without the blanks and hyphens that people put into long numbers."""
    return re.sub(r"[\s-]", "", typed.code(text))


def valid(number: str) -> bool:
    """Return whether a canonical case or certificate number has the right shape, date and check character."""
    if case := CASE.fullmatch(number):
        try:
            date(int(case[2]), int(case[3]), int(case[4]))
        except ValueError:
            return False
    elif not CERTIFICATE.fullmatch(number):
        return False
    return mod11_2.valid(number[2:])


def _number(letters: str, digits: str) -> str:
    """Return letters, digits and the check character of the digits."""
    if not re.fullmatch(r"[A-Z]{2}", letters):
        raise ValueError(f"two capital letters are needed, not {letters!r}")
    return f"{letters}{digits}{mod11_2.check_digit(digits)}"


def _district(district: str) -> str:
    """Return a district code of six digits. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{6}", district):
        raise ValueError(f"a district code has six digits, not {district!r}")
    return district


def _serial(serial: int) -> str:
    """Return a serial as six digits. Raises ValueError outside 1 to 999,999."""
    if not 1 <= serial <= MAX_SERIAL:
        raise ValueError(f"a serial lies between 1 and {MAX_SERIAL}, not {serial}")
    return f"{serial:06d}"
