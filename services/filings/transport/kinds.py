"""In what the two transport services differ. Plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A transport service. category: of the substances it is about; other: code of the service for the others.

    title, permit, organ: what its certificate is called, what sort of paper it is and who issues it, in Chinese.
    """

    code: str
    category: int
    other: str
    title: str
    permit: str
    organ: str

    @property
    def other_category(self) -> int:
        """The category that the other service is about."""
        return 5 - self.category


FILING = Kind("TB", 3, "TP", "第三类易制毒化学品运输备案证明", "运输备案证明", "运出地备案机关")
LICENCE = Kind("TP", 2, "TB", "第二类易制毒化学品运输许可证", "运输许可证", "运出地许可机关")
#: Both: a record of safe transport counts whatever the category was.
CODES = (FILING.code, LICENCE.code)
