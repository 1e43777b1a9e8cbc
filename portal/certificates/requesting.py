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


def request(*, application: Application, kind: str = "") -> Certificate:
    """Ask for a certificate of a case; it is made after the present transaction is kept.

    kind: the type, that of the approval when left out. One of the same type that was issued for the case before
    (it expired, or the place of origin refused it) is replaced; those of other types are left alone.
    """
    kind = kind or application.declaration.certificate.type
    end(application=application, register=Certificate.Register.REPLACED, kind=kind)
    certificate, _ = Certificate.objects.get_or_create(
        application=application,
        type=kind,
        register=Certificate.Register.ACTIVE,
        defaults={"unit": application.unit},
    )
    enqueue(issue_certificate, str(certificate.pk))
    return certificate


@transaction.atomic
def end(*, application: Application, register: Certificate.Register, kind: str = "") -> int:
    """Take the issued certificates of a case, or those of one type, out of force; return how many.

    register: what they are from now on.
    """
    ended = 0
    issued = application.certificates.filter(status=Status.ISSUED, register=Certificate.Register.ACTIVE)
    for row in issued.filter(type=kind) if kind else issued:
        ended += Certificate.objects.filter(pk=row.pk, register=row.register).update(register=register)
        audit.record(
            actor="system",
            action=f"certificate:{register.value}",
            subject=f"certificate:{row.pk}",
            data={"number": row.number},
        )
    return ended


@transaction.atomic
def mark_used(*, number: str) -> bool:
    """Note that nothing is left of a certificate in force; return whether it was one."""
    return _turn(number, Certificate.Register.ACTIVE, Certificate.Register.USED_UP)


@transaction.atomic
def mark_unused(*, number: str) -> bool:
    """Note that a used-up certificate is in force again, because a report was withdrawn; return whether it was one."""
    return _turn(number, Certificate.Register.USED_UP, Certificate.Register.ACTIVE)


def _turn(number: str, before: Certificate.Register, after: Certificate.Register) -> bool:
    """Change what the register says of one certificate, if it says what is expected."""
    found = Certificate.objects.filter(number=number, register=before, status=Status.ISSUED)
    pk = found.values_list("pk", flat=True).first()
    if pk is None or not found.update(register=after):
        return False
    audit.record(
        actor="system",
        action=f"certificate:{after.value}",
        subject=f"certificate:{pk}",
        data={"number": number},
    )
    return True


@transaction.atomic
def retry(*, certificate: Certificate, by: User) -> None:
    """Let a certificate that stopped be tried again. Raises NotAllowed when no posting covers the case."""
    if not covers(by, certificate.application):
        raise NotAllowed("no posting covers the case")
    again = Certificate.objects.filter(pk=certificate.pk, status=Status.FAILED)
    status = Status.NUMBERED if certificate.number else Status.REQUESTED
    if again.update(status=status, attempts=0, error=""):
        request(application=certificate.application, kind=certificate.type)
        audit.record(
            actor=f"user:{by.pk}", action="certificate:retry", subject=f"certificate:{certificate.pk}"
        )
