"""Several things in one sentence."""

from collections.abc import Iterable

from django.utils.translation import get_language


def listed(texts: Iterable[str]) -> str:
    """Return texts one after the other, with the mark between that readers of the active language expect."""
    return ("、" if (get_language() or "").startswith("zh") else "; ").join(texts)
