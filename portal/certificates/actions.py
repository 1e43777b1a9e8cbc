"""Issue a certificate, storage first: number, draw, put, read back, and only then tell anybody.

Each step is kept before the next begins, and each can be repeated: the number and the content are frozen
together, drawing is deterministic, the object's key holds its digest. So a crash between any two steps, and
any number of retries, end in one certificate, one number and one notice.
"""

import logging
import secrets
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.numbers import draw as draw_number
from portal.audit import actions as audit
from portal.catalog.papers import CaseRecord
from portal.certificates.freezing import case_record, thaw
from portal.certificates.kinds import declared, leads_to
from portal.certificates.models import Certificate
from portal.documents import storage
from portal.papers.fonts import MissingGlyph, missing_glyphs
from portal.rulebook.queries import norms as norms_on
from portal.standards.case_numbers import certificate_number
from portal.standards.digests import Digests, canonical_json, sha256
from portal.work.background import claim
from portal.workdays.queries import today

log = logging.getLogger(__name__)
Status = Certificate.Status
MOST_ATTEMPTS = 10
#: Crockford's base 32 without the letters that are mistaken for digits; 16 characters are 80 random bits.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16


class StoredDifferently(Exception):
    """What came back from the store is not what was put there."""


def issue(*, certificate_id: str | UUID) -> bool:
    """Bring a certificate to its end; True when it is issued now or was before.

    Safe to call any number of times and from several processes. A missing glyph stops it for good (an
    operator has to add a font); an outage of the store leaves it for the next attempt, ten in all.
    """
    try:
        number(certificate_id=certificate_id)
        store(certificate_id=certificate_id)
    except MissingGlyph as problem:
        _note_failure(certificate_id, str(problem), final=True)
    except (storage.StorageUnavailable, StoredDifferently) as problem:
        _note_failure(certificate_id, f"{type(problem).__name__}: {problem}", final=False)
    return Certificate.objects.filter(pk=certificate_id, status=Status.ISSUED).exists()


@transaction.atomic
def number(*, certificate_id: str | UUID) -> bool:
    """Freeze the content and draw the number, together and last; False when there is nothing to number.

    Raises MissingGlyph before a number is drawn when a character of the paper cannot be printed.
    """
    certificate = claim(Certificate.objects.filter(status=Status.REQUESTED), certificate_id)
    if certificate is None:
        return False
    application = certificate.application
    issued_on = today()
    norms = norms_on(issued_on)
    declaration = declared(certificate)
    record = case_record(application, certificate)
    valid_to = declaration.valid_to(record.answers, issued_on, norms)
    record = CaseRecord(**{**vars(record), "issued_on": issued_on, "valid_to": valid_to})
    paper = declaration.content(record, norms)
    if missing := missing_glyphs([*paper.texts(), record.unit_name]):
        raise MissingGlyph(missing)
    certificate.code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    certificate.title, certificate.organ = str(paper.title), record.unit_name
    certificate.issued_on, certificate.valid_to, certificate.numbered_at = issued_on, valid_to, timezone.now()
    certificate.content = asdict(paper)
    serial = draw_number(f"certificate:{certificate.type}:{application.district}:{issued_on.year}")
    certificate.number = certificate_number(certificate.type, application.district, issued_on.year, serial)
    certificate.status = Status.NUMBERED
    certificate.save()
    audit.record(
        actor="system",
        action="certificate:numbered",
        subject=f"certificate:{certificate.pk}",
        data={"number": certificate.number, "content": sha256(canonical_json(certificate.content))},
    )
    return True


