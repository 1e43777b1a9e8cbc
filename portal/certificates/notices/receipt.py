"""The receipt: what was handed in, when, and by when it will be decided (CP08, 优化营商条例 art. 25)."""

from django.utils import translation
from django.utils.translation import gettext as _

from portal.applications import deadlines
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.papers import Paper
from portal.certificates.notices.materials import received
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import spelled_moment
from portal.papers.fonts import printable
from portal.rulebook.queries import norms


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the receipt of one round of submission; the person stands on it as in lists, masked.

    The days are those of a case that is accepted as late as may be; the notice of acceptance names what counts.
    It is given to whoever hands something in, whatever the files are called, so it stops at no character.
    """
    matter = Matter(application, event, language)
    limits = deadlines.on_entering(State.RECEIVED, application, norms(matter.on), event.at)
    submitted = matter.submission.round
    return matter.paper(
        fields=(
            (_("Received at"), spelled_moment(event.at, language)),
            (_("Round of submission"), str(submitted) if submitted > 1 else ""),
            (_("Expected by at the latest"), matter.day(limits["promised_on"])),
            (_("Expected legal limit"), matter.day(limits["statutory_on"])),
        ),
        tables=received(matter.submission),
        applicant=printable(application.subject),
    )


def receipt(application: Application, language: str) -> Paper:
    """Return the receipt of what was submitted last, in a language. Raises Event.DoesNotExist for a draft."""
    event = application.events.filter(kind="move", after=State.RECEIVED).order_by("-version")[:1].get()
    with translation.override(language):
        return content(application, event, language)
