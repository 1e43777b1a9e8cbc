"""A line of a timeline, as applicants and officers read it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One line as `ui/timeline.html` draws it. title: a text, or a translation that waits for its language.

    at: a moment, a day, or None for what has none. state: done, now, todo or bad.
    """

    title: Any
    at: Any = None
    text: str = ""
    state: str = "done"
