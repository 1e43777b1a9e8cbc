"""Numbers of identity documents by kind (C-standards §C5); the kinds are in `codes.DOCUMENT_KINDS`."""

import re
from datetime import date

from . import mod11_2, resident_id, typed
from .errors import Invalid, gettext_noop

PATTERNS = {
    "PASSPORT_CN": re.compile(r"(?=.{9}$)(?:E[A-HJ-NP-Z]?|G|D|S|P)[0-9]{7,8}"),
    "HKM_PERMIT": re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    "TW_PERMIT": re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
    "HMT_RESIDENCE": re.compile(r"8[123]0000[0-9]{11}[0-9X]"),
    "FPR_CARD": re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"),
    "PASSPORT_FOREIGN": re.compile(r"[A-Z0-9]{5,15}"),
}
E_DOCUMENT = gettext_noop("The number does not fit this kind of document")


def check(kind: str, text: str, today: date) -> str:
    """Return the canonical number of an identity document of a kind (ID_CARD, PASSPORT_CN, ...).

    Raises Invalid with the codes of `resident_id.check` for resident numbers, else E_DOCUMENT; KeyError for
    a kind that does not exist.
    """
    if kind == "ID_CARD":
        return resident_id.check(text, today)
    number = typed.code(text)
    if not PATTERNS[kind].fullmatch(number):
        raise Invalid("E_DOCUMENT", E_DOCUMENT)
    if kind == "HMT_RESIDENCE":
        return resident_id.check(number, today)
    if kind == "FPR_CARD" and number[0] == "9" and not mod11_2.valid(number):
        raise Invalid("E_CHECK", resident_id.MESSAGES["E_CHECK"])
    return number
