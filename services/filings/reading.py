"""Answers as typed values, whatever is missing. Plain Python."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


def text(values: Mapping[str, Any], key: str) -> str:
    """Return a text answer, "" when it is missing."""
    return str(values.get(key) or "")


def number(values: Mapping[str, Any], key: str) -> Decimal | None:
    """Return a decimal answer, None when it is missing or no finite number."""
    try:
        value = Decimal(text(values, key))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def day(values: Mapping[str, Any], key: str) -> date | None:
    """Return a date answer, None when it is missing or no date."""
    try:
        return date.fromisoformat(text(values, key))
    except ValueError:
        return None
