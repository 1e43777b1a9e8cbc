"""The structure of a paper for those who hear it: what is a title, a table, a list (ISO 32000-1 §14.7, §14.8)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "Document",
    "Part",
    "H1",
    "H2",
    "P",
    "Table",
    "Caption",
    "TR",
    "TH",
    "TD",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Figure",
]
Box = tuple[float, float, float, float]


@dataclass(eq=False)
class Element:
    """One element of the structure tree; each is itself, however alike two are.

    alt: what a picture shows. language: BCP 47, where it is another than the file's. scope: of a heading cell,
    the cells it is for. box: left, bottom, right and top of a picture. kids: the elements inside, in reading order.
    marks: the drawn parts of an element that has no kids, as (page, number of the part on it), from 0.
    """

    kind: Kind
    alt: str = ""
    language: str = ""
    scope: Literal["", "Row", "Column"] = ""
    box: Box | None = None
    kids: list["Element"] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, kid: "Element") -> "Element":
        """Put an element behind those that are inside, and return it."""
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator["Element"]:
        """Return the element and all that is inside, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()
