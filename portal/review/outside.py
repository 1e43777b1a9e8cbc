"""What offices outside did, read: for papers, for the timeline, and for what may follow."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.review.models import Outside

#: The move after which each act stands on the timeline.
MOVE_OF = {State.ORIGIN_RELEASED: Outside.Act.RELEASE, State.REGISTERED: Outside.Act.REGISTER}


def outside_of(application: Application) -> dict[str, Any]:
    """Return what was recorded, by act: see `models.Outside`. One query."""
    return {row.act: row.content for row in application.outside.all()}


def released(application: Application) -> date | None:
    """Return the day of the place of origin's certificate; None when none was recorded. One query."""
    day = outside_of(application).get(Outside.Act.RELEASE, {}).get("issued_on")
    return date.fromisoformat(day) if day else None


def texts_of(application: Application, events: list[Event]) -> dict[str, str]:
    """Return what the timeline says of offices outside, by state reached, in the active language.

    The applicant may read all of it. No query while no such move is among the events.
    """
    if not any(event.after in MOVE_OF for event in events):
        return {}
    kept = outside_of(application)
    return {state: said(act, kept[act]) for state, act in MOVE_OF.items() if act in kept}


def said(act: str, content: dict[str, str]) -> str:
    """Return one act in words."""
    if act == Outside.Act.REGISTER:
        return _("Household number %(number)s, registered on %(day)s.") % {
            "number": content["household_no"],
            "day": _day(content["registered_on"]),
        }
    text = _("Migration certificate %(number)s, issued by %(organ)s on %(day)s.") % {
        "number": content["number"],
        "organ": content["issued_by"],
        "day": _day(content["issued_on"]),
    }
    until = content.get("valid_to")
    if not until:
        return text
    ends = _("Valid until %(day)s.") % {"day": _day(until)}
    # Translators: two sentences, one behind the other
    return _("%(first)s %(second)s") % {"first": text, "second": ends}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