@transaction.atomic
def store(*, certificate_id: str | UUID) -> bool:
    """Draw, put, read back and compare; then mark it issued and move the case. False when nothing is to do.

    The row stays locked meanwhile, so that two workers never make the same certificate. Raises
    StorageUnavailable or StoredDifferently; the row is then as before.
    """
    certificate = claim(Certificate.objects.filter(status=Status.NUMBERED), certificate_id)
    if certificate is None:
        return False
    content = draw(certificate)
    digests = Digests()
    digests.update(content)
    certificate.key = f"certificates/{certificate.pk}/{digests.sha256[:16]}.pdf"
    put_once(certificate.key, content)
    certificate.size, certificate.sha256, certificate.sm3 = len(content), digests.sha256, digests.sm3
    certificate.status, certificate.issued_at, certificate.error = Status.ISSUED, timezone.now(), ""
    certificate.save()
    move(certificate.application, leads_to(certificate), by=None, note=certificate.number or "")
    audit.record(
        actor="system",
        action="certificate:issued",
        subject=f"certificate:{certificate.pk}",
        data={"number": certificate.number, "sha256": certificate.sha256, "sm3": certificate.sm3},
    )
    return True


def put_once(key: str, content: bytes) -> None:
    """Put content under a key unless it lies there already, read it back and compare.

    What a process killed in the middle of writing left under the key is written anew.
    Raises StoredDifferently when other bytes come back, StorageUnavailable when none do.
    """
    with suppress(FileNotFoundError):
        if storage.read(key) == content:
            return
        storage.delete(key)
    storage.put(key, content)
    if storage.read(key) != content:
        raise StoredDifferently(key)


def draw(certificate: Certificate) -> bytes:
    """Return the PDF of a numbered certificate: the same bytes every time."""
    from portal.papers.drawing import draw as draw_paper

    return draw_paper(
        thaw(certificate.content),
        number=certificate.number or "",
        code=certificate.code,
        qr_url=certificate.verify_url,
        organ=certificate.organ,
        issued_on=certificate.issued_on,
        seal=True,
        created=certificate.numbered_at or certificate.created_at,
    )


@transaction.atomic
def record_reading(*, certificate: Certificate, by: User) -> None:
    """Write into the audit that somebody downloaded a certificate."""
    audit.record(actor=f"user:{by.pk}", action="certificate:read", subject=f"certificate:{certificate.pk}")


def sweep() -> int:
    """Take up the certificates that nobody works on; return how many were issued.

    Ten seconds after the first failure, twice as long after each further one, at most ten minutes (`wait`).
    What fails in a way that nobody foresaw counts as an attempt and does not hold up the others.
    """
    now = timezone.now()
    due = Q()
    for attempts in range(MOST_ATTEMPTS):
        before = now - wait(attempts)
        due |= Q(attempts=attempts, created_at__lt=before) & (Q(tried_at=None) | Q(tried_at__lt=before))
    waiting = Certificate.objects.filter(due, status__in=[Status.REQUESTED, Status.NUMBERED]).order_by(
        "created_at"
    )
    return sum(_issue_or_note(pk) for pk in list(waiting.values_list("pk", flat=True)[:200]))


def wait(attempts: int) -> timedelta:
    """Return how long a certificate rests after that many failed attempts."""
    return timedelta(seconds=min(10 * 2 ** max(attempts - 1, 0), 600))


def _issue_or_note(certificate_id: UUID) -> bool:
    try:
        return issue(certificate_id=certificate_id)
    except Exception as problem:
        log.exception("certificate %s failed", certificate_id)
        _note_failure(certificate_id, f"{type(problem).__name__}: {problem}", final=False)
        return False


def _note_failure(certificate_id: str | UUID, problem: str, *, final: bool) -> None:
    rows = Certificate.objects.filter(pk=certificate_id, status__in=[Status.REQUESTED, Status.NUMBERED])
    rows.update(attempts=F("attempts") + 1, error=problem[:300], tried_at=timezone.now())
    stopped = rows.all() if final else rows.filter(attempts__gte=MOST_ATTEMPTS)
    if stopped.update(status=Status.FAILED):
        log.error("certificate %s stopped: %s", certificate_id, problem)
    else:
        log.warning("certificate %s will be tried again: %s", certificate_id, problem)
