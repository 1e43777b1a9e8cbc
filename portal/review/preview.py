"""What leaves, as the applicant will read it, shown before it leaves: the act is rehearsed and taken back.

The rehearsal is the act itself in a transaction that is rolled back, so what is shown is what is sent, word for word,
and whatever the writer would refuse is refused before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.applications.queries import EXTENSION
from portal.applications.states import label_of
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.review.legal_grounds import LegalGrounds
from portal.review.page import corrections_of


@dataclass(frozen=True)
class Preview:
    """One paper as the applicant will read it. language: its code, language_name: what it is called.

    letters: (subject line, text) of each different mail. title, text: what stands on the page of the case.
    items: of a correction, each {"title", "reason", "ground"}.
    """

    language: str
    letters: list[tuple[str, str]]
    title: str
    text: str
    items: list[dict[str, Any]] = field(default_factory=list)

    @property
    def language_name(self) -> str:
        """The name of the language that the applicant chose."""
        return str(dict(settings.LANGUAGES)[self.language])


def rehearse(application: Application, act: Callable[[], Application]) -> Preview:
    """Carry an act out, read what it would tell the applicant, and take all of it back.

    act: the act with its arguments. Raises whatever it raises.
    """
    subject = f"application:{application.pk}"
    with transaction.atomic():
        told = list(Notice.objects.filter(subject=subject).values_list("pk", flat=True))
        act()
        case = Application.objects.get(pk=application.pk)
        events = case.events.filter(version__gt=application.version).order_by("version")
        notices = list(Notice.objects.filter(subject=subject).exclude(pk__in=told).order_by("created_at"))
        found = _read(case, list(events), notices)
        transaction.set_rollback(True)
    return found


def _read(case: Application, events: list[Event], notices: list[Notice]) -> Preview:
    letters = list(dict.fromkeys(compose(notice) for notice in notices))
    event = next((event for event in events if event.actor_id), None)
    with override(case.language):
        title = title_of(event, case) if event else ""
        text = outcomes.said(event, case.declaration) if event else ""
        items = items_of(case) if event and event.after == "CORRECTION" else []
    return Preview(case.language, letters, title, text, items)


def title_of(event: Event, case: Application) -> str:
    """Return what an event is called on the page of the case, in the active language."""
    if event.kind == EXTENSION:
        return _("Time limit extended")
    return str(label_of(event.after, case.declaration.nature)) if event.after else ""


def items_of(case: Application) -> list[dict[str, Any]]:
    """Return the items of the newest correction with title, reason and legal ground, in the active language."""
    newest = corrections_of(case, LegalGrounds(case.service))[:1]
    return newest[0]["items"] if newest else []
