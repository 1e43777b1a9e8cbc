"""Amounts in Chinese capital words, as certificates print them (C-standards §C6)."""

from decimal import ROUND_HALF_UP, Decimal

import cn2an

LARGEST = Decimal(10) ** 12
GRAM = Decimal("0.001")


def kilograms_in_words(kilograms: Decimal) -> str:
    """Return kilograms (0 to 10^12, rounded half up to grams) in capital words ending in 千克.

    Raises ValueError outside that range.
    """
    if not 0 <= kilograms < LARGEST:
        raise ValueError(f"{kilograms} kg cannot be written in words")
    number = f"{kilograms.quantize(GRAM, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return f"{cn2an.an2cn(number, 'up')}千克"
