"""From text to words: blanks part them, quotes hold them together, wide characters count as narrow ones."""

import unicodedata
from dataclasses import dataclass

from portal.review.language.errors import QueryError

#: An opening quote and the one that closes it.
QUOTES = {'"': '"', "“": "”", "”": "”"}
#: What an input method for Chinese types for the signs of the language.
WIDE = {"：": ":", "＠": "@", "－": "-", "＞": ">", "＜": "<", "＝": "=", "．": "."}


@dataclass(frozen=True)
class Word:
    """A word of the text. text: without quotes; plain: for each character of it, whether it stood outside quotes."""

    text: str
    plain: tuple[bool, ...]
    start: int
    end: int

    @property
    def quoted(self) -> bool:
        """Whether any of it was quoted."""
        return not all(self.plain)

    def find(self, sign: str, begin: int = 0) -> int:
        """Return where a sign first stands outside quotes; -1 for nowhere."""
        for place in range(begin, len(self.text) - len(sign) + 1):
            if self.text.startswith(sign, place) and all(self.plain[place : place + len(sign)]):
                return place
        return -1

    def after(self, place: int) -> "Word":
        """Return what stands from a place on."""
        return Word(self.text[place:], self.plain[place:], self.start, self.end)


def blank(character: str) -> bool:
    """Return whether a character parts words; what cannot be kept in a database does as well."""
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cs"}


def words_of(text: str) -> list[Word]:
    """Return the words of a text. Raises QueryError ("unclosed") for a quote that nothing closes."""
    words, place = [], 0
    while place < len(text):
        if blank(text[place]):
            place += 1
            continue
        word, place = _word(text, place)
        words.append(word)
    return words


def _word(text: str, start: int) -> tuple[Word, int]:
    read: list[tuple[str, bool]] = []
    place = start
    while place < len(text) and not blank(text[place]):
        if text[place] in QUOTES:
            inside, place = _quoted(text, place)
            read += [(character, False) for character in inside]
            continue
        read.append((WIDE.get(text[place], text[place]), True))
        place += 1
    word = Word("".join(character for character, _ in read), tuple(plain for _, plain in read), start, place)
    return word, place


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Return what stands between quotes, and the place behind them. A backslash keeps the sign after it."""
    closing, inside, place = QUOTES[text[start]], "", start + 1
    while place < len(text):
        character = text[place]
        if character == closing:
            return inside, place + 1
        if character == "\\" and place + 1 < len(text):
            place += 1
            character = text[place]
        inside += " " if blank(character) else character
        place += 1
    raise QueryError("unclosed", text[start:], start, len(text))
