"""Lines of a case's timeline at the desk: how each kind of event writes its own.

Other rooms register what they write into the timeline when Django starts; what the desk itself writes is in
`timeline.py`.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portal.applications.models import Event
from portal.catalog.declaration import Service
from portal.ui.timeline import Line

#: How an event of a service's case reads, in the active language.
Writing = Callable[[Event, Service], Line]
_writing: dict[str, Writing] = {}


def register(kind: str, line_of: Writing) -> None:
    """Say how events of a kind read."""
    _writing[kind] = line_of


def written(event: Event, service: Service) -> Line | None:
    """Return the line of an event of a kind that was registered; None for any other."""
    return _writing[event.kind](event, service) if event.kind in _writing else None


def by(event: Event, what: object, who: object = None) -> str:
    """Return a title: what happened, and who did it (the event's actor, or the portal, unless said)."""
    return _("%(state)s – %(who)s") % {"state": what, "who": who or event.actor or _("The portal")}


def internal(text: object) -> str:
    """Return a text that only officers read, marked so."""
    return _("Internal: %(note)s") % {"note": text}
