"""In what the two transport services differ. Plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A transport service. category: of the substances it is about; other: code of the service for the others."""

    code: str
    category: int
    other: str

    @property
    def other_category(self) -> int:
        """The category that the other service is about."""
        return 5 - self.category


FILING = Kind("TB", 3, "TP")
LICENCE = Kind("TP", 2, "TB")
#: Both: a record of safe transport counts whatever the category was.
CODES = (FILING.code, LICENCE.code)
