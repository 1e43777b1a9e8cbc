"""The receipt as it was drawn before it became a notice: kept until nothing asks for it here any more."""

from django.utils import timezone

from portal.applications.models import Application
from portal.applications.queries import latest_submission
from portal.certificates.notices.materials import held_texts
from portal.certificates.notices.receipt import receipt
from portal.rulebook.queries import unit_name

__all__ = ["held_texts", "receipt", "receipt_pdf"]


def receipt_pdf(application: Application, language: str) -> bytes:
    """Return the receipt as PDF; the same bytes for the same submission."""
    from portal.papers.drawing import draw

    submission = latest_submission(application)
    return draw(
        receipt(application, language),
        number=application.number or "",
        organ=unit_name(application.unit, language),
        issued_on=timezone.localdate(application.submitted_at),
        seal=False,
        created=submission.at if submission else timezone.now(),
    )
