"""Breaking text into lines by the rules of Chinese typesetting (GB/T 15834-2011 §5.1).

No closing mark begins a line, no opening mark ends one, doubled dashes and dots stay together, Latin words
and figures are kept whole. Where a piece is wider than a line these rules give way, the weakest first.
"""

import unicodedata
from collections.abc import Iterator

from . import fonts

NO_START = frozenset("，。、；：？！）】》〉」』〕〗”’…％‰℃·・～,.;:?!)]}%>/°′″々ー")
NO_END = frozenset("（【《〈「『〔〖“‘([{<￥$€£№#＃")
TOGETHER = frozenset("—…─⸺")
WORDS, MARKS, ANYWHERE = range(3)
ROUNDING = 1e-6


def break_lines(text: str, width: float, size: float, bold: bool = False, indent: float = 0.0) -> list[str]:
    """Return the lines of a text at a type size, each at most `width` points, the first `indent` less.

    Line breaks in the text are kept; spaces at the end of a line are dropped. An empty text is one line.
    """
    paragraphs = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line for part in paragraphs for line in fill(part.strip(" "), width, size, bold, indent)]


def fill(text: str, width: float, size: float, bold: bool, indent: float) -> list[str]:
    """Return the lines of a text without line breaks."""
    lines: list[str] = []
    line, used, room = "", 0.0, width - indent
    waiting = [(piece, WORDS) for piece in reversed(list(pieces(text, WORDS)))]
    while waiting:
        piece, rule = waiting.pop()
        need = fonts.width(piece.rstrip(" "), size, bold)
        if used + need <= room + ROUNDING:
            line, used = line + piece, used + fonts.width(piece, size, bold)
        elif need > width + ROUNDING and rule < ANYWHERE:
            waiting += [(part, rule + 1) for part in reversed(list(pieces(piece, rule + 1)))]
        elif line:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0.0, width
            waiting.append((piece, rule))
        else:
            # One character wider than its column: it stands alone.
            lines.append(piece)
            room = width
    return [*lines, line.rstrip(" ")] if line or not lines else lines


def pieces(text: str, rule: int) -> Iterator[str]:
    """Cut a text at every place where the rule (WORDS, MARKS, ANYWHERE) lets a line end."""
    start = 0
    for at in range(1, len(text)):
        if breakable(text[at - 1], text[at], rule):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def breakable(before: str, after: str, rule: int) -> bool:
    """Answer whether a line may end between two neighbouring characters."""
    if rule == ANYWHERE:
        return True
    if after == " " or after in NO_START or before in NO_END:
        return False
    if before == after and before in TOGETHER:
        return False
    return rule == MARKS or before == " " or wide(before) or wide(after)


def wide(char: str) -> bool:
    """Answer whether a character is set in a square, as Chinese ones are."""
    return unicodedata.east_asian_width(char) in "WF"
