"""Ask for a certificate, ask again for one that stopped, and take one out of force."""

from django.db import transaction

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, covers
from portal.audit import actions as audit
from portal.certificates.models import Certificate
from portal.certificates.tasks import issue_certificate
from portal.work.background import enqueue

Status = Certificate.Status


def request(*, application: Application) -> Certificate:
    """Ask for the certificate of an approved case; it is made after the present transaction is kept.

    One that was issued for the case before (it expired, or the place of origin refused it) is replaced.
    """
    end(application=application, register=Certificate.Register.REPLACED)
    certificate, _ = Certificate.objects.get_or_create(
        application=application,
        type=application.declaration.certificate.type,
        register=Certificate.Register.ACTIVE,
        defaults={"unit": application.unit},
    )
    enqueue(issue_certificate, str(certificate.pk))
    return certificate


@transaction.atomic
def end(*, application: Application, register: Certificate.Register) -> int:
    """Take the issued certificates of a case out of force: `register` says how; return how many."""
    ended = 0
    for row in application.certificates.filter(status=Status.ISSUED, register=Certificate.Register.ACTIVE):
        ended += Certificate.objects.filter(pk=row.pk, register=row.register).update(register=register)
        audit.record(
            actor="system",
            action=f"certificate:{register.value}",
            subject=f"certificate:{row.pk}",
            data={"number": row.number},
        )
    return ended


@transaction.atomic
def retry(*, certificate: Certificate, by: User) -> None:
    """Let a certificate that stopped be tried again. Raises NotAllowed when no posting covers the case."""
    if not covers(by, certificate.application):
        raise NotAllowed("no posting covers the case")
    again = Certificate.objects.filter(pk=certificate.pk, status=Status.FAILED)
    status = Status.NUMBERED if certificate.number else Status.REQUESTED
    if again.update(status=status, attempts=0, error=""):
        request(application=certificate.application)
        audit.record(
            actor=f"user:{by.pk}", action="certificate:retry", subject=f"certificate:{certificate.pk}"
        )
