"""Issue a paper, storage first: number, draw, seal, put, read back, and only then tell anybody.

Each step is kept before the next begins, and each can be repeated: the number and the content are frozen together,
drawing is deterministic, and the object lies under the id of its row. A seal is another one each time; so what lies
there already is taken when it is this drawing under a seal of ours. A crash between any two steps, and any number of
retries, end in one certificate, one number, one object and one notice.
"""

import logging
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.numbers import draw as draw_number
from portal.audit import actions as audit
from portal.certificates import writing
from portal.certificates.actions import alerts
from portal.certificates.actions.finishing import finish
from portal.certificates.actions.overtaking import Overtaken, check_in_force, give_up
from portal.certificates.models import Certificate
from portal.certificates.verification.payload import qr_text
from portal.documents import storage
from portal.papers.fonts import MissingGlyph, missing_glyphs
from portal.seals import current
from portal.seals.codes import ALPHABET
from portal.seals.errors import SealUnavailable
from portal.seals.judging import judge
from portal.standards.case_numbers import certificate_number
from portal.standards.digests import Digests, canonical_json, sha256, sm3
from portal.work.background import claim
from portal.workdays.queries import today

log = logging.getLogger(__name__)
Status = Certificate.Status
MOST_ATTEMPTS = 10
#: Characters of a title in the register; the paper has all of it.
MOST_TITLE = 120
#: Of the alphabet of codes: 80 random bits.
CODE_LENGTH = 16
#: Across each page of what a demonstration issues: it looks like the real thing, and is none.
DEMO = "演示 DEMO"
#: What may pass by itself. Anything else that stops a paper is somebody's to mend.
PASSING = (storage.StorageUnavailable, SealUnavailable)


class StoredDifferently(Exception):
    """What came back from the store is not what was put there."""


class SealedWrong(Exception):
    """What the seal gave back is not the drawing under our seal."""


def issue(*, certificate_id: str | UUID) -> bool:
    """Bring a paper to its end; True when it is issued now or was before.

    Safe to call any number of times and from several processes. A missing glyph stops it for good (an operator has to
    add a font, and is called); an outage of the store, of the seal or of the time-stamp server leaves it for the next
    attempt, ten in all. One whose former certificate is no more in force is given up.
    """
    try:
        number(certificate_id=certificate_id)
        store(certificate_id=certificate_id)
    except MissingGlyph as problem:
        note_failure(certificate_id, str(problem), final=True, missing="".join(problem.characters))
    except Overtaken as problem:
        give_up(certificate_id)
        log.warning("certificate %s is given up: %s is no more in force", certificate_id, problem)
    except (*PASSING, StoredDifferently, SealedWrong) as problem:
        note_failure(certificate_id, f"{type(problem).__name__}: {problem}", final=False)
    return Certificate.objects.filter(pk=certificate_id, status=Status.ISSUED).exists()


@transaction.atomic
def number(*, certificate_id: str | UUID) -> bool:
    """Freeze the content and draw the number, together and last; False when there is nothing to number.

    Raises MissingGlyph, SealUnavailable or Overtaken before a number is drawn: one that could not be printed or sealed
    has none.
    """
    certificate = claim(Certificate.objects.filter(status=Status.REQUESTED), certificate_id)
    if certificate is None:
        return False
    check_in_force(certificate)
    current.check()
    issued_on = today()
    written, valid_to = writing.written(certificate, issued_on)
    texts = [text for paper in written.papers for text in paper.texts()]
    if missing := missing_glyphs([*texts, written.organ, *written.organs.values()]):
        raise MissingGlyph(missing)
    content = writing.freeze(written)
    certificate.content, certificate.content_sm3 = content, sm3(canonical_json(content))
    certificate.title, certificate.organ, certificate.texts = (
        written.papers[0].title[:MOST_TITLE],
        written.organ,
        written.texts,
    )
    certificate.languages = ",".join(paper.language for paper in written.papers)
    certificate.issued_on, certificate.valid_to, certificate.numbered_at = issued_on, valid_to, timezone.now()
    certificate.code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    district = certificate.application.district
    serial = draw_number(f"certificate:{certificate.type}:{district}:{issued_on.year}")
    certificate.number = certificate_number(certificate.type, district, issued_on.year, serial)
    certificate.qr = qr_text(certificate.number, certificate.code, issued_on, valid_to)
    certificate.status = Status.NUMBERED
    certificate.save()
    audit.record(
        actor="system",
        action="certificate:numbered",
        subject=f"certificate:{certificate.pk}",
        data={"number": certificate.number, "content": sha256(canonical_json(content))},
    )
    return True


