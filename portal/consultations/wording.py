"""What happened in a consultation, in words."""

from django.utils.translation import gettext as _

from portal.applications.models import Event
from portal.catalog.declaration import Service
from portal.review.lines import by
from portal.ui.timeline import Line


def said(what: str) -> str:
    """Return what an event of a consultation (`grounds["what"]`) is called; the code for one that is unknown."""
    words = {
        "requested": _("asked for"),
        "accepted": _("accepted"),
        "rejected": _("not accepted"),
        "invited": _("member named"),
        "dismissed": _("member taken off"),
        "convened": _("convened"),
        "conflict": _("conflict of interest declared"),
        "no-conflict": _("no conflict of interest declared"),
        "opinion": _("opinion given"),
        "minutes": _("minutes kept"),
        "concluded": _("concluded"),
        "adopted": _("adopted by the decision"),
        "not_adopted": _("not adopted by the decision"),
        "task": _("follow-up added"),
        "task-done": _("follow-up done"),
        "archived": _("archived"),
    }
    return words.get(what, what)


def line_of(event: Event, service: Service) -> Line:
    """Return the line of an event in the history of the case."""
    title = _("Consultation %(number)s: %(what)s") % {
        "number": event.grounds.get("consultation", ""),
        "what": said(event.grounds.get("what", "")),
    }
    return Line(by(event, title), event.at, event.note)
