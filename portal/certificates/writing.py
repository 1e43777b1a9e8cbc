"""What a paper of the register says on the day of its issue, whether certificate or notice."""

from datetime import date

from portal.certificates import notices
from portal.certificates.freezing import Written, answers_of, freeze, thaw, thaw_organs, written_of
from portal.certificates.kinds import declared
from portal.certificates.models import Certificate
from portal.rulebook.queries import norms as norms_on

__all__ = ["freeze", "thaw", "thaw_organs", "written"]


def languages_of(certificate: Certificate) -> tuple[str, ...]:
    """Return the languages of a paper: Chinese is the original; who applied in English gets a translation with it."""
    asked = certificate.application.language
    return ("zh-hans",) if asked == "zh-hans" else ("zh-hans", asked)


def written(certificate: Certificate, issued_on: date) -> tuple[Written, date | None]:
    """Return what a paper says, and its last day (None: it does not run out)."""
    languages = languages_of(certificate)
    if certificate.event is not None:
        return notices.written(certificate, issued_on, languages), None
    norms = norms_on(issued_on)
    valid_to = last_day(certificate, issued_on)
    return written_of(certificate.application, certificate, issued_on, valid_to, norms, languages), valid_to


def last_day(certificate: Certificate, issued_on: date) -> date | None:
    """Return the last day: what is issued in place of another holds as long as that one, unless it renews it."""
    if certificate.replaces is not None and not certificate.renewed:
        return certificate.replaces.valid_to
    return declared(certificate).valid_to(answers_of(certificate.application), issued_on, norms_on(issued_on))