@transaction.atomic
def store(*, certificate_id: str | UUID) -> bool:
    """Draw, seal, put, read back and compare; then mark it issued and see to what follows. False when nothing is to do.

    The row stays locked meanwhile, so that two workers never make the same paper. Raises StorageUnavailable,
    SealUnavailable, StoredDifferently, SealedWrong or Overtaken; the row is then as before.
    """
    certificate = claim(Certificate.objects.filter(status=Status.NUMBERED), certificate_id)
    if certificate is None:
        return False
    check_in_force(certificate)
    certificate.key = f"certificates/{certificate.pk}.pdf"
    content, certificate.seal = put_sealed(certificate)
    digests = Digests(content)
    certificate.size, certificate.sha256, certificate.sm3 = len(content), digests.sha256, digests.sm3
    certificate.status, certificate.issued_at, certificate.error = Status.ISSUED, timezone.now(), ""
    finish(certificate)
    audit.record(
        actor="system",
        action="certificate:issued",
        subject=f"certificate:{certificate.pk}",
        data={"number": certificate.number, "sha256": certificate.sha256, "sm3": certificate.sm3},
    )
    return True


def put_sealed(certificate: Certificate) -> tuple[bytes, str]:
    """Return the sealed file that lies in the store now, read back, and the fingerprint of its seal.

    The seal is looked at once more: days may lie between number and seal, and it may have ended or been revoked. What a
    process that was killed left there is taken if it is whole; what it left by halves is written anew.
    """
    current.check()
    drawn = draw(certificate)
    signer = current.signer()
    sealed = signer.sign(drawn, reason=f"{certificate.title} {certificate.number}", place=certificate.organ)
    if not sealed.startswith(drawn) or sealed == drawn:
        raise SealedWrong(certificate.number)
    if not storage.put_new(certificate.key, sealed):
        there = storage.read(certificate.key)
        if there.startswith(drawn) and (found := judge(there)).bottom_line:
            return there, found.fingerprint
        storage.delete(certificate.key)
        storage.put(certificate.key, sealed)
    if storage.read(certificate.key) != sealed:
        raise StoredDifferently(certificate.key)
    return sealed, signer.fingerprint


def draw(certificate: Certificate) -> bytes:
    """Return the drawing of a numbered paper, without its seal's signature: the same bytes every time."""
    from portal.papers.drawing import draw as draw_papers

    return draw_papers(
        writing.thaw(certificate.content),
        number=certificate.number or "",
        code=certificate.code,
        qr_url=certificate.qr,
        organ=certificate.organ,
        issued_on=certificate.issued_on,
        seal=True,
        organs=writing.thaw_organs(certificate.content),
        created=certificate.numbered_at or certificate.created_at,
        watermark=DEMO if settings.DEMO else "",
    )


@transaction.atomic
def record_reading(*, certificate: Certificate, by: User) -> None:
    """Write into the audit that somebody downloaded a paper."""
    audit.record(actor=f"user:{by.pk}", action="certificate:read", subject=f"certificate:{certificate.pk}")


def sweep() -> int:
    """Take up the papers that nobody works on; return how many were issued.

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
    """Return how long a paper rests after that many failed attempts."""
    return timedelta(seconds=min(10 * 2 ** max(attempts - 1, 0), 600))


def _issue_or_note(certificate_id: UUID) -> bool:
    try:
        return issue(certificate_id=certificate_id)
    except Exception as problem:
        log.exception("certificate %s failed", certificate_id)
        note_failure(certificate_id, f"{type(problem).__name__}: {problem}", final=False)
        return False


def note_failure(certificate_id: str | UUID, problem: str, *, final: bool, missing: str = "") -> None:
    """Count a failed attempt; one that is the last, or `final`, stops the paper and calls the operators."""
    rows = Certificate.objects.filter(pk=certificate_id, status__in=[Status.REQUESTED, Status.NUMBERED])
    rows.update(
        attempts=F("attempts") + 1, error=problem[:300], missing=missing[:100], tried_at=timezone.now()
    )
    stopped = rows.all() if final else rows.filter(attempts__gte=MOST_ATTEMPTS)
    with transaction.atomic():
        if not stopped.update(status=Status.FAILED):
            log.warning("certificate %s will be tried again: %s", certificate_id, problem)
            return
        alerts.call_operators(Certificate.objects.get(pk=certificate_id))
    log.error("certificate %s stopped: %s", certificate_id, problem)
