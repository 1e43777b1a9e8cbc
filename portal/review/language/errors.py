"""What is wrong with a query, and where."""

from collections.abc import Iterable
from difflib import get_close_matches


class QueryError(Exception):
    """A query that cannot be carried out.

    code: which sentence says it (language/wording.py). word: what was typed there. nearest: what was probably meant,
    "" when nothing is near. start, end: the place in the text.
    """

    def __init__(self, code: str, word: str, start: int, end: int, nearest: str = "") -> None:
        super().__init__(code)
        self.code, self.word, self.nearest = code, word, nearest
        self.start, self.end = start, end


def nearest_of(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest to a typed one; "" when none is near."""
    by_fold = {one.casefold(): one for one in known}
    found = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.5)
    if found:
        return by_fold[found[0]]
    begun = [one for fold, one in by_fold.items() if word and fold.startswith(word.casefold())]
    return begun[0] if begun else ""
