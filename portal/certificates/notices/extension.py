"""The notice that a decision takes longer (许可法 42): by how much, until when, and why."""

from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.catalog.papers import Paper
from portal.certificates.notices.matter import Matter


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the notice of an extension."""
    matter = Matter(application, event, language)
    days, until = str(event.grounds["days"]), matter.day(event.grounds["promised_on"])
    before = matter.day(
        event.grounds.get("promised_before")
    )  # extensions of earlier versions did not keep it
    return matter.paper(
        paragraphs=matter.reasons(_("Reason")),
        fields=(
            (_("Extension decided on"), matter.day(event.at)),
            (_("Extended by"), _("%(days)s working days") % {"days": days}),
            (_("Decision promised by until now"), before),
            (_("Decision promised by after the extension"), until),
        ),
        days=days,
        promised_on=until,
    )
