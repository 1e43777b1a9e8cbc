"""Certificates of a case, and what the public may learn of one."""

import hmac
import re
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.applications.queries import owned_by, visible_to
from portal.certificates.models import Certificate
from portal.standards.case_numbers import canonical, valid
from portal.standards.digests import sha256
from portal.workdays.queries import today


@dataclass(frozen=True)
class Answer:
    """What anybody who has number and code is told (B11): never a person's name, ID number or a quantity."""

    verdict: str  # VALID EXPIRED USED SUSPENDED REVOKED REPLACED NOT_FOUND
    number: str = ""
    title: str = ""
    organ: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    sm3: str = ""
    sha256: str = ""


NOT_FOUND = Answer("NOT_FOUND")
#: Letters that the codes do not use, because people read them as these digits.
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
NUMBER = re.compile(rb"[A-Z]{2}[0-9]{16}[0-9X]")
VERDICTS = {
    Certificate.Register.USED_UP: "USED",
    Certificate.Register.SUSPENDED: "SUSPENDED",
    Certificate.Register.REVOKED: "REVOKED",
    Certificate.Register.REPLACED: "REPLACED",
    Certificate.Register.CANCELLED: "CANCELLED",
}


def verify(number: str, code: str) -> Answer:
    """Return what is known of a certificate, given its number and code as typed.

    An unknown number and a wrong code get the same answer after the same work.
    """
    number = canonical(number)
    asked = number if valid(number) else ""  # PostgreSQL refuses some characters in a question
    found = Certificate.objects.filter(number=asked, status=Certificate.Status.ISSUED).first()
    expected = found.code if found else "-" * 16
    right = hmac.compare_digest(canonical(code).translate(MISTAKEN).encode(), expected.encode())
    if found is None or not right:
        return NOT_FOUND
    return Answer(
        verdict_of(found), found.number or "", found.title, found.organ, found.issued_on, found.valid_to, found.sm3,
        found.sha256,
    )  # fmt: skip


def verdict_of(certificate: Certificate) -> str:
    """Return the state of an issued certificate today; it is valid through the whole of its last day."""
    if certificate.register in VERDICTS:
        return VERDICTS[Certificate.Register(certificate.register)]
    if certificate.valid_to and certificate.valid_to < today():
        return "EXPIRED"
    return "VALID"


def readable_by(user: User) -> QuerySet[Certificate]:
    """Return the issued certificates that a user may download: of cases acted for, or of those covered."""
    issued = Certificate.objects.filter(status=Certificate.Status.ISSUED).select_related("application")
    own = issued.filter(application__in=owned_by(user))
    return own | issued.filter(application__in=visible_to(user))


def verdict_of_file(content: bytes) -> str:
    """Return what a PDF is: the verdict of the certificate it is byte for byte, ALTERED when it bears the number
    of one but differs, NOT_FOUND otherwise.

    The number is looked for in the metadata that the portal writes; nothing of the file is parsed.
    """
    exact = Certificate.objects.filter(sha256=sha256(content), status=Certificate.Status.ISSUED).first()
    if exact:
        return verdict_of(exact)
    written = {match.decode() for match in NUMBER.findall(content)}
    if Certificate.objects.filter(number__in=written, status=Certificate.Status.ISSUED).exists():
        return "ALTERED"
    return "NOT_FOUND"
