"""The notice that the clock stands still (许可法 45: told in writing), by an officer or for a promised paper (A7)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.catalog.papers import Paper, is_english
from portal.certificates.notices.matter import Matter
from portal.documents.queries import titles_of


@dataclass(frozen=True)
class Missing:
    """Promised papers that did not come: their titles as one text, and the last day to hand them in."""

    titles: str
    closes_on: str


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the notice with ground, reason, planned end, and what it does to the time limit."""
    matter = Matter(application, event, language)
    kept = event.grounds
    english = is_english(language)
    name = kept["ground_name_en" if english else "ground_name"]
    basis = (english and kept.get("basis_en")) or kept["basis"]
    return matter.paper(
        paragraphs=matter.reasons(_("Reason")) if event.actor_id else (for_promised(matter),),
        fields=(
            (_("Ground"), str(name)),
            (_("Basis"), str(basis)),
            (_("Stopped on"), matter.day(event.at)),
            (_("Planned until"), matter.day(kept["planned_on"])),
        ),
        planned_on=matter.day(kept["planned_on"]),
    )


def for_promised(matter: Matter) -> str:
    """Return why the portal stopped the clock: which paper is missing, and until when it may still come."""
    papers = missing(matter, matter.event.version)
    words = _(
        "A paper that you promised has not arrived: %(papers)s. Please hand it in by %(day)s. The review then "
        "goes on; otherwise the case is closed."
    )
    return words % {"papers": papers.titles, "day": papers.closes_on}


def missing(matter: Matter, version: int) -> Missing:
    """Return the promised papers for which the portal stopped the clock. One query.

    version: of the case when it did.
    """
    rows = list(matter.application.standins.filter(suspended_version=version).order_by("due_on", "pk"))
    titles = ", ".join if is_english(matter.language) else "、".join
    closes_on = matter.day(rows[0].closes_on) if rows else ""
    return Missing(titles(titles_of(matter.application, rows)), closes_on)
