"""What a child says is believed only within the bounds of what it was asked: its parser may have been taken over."""

import json
from typing import Any

from portal.inspection.verdict import CODES, KINDS, MOST_PAGES, Fault, Refusal, Remade

#: kind of what was sent → what may come out of it
MADE = {
    "pdf": {"application/pdf"},
    "image": {"image/jpeg", "image/png"},
    "ofd": {"application/ofd"},
    "csv": {"text/csv"},
}
MOST_TRACE = 8000
#: A picture may claim 2³¹ × 2³¹ pixels, told in millions.
MOST_NUMBER = 10**13
MOST_LETTERS = 20


class Lie(Exception):
    """A child said what no parser of ours says."""


def believed(said: bytes) -> dict[str, Any]:
    """Return what the child says it did. Raises Refusal, Fault for an error of our own, Lie for anything else."""
    try:
        verdict = json.loads(said)
    except (ValueError, RecursionError) as nonsense:
        raise Lie("no verdict") from nonsense
    if not isinstance(verdict, dict):
        raise Lie("no verdict")
    if "error" in verdict:
        raise Fault(str(verdict["error"])[-MOST_TRACE:])
    if "refused" in verdict:
        raise _refusal(verdict["refused"], verdict.get("data"))
    if not isinstance(verdict.get("done"), dict):
        raise Lie("nothing refused and nothing done")
    return dict(verdict["done"])


def _refusal(code: Any, data: Any) -> Refusal:
    """Return the refusal of which a sentence can be made: a known code, with the data that belong to it."""
    if not isinstance(code, str) or code not in CODES or not isinstance(data, dict):
        raise Lie("no such refusal")
    if set(data) != set(CODES[code]) or not all(map(_is_small, data.values())):
        raise Lie(f"data that do not belong to {code}")
    return Refusal(code, data)


def _is_small(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_LETTERS
    return isinstance(value, int) and 0 <= value <= MOST_NUMBER


def remade(done: dict[str, Any], suffix: str) -> Remade:
    """Return what a re-made file is. suffix: of the name of what was sent, lower case. Raises Lie.

    The content type is what browsers are told later, and the pages are counted through: neither is left to a child.
    """
    content_type, pages = done.get("content_type"), done.get("pages")
    if not isinstance(content_type, str) or content_type not in MADE.get(KINDS.get(suffix, ""), set()):
        raise Lie("made into what nobody asked for")
    if type(pages) is not int or not 0 <= pages <= MOST_PAGES:
        raise Lie("pages that no file has")
    return Remade(content_type, pages)
