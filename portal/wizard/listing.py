"""Long lists in pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of a list. first, last: the slice of what stands on it; numbers: of the pages to lead to."""

    number: int
    pages: int
    first: int
    last: int

    @property
    def numbers(self) -> list[int]:
        """The first and last page and those near this one; [] when there is one only."""
        near = {1, self.pages, *range(self.number - 2, self.number + 3)}
        return sorted(number for number in near if 1 <= number <= self.pages) if self.pages > 1 else []


def page_of(count: int, wanted: int, most: int) -> Page:
    """Return the page of that number of a list of `count` with `most` on each; the nearest there is."""
    pages = max(1, -(-count // most))
    number = min(max(wanted, 1), pages)
    return Page(number, pages, (number - 1) * most, min(number * most, count))
