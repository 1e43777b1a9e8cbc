"""CAS registry numbers of chemicals."""

import re

from . import typed
from .errors import Invalid, gettext_noop

FORMAT = re.compile(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]")
E_CAS = gettext_noop("Enter a CAS number such as 7664-93-9; its last digit is a check digit")


def check(text: str) -> str:
    """Return a CAS number. Raises Invalid E_CAS for a wrong shape or check digit."""
    number = typed.code(text)
    digits = number.replace("-", "")
    if not FORMAT.fullmatch(number) or check_digit(digits[:-1]) != digits[-1]:
        raise Invalid("E_CAS", E_CAS)
    return number


def check_digit(digits: str) -> str:
    """Return the check digit: the digits weighted 1, 2, 3, ... from the right, modulo 10."""
    return str(sum(weight * int(digit) for weight, digit in enumerate(reversed(digits), 1)) % 10)
