"""The periods that figures are asked for, and the parts they are drawn in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

#: Days by code; the last one is today.
DAYS = {"7": 7, "30": 30, "90": 90, "365": 365}
NAMES = {
    "7": _("The last 7 days"),
    "30": _("The last 30 days"),
    "90": _("The last 90 days"),
    "365": _("The last 12 months"),
}
USUAL = "30"


@dataclass(frozen=True)
class Period:
    """First and last day, both counted. part: days of one bar of a chart."""

    first: date
    last: date
    part: int = 1

    @property
    def parts(self) -> list[tuple[date, date]]:
        """The parts, each with first and last day; the newest is whole, the oldest may be shorter."""
        found, last = [], self.last
        while last >= self.first:
            first = max(self.first, last - timedelta(days=self.part - 1))
            found.append((first, last))
            last = first - timedelta(days=1)
        return found[::-1]

    @property
    def before(self) -> "Period":
        """The period of the same length right before."""
        length = (self.last - self.first).days + 1
        return Period(self.first - timedelta(days=length), self.first - timedelta(days=1), self.part)


def period(code: str, today: date) -> Period:
    """Return the period of a code, the usual one for an unknown code. Bars: days, weeks, or four weeks."""
    days = DAYS.get(code, DAYS[USUAL])
    part = 1 if days <= 30 else 7 if days <= 90 else 28
    return Period(today - timedelta(days=days - 1), today, part)
