"""How the lines of the inbox read that are about papers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.notifications import inbox

STOPPED, SEAL_ENDS, PROPOSED = "paper_stopped", "seal_ends", "certificate_proposed"


def stopped(context: Mapping[str, Any]) -> str:
    """Return that a paper could not be made, with the characters that no font has."""
    if not context["missing"]:
        return _("A paper of %(number)s (%(type)s) could not be made.") % context
    named = ", ".join(
        f"“{char}” ({code})" if char.isprintable() else code
        for char, code in zip(context["characters"], context["missing"], strict=True)
    )
    words = _(
        "A paper of %(number)s (%(type)s) could not be made: no font has %(named)s. Install one, then try again."
    )
    return words % {**context, "named": named}


def seal_ends(context: Mapping[str, Any]) -> str:
    """Return that the seal's certificate runs out."""
    return _("The electronic seal can be used for %(days)s more days. Please have it renewed.") % context


def proposed(context: Mapping[str, Any]) -> str:
    """Return that somebody asks for a second pair of eyes."""
    return _("A decision on certificate %(number)s waits for a second officer.") % context


def declare() -> None:
    """Say how these lines read. Called when Django starts."""
    inbox.declare(STOPPED, stopped)
    inbox.declare(SEAL_ENDS, seal_ends)
    inbox.declare(PROPOSED, proposed)
