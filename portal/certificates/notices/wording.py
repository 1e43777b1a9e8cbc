"""How notices write days, moments, and what people typed."""

import unicodedata
from datetime import date, datetime

from django.utils import timezone

from portal.catalog.papers import is_english, written_day


def spelled(value: date | datetime | None, language: str) -> str:
    """Return a day of Shanghai as papers write it, always with its year; "" for none."""
    return written_day(timezone.localdate(value) if isinstance(value, datetime) else value, language)


def spelled_moment(value: datetime, language: str) -> str:
    """Return a moment in Shanghai as papers write it, to the minute."""
    return f"{spelled(value, language)} {timezone.localtime(value):%H:%M}"


def plain(text: str) -> str:
    """Return what somebody typed or pasted without what has no shape on paper: tabs, joiners, marks of direction.

    Line breaks stay, one for each that was meant. Everything else stays as it is, so a character that no font has
    still stops the paper.
    """
    lines = text.replace("\t", " ").splitlines()
    kept = (
        "".join(char for char in line if unicodedata.category(char) not in {"Cc", "Cf"}) for line in lines
    )
    return "\n".join(line.rstrip() for line in kept).strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a typed text as paragraphs, without empty ones."""
    return tuple(line.strip() for line in plain(text).split("\n") if line.strip())


def labelled(label: str, text: str, language: str) -> tuple[str, ...]:
    """Return a typed text as paragraphs, the first opened by a label; () for an empty text."""
    found = paragraphs(text)
    colon = ": " if is_english(language) else "："
    return (f"{label}{colon}{found[0]}", *found[1:]) if found else ()
