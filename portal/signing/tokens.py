"""Links and one-time codes: made at random, kept as keyed hashes only."""

import re
import secrets
from datetime import timedelta

from portal.keyring.sealing import blind_index

#: C4 [P]: a code has six digits, lives five minutes, may be tried five times; one a minute, ten a day.
DIGITS = 6
CODE_LIFE = timedelta(minutes=5)
TRIES = 5
PAUSE = timedelta(minutes=1)
CODES_A_DAY = 10
INVITATIONS_A_DAY = 20
INVITATIONS_A_DAY_TO_ONE = 10
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}


def new_token() -> str:
    """Return the secret part of a link: 256 random bits in hex."""
    return secrets.token_hex(32)


def token_hash(token: str) -> str:
    """Return what a link is found by."""
    return blind_index("sign:link", token)


def new_code() -> str:
    """Return a one-time code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_hash(signature_id: int, code: str) -> str:
    """Return what a code is compared by; bound to its signature."""
    return blind_index(f"sign:code:{signature_id}", re.sub(r"\s", "", code.translate(_FULL_WIDTH)))
