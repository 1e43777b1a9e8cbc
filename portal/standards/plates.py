"""Number plates of road vehicles (C-standards §C5)."""

import re

from . import typed
from .errors import Invalid, gettext_noop

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    f"[{PROVINCES}][A-HJ-NP-Z]"
    "(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF])"
)
E_PLATE = gettext_noop("Enter the number plate with its province character, without the letters I and O")


def check(text: str) -> str:
    """Return a number plate in capitals without the dot and blanks printed on it. Raises Invalid E_PLATE."""
    plate = re.sub(r"[\s\u00b7\u2022\u30fb.-]", "", typed.code(text))
    if not PLATE.fullmatch(plate):
        raise Invalid("E_PLATE", E_PLATE)
    return plate
