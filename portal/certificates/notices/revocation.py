"""The decision to revoke what was granted (许可法 69): facts, legal ground, what ends, and the remedies."""

from django.utils.translation import gettext as _

from portal.applications.models import Application, Event
from portal.catalog.papers import Paper, Table
from portal.certificates.models import RegisterEntry
from portal.certificates.notices.intake import remedies
from portal.certificates.notices.matter import Matter
from portal.certificates.notices.wording import labelled


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the decision. The certificates that end are those whose line in the register came with this move."""
    matter = Matter(application, event, language)
    legal = str(event.grounds.get("legal_ground", ""))
    return matter.paper(
        paragraphs=(
            *matter.reasons(_("Facts and reasons")),
            *labelled(_("Legal ground"), legal, language),
            *remedies(matter),
        ),
        fields=((_("Revoked on"), matter.day(event.at)),),
        tables=ended(matter),
    )


def ended(matter: Matter) -> tuple[Table, ...]:
    """Return the certificates that this decision takes out of force; () when none was in force. One query."""
    rows = RegisterEntry.objects.filter(
        certificate__application=matter.application,
        certificate__event=None,
        act=RegisterEntry.Act.REVOKED,
        at__gte=matter.event.at,
    ).select_related("certificate")
    papers = sorted((line.certificate for line in rows), key=lambda paper: paper.number or "")
    cells = tuple((paper.title, paper.number or "", matter.day(paper.issued_on)) for paper in papers)
    head = (_("Name of the certificate"), _("Number"), _("Issued on"))
    return (Table(head, cells, _("Certificates that are no longer valid"), (5, 5, 3)),) if cells else ()
