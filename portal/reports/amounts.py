"""Amounts as people read them."""

from decimal import Decimal


def plain(amount: Decimal) -> str:
    """Return an amount without exponent and without trailing zeros: "200", "0.5"."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
