"""Breaking text into lines by the rules of Chinese typesetting (GB/T 15834-2011 §5.1).

No closing mark begins a line, no opening mark ends one, doubled dashes and dots stay together, Latin words
and figures are kept whole. Where a piece is wider than a line these rules give way, the weakest first: a compound
ends a line behind its hyphen or slash, then a word is cut, then a mark may stand anywhere.
"""

import unicodedata
from collections.abc import Iterator

from . import fonts

NO_START = frozenset("，。、；：？！）】》〉」』〕〗”’…％‰℃·・～,.;:?!)]}%>/°′″々ー")
NO_END = frozenset("（【《〈「『〔〖“‘([{<￥$€£№#＃")
TOGETHER = frozenset("—…─⸺")
#: What a figure counts stands with it: 255弄, 1号, 2026年.
COUNTED = frozenset("年月日时分秒号弄室楼层幢栋座单元村组元人份项")
JOINTS = frozenset("-/_@&=?\u2010\u2013")
WORDS, COMPOUNDS, MARKS, ANYWHERE = range(4)
ROUNDING = 1e-6


def break_lines(text: str, width: float, size: float, bold: bool = False, indent: float = 0.0) -> list[str]:
    """Return the lines of a text at a type size, each at most `width` points, the first `indent` less.

    Line breaks in the text are kept. A line that ends at a space keeps it, so that the words stay apart for whoever
    copies or listens; it counts for no width. An empty text is one line.
    """
    paragraphs = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line for part in paragraphs for line in fill(part.strip(" "), width, size, bold, indent)]


def fill(text: str, width: float, size: float, bold: bool, indent: float) -> list[str]:
    """Return the lines of a text without line breaks."""
    if fonts.width(text, size, bold) <= width - indent + ROUNDING:
        return [text]
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
            lines.append(line)
            line, used, room = "", 0.0, width
            waiting.append((piece, rule))
        else:
            # One character wider than its column: it stands alone.
            lines.append(piece)
            room = width
    return [*lines, line] if line or not lines else lines


def pieces(text: str, rule: int) -> Iterator[str]:
    """Cut a text at every place where the rule (WORDS, COMPOUNDS, MARKS, ANYWHERE) lets a line end."""
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
    if rule == WORDS and before.isdigit() and after in COUNTED:
        return False
    if rule == COMPOUNDS and before in JOINTS:
        return True
    return rule == MARKS or before == " " or wide(before) or wide(after)


def balanced(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Return the lines of a text, no more than needed and about equally long."""
    lines = break_lines(text, width, size, bold)
    for share in range(50, 100, 5) if len(lines) > 1 else ():
        even = break_lines(text, width * share / 100, size, bold)
        if len(even) == len(lines):
            return even
    return lines


def wide(char: str) -> bool:
    """Answer whether a character is set in a square, as Chinese ones are."""
    return unicodedata.east_asian_width(char) in "WF"


def widest_piece(text: str, size: float, bold: bool = False) -> float:
    """Return the width in points of the widest word of a text, which no line narrower than that can hold whole."""
    words = (piece.rstrip(" ") for line in text.splitlines() for piece in pieces(line, WORDS))
    return max((fonts.width(word, size, bold) for word in words), default=0.0)


def widest_line(text: str, size: float, bold: bool = False) -> float:
    """Return the width in points of the widest line of a text that is broken nowhere but where it says so."""
    return max((fonts.width(line.strip(" "), size, bold) for line in text.splitlines()), default=0.0)
