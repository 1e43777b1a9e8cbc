"""Bars as SVG: places and sizes are worked out here, the template draws. The table beneath says the same in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, BASE = 720, 180, 20
GAP = 0.25


@dataclass(frozen=True)
class Bar:
    """One bar in units of the view box; title: said when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True)
class Chart:
    """Bars side by side for each part of a period. most: the value at the top; series: names in order."""

    bars: list[Bar]
    most: int
    series: list[str]
    labels: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def floor(self) -> int:
        """Where the bars stand."""
        return HEIGHT - BASE


def columns(parts: Sequence[tuple[str, Mapping[str, int]]], series: Mapping[str, str]) -> Chart:
    """Return a chart of columns. parts: (label, counts by series) in order. series: names by code, in order."""
    most = max([1, *(counts.get(code, 0) for _label, counts in parts for code in series)])
    room = WIDTH / max(1, len(parts))
    width = room * (1 - GAP) / max(1, len(series))
    floor = HEIGHT - BASE
    bars, labels = [], []
    for place, (label, counts) in enumerate(parts):
        begin = place * room + room * GAP / 2
        for number, (code, name) in enumerate(series.items()):
            value = counts.get(code, 0)
            height = round(value / most * (floor - 10), 1)
            title = f"{label} · {name}: {value}"
            x = round(begin + number * width, 1)
            bars.append(Bar(x, round(floor - height, 1), round(width, 1), height, number, title))
        if place % max(1, len(parts) // 8) == 0:
            labels.append((round(begin, 1), label))
    return Chart(bars, most, list(series.values()), labels)


def lines(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int, float]]:
    """Return (label, count, width of its bar from 0 to 100) of horizontal bars."""
    most = max([1, *(count for _label, count in rows)])
    return [(label, count, round(100 * count / most, 1)) for label, count in rows]
