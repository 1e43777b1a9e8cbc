"""Telephone numbers of the mainland and postcodes (C-standards §C4)."""

import re

from . import typed
from .errors import Invalid, gettext_noop

MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Three-digit areas are Beijing (010) and the 02x cities; all others have four.
LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([0-9]{7,8})(?:-([0-9]{1,6}))?")
POSTCODE = re.compile(r"[0-9]{6}")
COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[3-9][0-9]{9}$))")

E_MOBILE = gettext_noop("Enter a mobile number of 11 digits, for example 13800138000")
E_LANDLINE = gettext_noop("Enter a landline number with its area code, for example 021-12345678")
E_POSTCODE = gettext_noop("Enter a postcode of 6 digits")


def mobile(text: str) -> str:
    """Return the 11 digits of a mobile number without +86, blanks, hyphens. Raises Invalid E_MOBILE."""
    number = COUNTRY.sub("", re.sub(r"[\s-]", "", typed.code(text)))
    if not MOBILE.fullmatch(number):
        raise Invalid("E_MOBILE", E_MOBILE)
    return number


def landline(text: str) -> str:
    """Return a landline as area-number or area-number-extension. Raises Invalid E_LANDLINE."""
    number = re.sub(r"\s", "", typed.code(text))
    number = re.sub(r"^(?:\+86|0086)-?0?", "0", number)
    match = LANDLINE.fullmatch(re.sub(r"^\((0[0-9]{2,3})\)", r"\1-", number))
    if not match:
        raise Invalid("E_LANDLINE", E_LANDLINE)
    return "-".join(part for part in match.groups() if part)


def phone(text: str) -> str:
    """Return a mobile number or, when it starts with an area code, a landline. Raises Invalid."""
    plain = typed.code(text).lstrip("(")
    return landline(text) if re.match(r"0(?!086)", plain) else mobile(text)


def mask(number: str) -> str:
    """Return a telephone number with its middle hidden: 138****8000."""
    return (
        f"{number[:3]}{'*' * max(len(number) - 7, 1)}{number[-4:]}" if len(number) > 7 else "*" * len(number)
    )


def postcode(text: str) -> str:
    """Return a postcode of 6 digits. Raises Invalid E_POSTCODE."""
    code = typed.code(text)
    if not POSTCODE.fullmatch(code):
        raise Invalid("E_POSTCODE", E_POSTCODE)
    return code
