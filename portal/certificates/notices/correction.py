"""The correction notice (补正告知书): all that has to be corrected, told once (许可法 32, A9)."""

from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.papers import Paper, Table
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import plain
from portal.review.legal_grounds import LegalGrounds
from portal.review.page import corrections_of


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the list of what was asked for by this move. Raises KeyError when nothing was asked for."""
    matter = Matter(application, event, language)
    asked = {row["row"].round: row for row in corrections_of(application, LegalGrounds(application.service))}
    items, correction = (asked[matter.times(State.CORRECTION)][part] for part in ("items", "row"))
    named = {item["ground"] for item in items}
    common = named.pop() if len(named) == 1 else ""
    return matter.paper(
        fields=(
            (_("Please answer by"), matter.day(correction.answer_by)),
            (_("Legal ground"), common),
        ),
        tables=(table(items, with_ground=not common),),
        answer_by=matter.day(correction.answer_by),
        count=str(len(items)),
    )


def table(items: list[dict[str, str]], *, with_ground: bool) -> Table:
    """Return the items as a table. with_ground: each has a legal ground of its own, so it stands in its row."""
    head = (_("No."), _("Item"), _("What is wrong and what to do"))
    rows = [(str(index), item["title"], plain(item["reason"])) for index, item in enumerate(items, 1)]
    title = _("What has to be corrected")
    if not with_ground:
        return Table(head, tuple(rows), title, (1, 4, 8))
    grounded = tuple((*row, item["ground"]) for row, item in zip(rows, items, strict=True))
    return Table((*head, _("Legal ground")), grounded, title, (1, 3.4, 6, 3.2))
