"""How the memos of this room read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: Kinds of memos.
HANDED, AWAY = "handed_over", "absence"


def handed(context: Mapping[str, Any]) -> str:
    """Return who handed which case over. context: number, who."""
    return _("%(who)s handed case %(number)s over to you.") % context


def away(context: Mapping[str, Any]) -> str:
    """Return how many cases came from an officer who is away. context: count, who."""
    return (
        ngettext(
            "%(who)s is away: %(count)s open case is yours now.",
            "%(who)s is away: %(count)s open cases are yours now.",
            context["count"],
        )
        % context
    )
