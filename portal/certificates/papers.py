"""The receipt: what was handed in, when, and by when it will be decided (CP08, 优化营商条例 art. 25)."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.applications.models import Application, Submission
from portal.applications.queries import latest_submission
from portal.catalog.papers import Paper, Table
from portal.documents.queries import kind_of, standins_of
from portal.papers.fonts import printable
from portal.rulebook.queries import unit_name


def receipt(application: Application, language: str) -> Paper:
    """Return the receipt of a submitted case in a language. At most three queries."""
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
        held = held_texts(submission) if submission else []
        rows = tuple(
            (str(index), printable(title), printable(text)) for index, (title, text) in enumerate(held, 1)
        )
        table = Table(
            head=(_("No."), _("Material"), _("File or statement")),
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


def held_texts(submission: Submission) -> list[tuple[str, str]]:
    """Return (title, what was handed in) of each paper, in the active language: a file's name, or in words.

    Of a promised paper what was promised stands here, not its day: the receipt of a submission stays the same.
    """
    standins = standins_of(submission)
    sources = {source.key: str(source.title) for source in submission.application.declaration.sources}
    found = []
    for entry in submission.materials:
        standin = standins.get(entry.get("standin", ""))
        if standin:
            text = standin.shown_text
        elif kind_of(entry) == "shared":
            text = _("Fetched from %(source)s") % {"source": sources.get(entry["source"], entry["source"])}
        else:
            text = entry.get("name", "")
        found.append((entry["title"], text))
    return found


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
