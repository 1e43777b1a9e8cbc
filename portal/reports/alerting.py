"""Tell the officers of the unit at once of what is urgent, and put it on the timeline."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import Role, User
from portal.accounts.queries import posted_over
from portal.applications.models import Application, Event
from portal.catalog.declaration import Report
from portal.notifications import telling
from portal.reports.models import Report as Row
from portal.rulebook.queries import unit_name

#: Kind of the line on the timeline; its note is the key of the report.
KIND = "report"
TOLD = (Role.INTAKE, Role.REVIEWER, Role.SUPERVISOR)


def alert(row: Row, kind: Report) -> int:
    """Tell every officer whose posting covers the unit of the case, and the timeline; return how many were told.

    The mail names case and kind of report; what happened stands at the desk only. 易制毒化学品管理条例 art. 34.
    """
    case = row.ledger.application
    Event.objects.create(
        application=case,
        at=row.at,
        kind=KIND,
        actor=row.by,
        role="applicant",
        note=kind.key,
        version=case.version,
    )
    officers = posted_over(case.unit, case.district, TOLD)
    for officer in officers:
        telling.tell(
            recipient=officer,
            kind="report_alert",
            language=officer.language,
            subject=f"application:{case.pk}",
            context=context_of(case, kind, officer),
        )
    return len(officers)


def context_of(case: Application, kind: Report, officer: User) -> dict[str, Any]:
    """Return what the mail to an officer says, in the officer's language; nothing that is sensitive."""
    with translation.override(officer.language):
        return {
            "number": case.number,
            "application": str(case.pk),
            "report": str(kind.title),
            "service": str(case.declaration.title),
            "unit": unit_name(case.unit, officer.language),
            "desk_url": settings.SITE_URL + reverse("review:case", args=[case.pk]) + "#after",
        }
