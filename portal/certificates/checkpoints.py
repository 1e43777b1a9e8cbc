"""The checkpoints of issue, delivery and archive (domain D2, CP36 to CP38), judged from what is on record.

None of them reads the store: they are asked under the lock of a move. That what was stored is what was drawn was made
sure when the certificate was issued (`actions.store` reads it back, or issues nothing).
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.applications.queries import addressees, latest_submission
from portal.applications.states import State
from portal.audit.models import Entry
from portal.catalog.checking import Judgement
from portal.catalog.judging import Gathering, not_here, said
from portal.certificates.kinds import kinds_of
from portal.certificates.models import Certificate
from portal.documents.models import Chunk, Document
from portal.rulebook.queries import norms
from portal.standards.case_numbers import valid
from portal.workdays.queries import today, workdays_between

#: Key of the rulebook: working days within which a certificate is delivered (许可法 art. 44).
DELIVERY_DAYS = "certificate.delivery_days"
REFUSED = _("The case came to no certificate.")


def elements(application: Application) -> Judgement:
    """CP36: number with its check character, content frozen, stored, read back and digests kept (716号令 art. 9-10).

    Each certificate of the case that is in force, or was used up. The number tells kind, district and year. There is
    one drawing of each kind; its version is that of the frozen content.
    """
    rows = certificates_of(application)
    if not rows:
        return refused_or_missing(application)
    found = Gathering(*(f"certificate:{row.pk}" for row in rows))
    for row in rows:
        named = {"number": row.number or row.type}
        made = row.status == Certificate.Status.ISSUED
        found.fail(not made, said(_("%(number)s is not stored and read back yet."), **named))
        right = valid(row.number or "") and (row.number or "").startswith(row.type)
        found.fail(made and not right, said(_("%(number)s is no right number."), **named))
        kept = row.sha256 and row.sm3 and row.size and row.issued_at and row.content_sealed
        found.fail(made and not kept, said(_("Of %(number)s content or digests are missing."), **named))
        titled = row.title and row.organ and row.issued_on and row.type in kinds_of(application)
        found.fail(made and not titled, said(_("%(number)s lacks title, organ or day."), **named))
    return found.result()


def certificates_of(application: Application) -> list[Certificate]:
    """Return the certificates of a case that count: neither revoked nor replaced. One query."""
    gone = (Certificate.Register.REVOKED, Certificate.Register.REPLACED)
    return list(
        application.certificates.filter(event=None).exclude(register__in=gone).order_by("created_at", "pk")
    )


def refused_or_missing(application: Application) -> Judgement:
    """Return that nothing was to be issued, or, of a case decided in favour, that it is missing."""
    if application.events.filter(after=State.APPROVED).exists() and application.state != State.REVOKED:
        newest = (
            application.events.filter(after__in=(State.APPROVED, State.DENIED)).order_by("-version").first()
        )
        if newest is not None and newest.after == State.APPROVED:
            found = Gathering()
            found.fail(
                True, _("The case was decided in favour, and there is no certificate."), "certificates"
            )
            return found.result()
    return not_here(REFUSED)


def delivery(application: Application) -> Judgement:
    """CP37: delivered within the days of the law after the decision, and opened or its receipt logged (许可法 art. 44).

    A certificate is delivered when it is issued: from then on it lies in the applicant's account, and a mail says so;
    a refusal is delivered with its mail. Late delivery is noted and fails nothing: to hold the paper back because it
    is late would make it later. Whether somebody opened it is told, and it is no fault of the office if nobody did.
    """
    rows = [row for row in certificates_of(application) if row.status == Certificate.Status.ISSUED]
    told = application.events.filter(after=State.DENIED).order_by("-version").first() if not rows else None
    if not rows and told is None:
        return refused_or_missing(application)
    issued = [row.issued_at for row in rows if row.issued_at]
    at = min(issued) if issued else (told.at if told else timezone.now())
    found = Gathering(*(f"certificate:{row.pk}" for row in rows), *(["event:DENIED"] if told else []))
    late(found, application, at)
    found.note(rows and not opened(application, rows), _("The applicant has not opened the certificate yet."))
    return found.result()


def late(found: Gathering, application: Application, at: datetime) -> None:
    """Note a delivery that took more working days since the decision than the rulebook allows."""
    decided, most = application.decided_at or at, int(norms(today()).value(DELIVERY_DAYS))
    days = workdays_between(timezone.localtime(decided).date(), timezone.localtime(at).date())
    words = _("Delivered %(days)s working days after the decision; %(most)s are allowed.")
    found.note(days > most, said(words, days=days, most=most), f"value:{DELIVERY_DAYS}")


def opened(application: Application, rows: Sequence[Certificate]) -> bool:
    """Return whether somebody on the applicant's side downloaded a certificate, by the audit."""
    people = [f"user:{person.pk}" for person in addressees(application)]
    subjects = [f"certificate:{row.pk}" for row in rows]
    return Entry.objects.filter(subject__in=subjects, action="certificate:read", actor__in=people).exists()


def archive(application: Application) -> Judgement:
    """CP38: each file handed in is still there, a retention is set, and no temporary piece is left (PIPL art. 19).

    A file whose retention has passed keeps its row, by which one knows what it was. A service without a retention keeps
    its identity papers with the record for good; that is said.
    """
    latest = latest_submission(application)
    entries = [entry for entry in (latest.materials if latest else []) if "id" in entry]
    named = {str(entry["id"]) for entry in entries}
    there = {str(pk) for pk in Document.objects.filter(pk__in=named).values_list("pk", flat=True)}
    found = Gathering(*([f"submission:{latest.round}"] if latest else []))
    gone = len(named - there)
    found.fail(
        gone, said(_("Files of the last submission that are not on record any more: %(count)s."), count=gone)
    )
    pieces = Chunk.objects.filter(upload__application=application).count()
    found.fail(
        pieces, said(_("Pieces of uploads that are not deleted yet: %(count)s."), count=pieces), "uploads"
    )
    service = application.declaration
    for_good = not service.retention and any(item.identity for item in service.materials)
    words = _("No retention is set for identity papers; they are kept with the record.")
    found.note(for_good, words, f"value:{service.retention}" if service.retention else "retention")
    return found.result()
