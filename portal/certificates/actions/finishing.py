"""What becomes of the register and of the case when a paper has been stored and read back."""

from portal.applications.actions import move
from portal.certificates.actions.turning import add
from portal.certificates.kinds import leads_to
from portal.certificates.models import BatchItem, Certificate, RegisterEntry
from portal.certificates.signals import reissued

Act = RegisterEntry.Act
Register = Certificate.Register


def finish(certificate: Certificate) -> None:
    """Keep an issued paper: its first line, the one it replaces, and the move of the case. Call it under its lock.

    The former certificate is in force until this moment, so its holder is never without one.
    """
    former = certificate.replaces
    if former is not None:
        _retire(former, certificate)
    certificate.save()
    add(certificate, Act.ISSUED)
    BatchItem.objects.filter(successor=certificate).update(outcome=BatchItem.Outcome.DONE)
    if former is not None:
        reissued.send(sender=Certificate, certificate=certificate, former=former)
    elif (state := leads_to(certificate)) is not None:
        move(certificate.application, state, by=None, note=certificate.number or "")


def _retire(former: Certificate, certificate: Certificate) -> None:
    locked = Certificate.objects.select_for_update().get(pk=former.pk)
    if locked.register in {Register.ACTIVE, Register.SUSPENDED}:
        add(locked, Act.REPLACED, reason=certificate.number or "")
