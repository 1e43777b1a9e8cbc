"""Ask for a paper, for another in place of one, and again for one that stopped."""

from django.db import transaction

from portal.accounts.models import User
from portal.applications.gates import check_not_barred
from portal.applications.models import Application, Event
from portal.applications.policies import NotAllowed, covers
from portal.applications.representing import has_part
from portal.applications.states import State
from portal.audit import actions as audit
from portal.certificates import notices
from portal.certificates.actions.turning import end
from portal.certificates.models import Certificate
from portal.certificates.tasks import issue_certificate, issue_notice
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
        event=None,
        register=Certificate.Register.ACTIVE,
        defaults={"unit": application.unit},
    )
    enqueue(issue_certificate, str(certificate.pk))
    return certificate


def notify(*, application: Application, event: Event) -> Certificate | None:
    """Ask for the notice that a move calls for; None when it calls for none. Asked again, it is the same notice."""
    kind = notices.due(application, event)
    if not kind:
        return None
    notice, _ = Certificate.objects.get_or_create(
        application=application, event=event, type=kind, defaults={"unit": application.unit}
    )
    start(notice)
    return notice


def start(notice: Certificate) -> None:
    """Have a notice made after the present transaction is kept."""
    enqueue(issue_notice, str(notice.pk))


def receipt_of(application: Application) -> Certificate | None:
    """Return the receipt of what was submitted last, asked for if nobody has; None if it was never received."""
    event = application.events.filter(after=State.RECEIVED).order_by("-version").first()
    if event is None:
        return None
    found = Certificate.objects.filter(event=event, type=notices.RECEIPT).first()
    return found or notify(application=application, event=event)


def reissue(certificate: Certificate, *, renewed: bool) -> Certificate:
    """Ask for another certificate in place of an issued one, which stays in force until the new one is stored.

    renewed: whether its validity begins anew. Asked again, it is the same one.
    """
    successor, _ = Certificate.objects.get_or_create(
        replaces=certificate,
        defaults={
            "application": certificate.application,
            "type": certificate.type,
            "unit": certificate.unit,
            "renewed": renewed,
        },
    )
    enqueue(issue_certificate, str(successor.pk))
    return successor


@transaction.atomic
def retry(*, certificate: Certificate, by: User) -> bool:
    """Let a paper that stopped be tried again; return whether it had. One that was given up stays so.

    Raises NotAllowed when no posting covers it or it is one's own, Blocked for who must stand back.
    """
    case = certificate.application
    if not covers(by, case) or has_part(by, case):
        raise NotAllowed("no posting covers the case, or it is the officer's own")
    check_not_barred(case, by)
    again = Certificate.objects.filter(
        pk=certificate.pk, status=Status.FAILED, register=Certificate.Register.ACTIVE
    )
    status = Status.NUMBERED if certificate.number else Status.REQUESTED
    if not again.update(status=status, attempts=0, error="", missing=""):
        return False
    enqueue(issue_certificate, str(certificate.pk))
    audit.record(actor=f"user:{by.pk}", action="certificate:retry", subject=f"certificate:{certificate.pk}")
    return True
