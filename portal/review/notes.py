"""Internal notes as the page of a case shows them. They are lines of the timeline that no applicant ever sees."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.applications.models import Event
from portal.catalog.declaration import Service
from portal.rulebook.queries import norms
from portal.ui.timeline import Line
from portal.workdays.queries import today

#: Kinds of lines: a note, and that its author struck one through.
KIND, STRUCK = "note", "note-struck"
LONGEST = 2000


class NoteForm(forms.Form):
    """The text of a note."""

    text = forms.CharField(
        label=gettext_lazy("Internal note"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Only officers read this, never the applicant. Write @ and a name to let a colleague know."
        ),
        error_messages={"required": gettext_lazy("Please write something first.")},
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": ""}),
    )


def strike_until(event: Event) -> Any:
    """Return until when the author may strike a note through."""
    return event.at + timedelta(minutes=int(norms(today()).value("note.strike_minutes")))


def struck_in(events: Sequence[Event]) -> set[int]:
    """Return the ids of the notes that were struck through."""
    return {int(event.grounds["note"]) for event in events if event.kind == STRUCK}


def shown(events: Sequence[Event]) -> list[Event]:
    """Return the events without those that only say that a note was struck; each note knows whether it was."""
    gone = struck_in(events)
    for event in events:
        event.struck = event.pk in gone  # type: ignore[attr-defined]
    return [event for event in events if event.kind != STRUCK]


def line_of(event: Event, service: Service) -> Line:
    """Return the line of a note: nothing is said by a line through it alone."""
    struck = getattr(event, "struck", False)
    words = _("Note struck through – %(who)s") if struck else _("Note – %(who)s")
    return Line(words % {"who": event.actor}, event.at, event.note, "bad" if struck else "done")


def mine_to_strike(events: Sequence[Event], officer: User) -> list[Event]:
    """Return the notes that the officer may still strike through, newest first. Reads the rulebook only if needed."""
    gone, now = struck_in(events), timezone.now()
    mine = [event for event in events if event.kind == KIND and event.actor_id == officer.pk]
    return [event for event in mine if event.pk not in gone and strike_until(event) > now]
