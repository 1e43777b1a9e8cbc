"""The receipt: what was handed in, when, and by when it will be decided (CP08, 优化营商条例 art. 25)."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.applications.models import Application
from portal.applications.queries import latest_submission
from portal.catalog.papers import Paper, Table
from portal.certificates.fonts import printable
from portal.rulebook.queries import unit_name


def receipt(application: Application, language: str) -> Paper:
    """Return the receipt of a submitted case in a language. Two queries."""
    submission = latest_submission(application)
    with translation.override(language):
        received = timezone.localtime(application.submitted_at)
        fields = [
            (_("Case number"), application.number or ""),
            (_("Service"), str(application.declaration.title)),
            (_("Applicant"), printable(application.subject)),
            (_("Received at"), date_format(received, "Y-m-d H:i")),
            (_("Handled by"), unit_name(application.unit, language)),
        ]
        if application.promised_on:
            fields.append((_("Decision promised by"), date_format(application.promised_on, "Y-m-d")))
        rows = tuple(
            (str(index), printable(entry["title"]), printable(entry["name"]))
            for index, entry in enumerate(submission.materials if submission else [], 1)
        )
        table = Table(
            head=(_("No."), _("Material"), _("File")),
            rows=rows,
            title=_("Materials received"),
            widths=(1, 5, 6),
        )
        return Paper(
            title=_("Receipt"),
            language=language,
            fields=tuple(fields),
            tables=(table,) if rows else (),
            notes=(_("This receipt confirms that the application was received. It is not a decision."),),
        )


def receipt_pdf(application: Application, language: str) -> bytes:
    """Return the receipt as PDF; the same bytes for the same submission."""
    from portal.certificates.drawing import draw

    submission = latest_submission(application)
    return draw(
        receipt(application, language),
        number=application.number or "",
        organ=unit_name(application.unit, language),
        issued_on=timezone.localdate(application.submitted_at),
        seal=False,
        created=submission.at if submission else timezone.now(),
    )
