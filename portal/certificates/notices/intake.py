"""The notice that a case is not accepted (不予受理决定书), or that another way or office is right (A9, 许可法 32)."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.papers import Paper
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import labelled, paragraphs
from portal.review.acts import INTAKE_GROUNDS
from portal.rulebook.queries import norms

REMEDIES = ("reconsideration_days", "lawsuit_months")


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the notice of a refusal at intake or a referral: the ground, where to go, the remedies."""
    matter = Matter(application, event, language)
    if application.declaration.nature == "filing":
        fields = list(ground_of_filing(matter))
        reasons = matter.reasons(_("Explanation"))
    else:
        ground, text = ground_and_text(matter)
        fields = [(_("Ground"), ground)]
        referred = event.after == State.REFERRED
        reasons = labelled(_("Where to go") if referred else _("Reasons and where to go"), text, language)
    return matter.paper(fields=fields, paragraphs=(*reasons, *remedies(matter)))


def ground_of_filing(matter: Matter) -> Iterable[tuple[str, str]]:
    """Return the ground of the closed list on which a filing is not taken note of, as fields (B10)."""
    kept = matter.event.grounds
    yield _("Ground"), outcomes.label(matter.event.outcome)
    if bar := kept.get("bar"):
        yield _("What the law forbids"), str(matter.service.bars.get(bar, bar))
    if where := kept.get("where"):
        yield _("Competent authority"), str(where)


def ground_and_text(matter: Matter) -> tuple[str, str]:
    """Return the ground of the list, in the language of the paper, and what the officer wrote.

    A refusal keeps both in one note, whose first line is the ground in the applicant's language.
    """
    lines = paragraphs(matter.note)
    with override(matter.application.language):
        known = {str(text): code for code, text in INTAKE_GROUNDS.items()}
    code = known.get(lines[0] if lines else "")
    if code is None:
        return "", matter.note
    return str(INTAKE_GROUNDS[code]), "\n".join(lines[1:])


def remedies(matter: Matter) -> tuple[str, ...]:
    """Return how a decision can be contested: as kept with it, else by the rules of its day (CP12, CP35)."""
    return matter.remedies() or (outcomes.remedies(of_the_day(matter)),)


def of_the_day(matter: Matter) -> Mapping[str, int]:
    """Return the time limits of the remedies on the day of the move. One query."""
    rules = norms(matter.on)
    return {name: int(rules.value(f"decision.{name}")) for name in REMEDIES}
