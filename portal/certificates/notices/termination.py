"""The notice that a case ends without a decision (终止办理告知书): withdrawn, or what was asked for never came."""

from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.papers import Paper
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.suspension import missing
from portal.certificates.notices.wording import plain
from portal.papers.fonts import printable


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the notice with the reason and the day."""
    matter = Matter(application, event, language)
    withdrawn = event.after == State.WITHDRAWN
    return matter.paper(
        fields=(
            (_("Reason"), _("Withdrawn by the applicant") if withdrawn else unanswered(matter)),
            (_("What the applicant wrote"), printable(plain(matter.note)) if withdrawn else ""),
            (_("Ended on"), matter.day(event.at)),
        ),
    )


def unanswered(matter: Matter) -> str:
    """Return what did not come: the correction asked for, or papers that were promised. Two queries at most."""
    if matter.event.before == State.CORRECTION:
        asked = matter.application.corrections.get(round=matter.times(State.CORRECTION))
        words = _("The correction that was due by %(day)s did not arrive")
        return words % {"day": matter.day(asked.answer_by)}
    papers = missing(matter, matter.event.version - 1)
    return _("A paper that was promised did not arrive: %(papers)s.") % {"papers": papers.titles}
