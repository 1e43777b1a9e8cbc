"""Unified social credit codes of organisations (GB 32100-2015)."""

import re

from . import typed
from .errors import Invalid, gettext_noop

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = [pow(3, position, 31) for position in range(17)]
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
FORMAT = re.compile(f"[{ALPHABET}]{{18}}")
KNOWN_KINDS = frozenset(["11", "12", "13", "19", "51", "52", "53", "59", "91", "92", "93", "Y1"])

E_FORMAT = gettext_noop(
    "Enter the 18 characters of the credit code; it never holds the letters I, O, S, V, Z"
)
E_CHECK = gettext_noop("The credit code has a typing error: its last character does not match the others")


def check(text: str) -> str:
    """Return the canonical 18 characters of a credit code.

    Trims, makes full-width characters plain (NFKC, for codes only) and capitalises. Raises Invalid with
    E_FORMAT or E_CHECK. Unusual codes that are still possible are the matter of `warnings`. §C2.
    """
    code = typed.code(text)
    if not FORMAT.fullmatch(code):
        raise Invalid("E_FORMAT", E_FORMAT)
    if check_character(code[:17]) != code[17]:
        raise Invalid("E_CHECK", E_CHECK)
    return code


def check_character(first_17: str) -> str:
    """Return the check character of the first 17 characters of a credit code."""
    total = sum(
        ALPHABET.index(character) * weight for character, weight in zip(first_17, WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def warnings(code: str) -> list[str]:
    """Return what an officer should look at in a valid code: "UNKNOWN_KIND", "ORGANISATION_CHECK".

    The first two characters (authority and category) may be a pair not known here; the inner organisation
    code (GB 11714) may break its own check, as some old ones do. Neither is a reason to refuse.
    """
    found = []
    if code[:2] not in KNOWN_KINDS:
        found.append("UNKNOWN_KIND")
    if organisation_check(code[8:16]) != code[16]:
        found.append("ORGANISATION_CHECK")
    return found


def organisation_check(first_8: str) -> str:
    """Return the check character of the 8 characters of an organisation code (GB 11714)."""
    total = sum(
        int(character, 36) * weight for character, weight in zip(first_8, ORGANISATION_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    return {10: "X", 11: "0"}.get(check, str(check))
