"""Lines of a case's timeline that other rooms write: each says how its kind of event reads."""

from collections.abc import Callable

from portal.applications.models import Event

#: The title of a line in the active language, from its event.
Titling = Callable[[Event], str]
_titles: dict[str, Titling] = {}


def register(kind: str, title_of: Titling) -> None:
    """Say how events of a kind are titled. Called by the room that writes them, when Django starts."""
    _titles[kind] = title_of


def titled(event: Event) -> str:
    """Return the title of an event of a kind that was registered; "" for any other."""
    return _titles[event.kind](event) if event.kind in _titles else ""
