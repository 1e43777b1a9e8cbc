"""Papers that are still to be handed in to a running case, as its page shows them."""

from dataclasses import dataclass, field
from datetime import date

from portal.applications.models import Application
from portal.catalog.declaration import Material
from portal.documents.models import Standin, Upload
from portal.documents.queries import due_later, open_promises, underway
from portal.workdays.queries import today


@dataclass
class Owed:
    """One paper that the case takes now. promise: it was promised; None for one that this stage is the time for.

    given: a file of it has come, and another may follow. uploads: files on their way, being checked, or refused.
    """

    material: Material
    promise: Standin | None = None
    given: bool = False
    uploads: list[Upload] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of the paper's section."""
        return f"material-{self.material.code}"

    @property
    def due_on(self) -> date | None:
        """The day it is due."""
        return self.promise.due_on if self.promise else None

    @property
    def overdue(self) -> bool:
        """Whether that day has passed without it."""
        return not self.given and self.due_on is not None and self.due_on < today()

    @property
    def closes_on(self) -> date | None:
        """The day after which the case is closed, while it is suspended for this paper."""
        promise = self.promise
        if promise is None or self.given or promise.suspended_version != promise.application.version:
            return None
        return promise.closes_on


def owed_of(application: Application) -> list[Owed]:
    """Return the papers that the case takes now: those promised, then those of this stage. At most four queries."""
    by_code = {item.code: item for item in application.declaration.materials}
    owed = [
        Owed(by_code[row.material], row, given=row.fulfilled_at is not None)
        for row in open_promises(application)
        if row.material in by_code
    ]
    stage = due_later(application)
    came = set(application.documents.filter(late=True).values_list("material", flat=True)) if stage else set()
    owed += [Owed(item, given=item.code in came) for item in stage]
    coming = underway(application) if owed else {}
    for paper in owed:
        paper.uploads = coming.get(paper.material.code, [])
    return owed


def waits_for(owed: list[Owed]) -> bool:
    """Return whether the case is suspended until one of the papers comes."""
    return any(paper.closes_on for paper in owed)
