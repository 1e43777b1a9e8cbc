"""The rules over the answers."""

from collections.abc import Mapping
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]


def organiser(answers: Answers) -> str:
    """Return the organiser's name, "" before it is given."""
    return str(answers.get("organiser", {}).get("name") or "")


def route(answers: Answers, norms: Any) -> str:
    """Return the code of the district bureau of the fair."""
    return f"{answers['fair']['district']}000000"


def is_large(visitors: str, most: int) -> bool:
    """Return whether a fair is no longer small."""
    return int(visitors) > most
