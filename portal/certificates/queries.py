"""Certificates of a case, and what the public may learn of one."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.applications.gates import check_not_barred
from portal.applications.models import Application
from portal.applications.policies import Blocked, acts_for
from portal.applications.queries import owned_by, part_of, visible_to
from portal.certificates.models import Certificate, RegisterEntry
from portal.standards.case_numbers import canonical, valid
from portal.workdays.queries import today


@dataclass(frozen=True)
class Answer:
    """What anybody who has number and code, or the file, is told (B11): no person's name, ID number or quantity.

    verdict: VALID EXPIRED USED SUSPENDED REVOKED REPLACED CANCELLED ALTERED NOT_FOUND; all but the last two come with
    the facts. reason: of a file that is altered or not found, the key of a sentence (`verification.wording`). type: the
    two letters of the number. notice: it tells of a move of the case, and grants nothing.
    """

    verdict: str
    reason: str = ""
    number: str = ""
    type: str = ""
    notice: bool = False
    title: str = ""
    organ: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    sm3: str = ""
    sha256: str = ""
    seal: str = ""


NOT_FOUND = Answer("NOT_FOUND")
#: What is told of a paper, as the register has it.
FACTS = ("number", "type", "title", "organ", "issued_on", "valid_to", "sm3", "sha256", "seal")
#: Letters that the codes do not use, because people read them as these digits.
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
VERDICTS = {
    Certificate.Register.USED_UP: "USED",
    Certificate.Register.SUSPENDED: "SUSPENDED",
    Certificate.Register.REVOKED: "REVOKED",
    Certificate.Register.REPLACED: "REPLACED",
    Certificate.Register.CANCELLED: "CANCELLED",
}


def verify(number: str, code: str) -> Answer:
    """Return what is known of a certificate, given its number and code as typed.

    An unknown number and a wrong code get the same answer after the same work. One query.
    """
    number = canonical(number)
    asked = number if valid(number) else ""  # PostgreSQL refuses some characters in a question
    row = next(iter(_issued().filter(number=asked)), None)
    expected = row[0] if row else "-" * 16
    right = hmac.compare_digest(canonical(code).translate(MISTAKEN).encode(), expected.encode())
    if row is None or not right:
        return NOT_FOUND
    _code, register, event, *facts = row
    told = dict(zip(FACTS, facts, strict=True))
    return Answer(verdict=verdict_for(register, told["valid_to"]), notice=event is not None, **told)


@cache
def _issued() -> QuerySet[Certificate, Any]:
    """Return the question for what is told of issued papers, put together once: that takes longer than asking it."""
    issued = Certificate.objects.filter(status=Certificate.Status.ISSUED)
    return issued.values_list("code", "register", "event_id", *FACTS)


def answer_of(certificate: Certificate) -> Answer:
    """Return what may be told of an issued paper, to whoever has shown to have it."""
    return Answer(
        verdict=verdict_of(certificate),
        number=certificate.number or "",
        type=certificate.type,
        notice=certificate.event_id is not None,
        title=certificate.title,
        organ=certificate.organ,
        issued_on=certificate.issued_on,
        valid_to=certificate.valid_to,
        sm3=certificate.sm3,
        sha256=certificate.sha256,
        seal=certificate.seal,
    )


def by_digest(digest: str) -> Certificate | None:
    """Return the issued paper whose file has a digest (SHA-256, hex). One query."""
    issued = Certificate.objects.filter(sha256=digest, status=Certificate.Status.ISSUED)
    return issued.defer("content_sealed").first()


def cases_of(number: str) -> list[UUID]:
    """Return the case of the certificate or notice of that number (canonical form), issued or not; at most one."""
    return list(Certificate.objects.filter(number=number).values_list("application", flat=True))


def acts_of(number: str) -> list[tuple[str, datetime]]:
    """Return what the register says happened to an issued paper, and when, the oldest first. One query."""
    lines = RegisterEntry.objects.filter(
        certificate__number=number, certificate__status=Certificate.Status.ISSUED
    )
    return list(lines.order_by("seq").values_list("act", "at"))


def verdict_of(certificate: Certificate) -> str:
    """Return the state of an issued certificate today; it is valid through the whole of its last day."""
    return verdict_for(certificate.register, certificate.valid_to)


def verdict_for(register: str, valid_to: date | None) -> str:
    """Return the state today of what the register says that of, and that ends on a day (None: never)."""
    if register in VERDICTS:
        return VERDICTS[Certificate.Register(register)]
    return "EXPIRED" if valid_to and valid_to < today() else "VALID"


def readable_by(user: User) -> QuerySet[Certificate]:
    """Return the issued certificates that a user may download: of cases acted for, or of those covered.

    An officer reads nothing of a case that he or she has a part in (A8). Whether one stood back from a case, `may_open`
    says.
    """
    issued = Certificate.objects.filter(status=Certificate.Status.ISSUED).select_related("application")
    return issued.filter(application__in=openable(user))


def openable(user: User) -> QuerySet[Application]:
    """Return the cases whose papers somebody may open, as who acts for them or as an officer without a part in them."""
    covered = visible_to(user).exclude(part_of(user)).values("pk")
    return Application.objects.filter(Q(pk__in=owned_by(user).values("pk")) | Q(pk__in=covered))


def may_open(user: User, application: Application) -> bool:
    """Return whether somebody may open the papers of one of the `openable` cases: not an officer who stood back."""
    if acts_for(user, application):
        return True
    try:
        check_not_barred(application, user)
    except Blocked:
        return False
    return True
