"""The notice that a case is not accepted (不予受理决定书), or that another way or office is right (A9, 许可法 32)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.papers import Paper
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import plain


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the notice of a refusal at intake or a referral: the day, the ground, where to go, the remedies."""
    matter = Matter(application, event, language)
    filing = application.declaration.nature == "filing"
    ground = ground_of_filing(matter) if filing else ground_at_intake(event)
    reasons = matter.reasons(_("Where to go") if event.after == State.REFERRED else _("Reasons"))
    return matter.paper(
        fields=((_("Decided on"), matter.day(event.at)), *ground),
        paragraphs=(*reasons, *remedies(matter)),
        ground=ground_in_words(event),
    )


def ground_in_words(event: Event) -> str:
    """Return the ground that a refusal was recorded with, for the standing sentences; "" for none."""
    code = event.grounds.get("intake_ground")
    return str(outcomes.INTAKE_GROUNDS.get(code, code)) if code else outcomes.label(event.outcome)


def ground_of_filing(matter: Matter) -> Iterable[tuple[str, str]]:
    """Return the ground of the closed list on which a filing is not taken note of, as fields (B10)."""
    kept = matter.event.grounds
    yield _("Ground"), outcomes.label(matter.event.outcome)
    if bar := kept.get("bar"):
        yield _("What the law forbids"), str(matter.service.bars.get(bar, bar))
    if where := kept.get("where"):
        yield _("Competent authority"), str(where)


def ground_at_intake(event: Event) -> Iterable[tuple[str, str]]:
    """Return the ground of a refusal and which office or service is right, as fields; nothing of a referral."""
    if event.grounds.get("intake_ground"):
        yield _("Ground"), ground_in_words(event)
    if where := event.grounds.get("where"):
        yield _("Where to go"), plain(str(where))


def remedies(matter: Matter) -> tuple[str, ...]:
    """Return how a decision can be contested: as kept with it, else by the rules of its day (CP12, CP35)."""
    return matter.remedies() or (outcomes.remedies(outcomes.remedies_on(matter.on)),)
