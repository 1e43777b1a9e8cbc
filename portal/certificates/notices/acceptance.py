"""The acceptance notice (受理通知书): what was accepted, with which papers, and by when it is decided (A9)."""

from copy import copy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications import deadlines
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.papers import Paper
from portal.certificates.notices.materials import counted
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import spelled_moment
from portal.rulebook.queries import norms


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the notice that a case was accepted."""
    matter = Matter(application, event, language)
    received = application.events.filter(
        kind="move", after=State.RECEIVED, version__lt=event.version
    ).order_by("-version")[:1].get()  # fmt: skip
    limits = limits_of(application, received, event)
    return matter.paper(
        fields=(
            (_("Received at"), spelled_moment(received.at, language)),
            (_("Accepted on"), matter.day(event.at)),
            (_("Decision promised by"), matter.day(limits["promised_on"])),
            (_("Legal limit"), matter.day(limits["statutory_on"])),
        ),
        tables=counted(matter.submission, language),
    )


def limits_of(application: Application, received: Event, accepted: Event) -> dict[str, Any]:
    """Return promised and statutory day as they were promised with the acceptance.

    The case itself may hold later ones by the time the paper is made: a stop or an extension moves them.
    """
    then = copy(application)
    limits: dict[str, Any] = {}
    for state, event in ((State.RECEIVED, received), (State.ACCEPTED, accepted)):
        limits |= deadlines.on_entering(state, then, norms(timezone.localdate(event.at)), event.at)
        then.promised_on = limits["promised_on"]
    return limits
