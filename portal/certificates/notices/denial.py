"""The decision against: 不予行政许可决定书, 不予迁入告知书, or that nothing is filed (许可法 38, A9, B10)."""

from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.catalog.papers import Paper
from portal.certificates.notices.intake import ground_in_words, ground_of_filing, remedies
from portal.certificates.notices.materials import examined
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import labelled, plain


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the decision: facts, ground, the papers examined, what the applicant stated, and the remedies."""
    matter = Matter(application, event, language)
    legal = str(event.grounds.get("legal_ground", ""))
    stated = plain(str(event.grounds.get("statement", "")))
    filing = application.declaration.nature == "filing"
    return matter.paper(
        paragraphs=(
            *matter.reasons(_("Facts and reasons")),
            *labelled(_("Legal ground"), legal, language),
            *remedies(matter),
        ),
        fields=(
            (_("Decided on"), matter.day(event.at)),
            *((label, plain(text)) for label, text in (ground_of_filing(matter) if filing else ())),
            (_("Materials examined"), examined(matter.submission, event.at, language)),
            *(() if filing else ((_("Statement of the applicant"), stated or _("Nothing was stated.")),)),
        ),
        ground=ground_in_words(event),
    )
