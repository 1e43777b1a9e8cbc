"""What the desk's own lines in the inbox say. Other rooms declare theirs."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.applications.states import face_of
from portal.catalog import registry
from portal.notifications import inbox


def moved(context: Mapping[str, Any]) -> str:
    """Say where a case that is followed has moved; context: number, state, service (codes)."""
    # The service may be gone by the time that somebody reads this.
    nature = next((one.nature for one in registry.all_services() if one.code == context["service"]), "")
    return _("%(number)s moved on: %(state)s") % {
        "number": context["number"],
        "state": face_of(context["state"], nature).staff,
    }


def written(context: Mapping[str, Any]) -> str:
    """Say that there is a message in a case that is followed."""
    return _("New message in %(number)s") % {"number": context["number"]}


def mentioned(context: Mapping[str, Any]) -> str:
    """Say that somebody was named in a note; context: number, who."""
    return _("%(who)s mentions you in a note on %(number)s") % {
        "who": context["who"],
        "number": context["number"],
    }


def declare() -> None:
    """Declare the kinds of this room. Called once when Django starts."""
    inbox.declare("case_moved", moved)
    inbox.declare("case_message", written)
    inbox.declare("mentioned", mentioned)
