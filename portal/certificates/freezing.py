"""The content of a certificate, frozen with its number and thawed to be drawn."""

from typing import Any

from django.utils import timezone

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import latest_submission
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.certificates.models import Certificate
from portal.review.outside import outside_of
from portal.rulebook.queries import unit_name


def thaw(content: dict[str, Any]) -> Paper:
    """Return the paper that was frozen as a dict."""
    return Paper(
        title=content["title"],
        language=content["language"],
        subtitle=content["subtitle"],
        paragraphs=tuple(content["paragraphs"]),
        fields=tuple((label, value) for label, value in content["fields"]),
        tables=tuple(thaw_table(table) for table in content["tables"]),
        reverse=tuple(thaw_table(table) for table in content["reverse"]),
        notes=tuple(content["notes"]),
    )


def thaw_table(table: dict[str, Any]) -> Table:
    """Return a table that was frozen as a dict."""
    rows = tuple(tuple(row) for row in table["rows"])
    return Table(tuple(table["head"]), rows, table["title"], tuple(table["widths"]))


def case_record(application: Application, certificate: Certificate) -> CaseRecord:
    """Return what the service is told about a case when it writes the certificate.

    One query for the answers, one for what offices outside did.
    """
    submission = latest_submission(application)
    if submission is None:
        raise NotAllowed("a draft has no certificate")
    return CaseRecord(
        number=application.number or "",
        answers=submission.content["answers"],
        unit_name=unit_name(organ_of(certificate.unit)),
        submitted_at=timezone.localtime(application.submitted_at),
        decided_on=timezone.localdate(application.decided_at) if application.decided_at else None,
        handled_by=application.reviewer.get_full_name() if application.reviewer else "",
        extra=outside_of(application),
    )


def organ_of(unit: str) -> str:
    """Return the code of the organ in whose name a unit's papers are issued: a station's district bureau (A8)."""
    return f"{unit[:6]}000000"
