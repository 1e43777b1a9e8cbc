"""Numbers of migration certificates (户口迁移证) and entry permits: a prefix of hanzi, then eight digits."""

import re

#: As station systems write it, for example 苏00000001 (domain A9).
NUMBER = re.compile(r"[\u4e00-\u9fa5]{0,3}[0-9]{8}")
SERIAL_DIGITS = 8


def valid(number: str) -> bool:
    """Return whether a text is the number of a migration certificate as it stands."""
    return bool(NUMBER.fullmatch(number))


def numbered(prefix: str, serial: int) -> str:
    """Return prefix and serial as one number. Raises ValueError when the serial has more than eight digits."""
    if not 0 < serial < 10**SERIAL_DIGITS:
        raise ValueError(f"no serial of {SERIAL_DIGITS} digits: {serial}")
    return f"{prefix}{serial:0{SERIAL_DIGITS}d}"
