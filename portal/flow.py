"""What follows each move. One page: read it to know what the portal does by itself.

Everything here runs inside the transaction of the move: rows are written now, so that a move whose
consequences cannot be written does not happen; mails, PDFs and storage are tasks that start after the commit.
"""

from collections.abc import Callable
from typing import Any

from django.utils import translation

from portal.applications import actions as applications
from portal.applications.models import Application, Event
from portal.applications.signals import moved
from portal.applications.states import AFTER_CERTIFICATE, State
from portal.certificates import requesting as certificates
from portal.certificates.models import Certificate
from portal.exchange import handing as exchange
from portal.notifications import telling as notifications
from portal.ui.templatetags.ui import local_date

Consequence = Callable[[Application, Event], None]


def tell(kind: str) -> Consequence:
    """Return the consequence that the applicant is told by mail with the text of that kind."""

    def tell_applicant(application: Application, event: Event) -> None:
        notifications.tell(
            recipient=application.owner,
            kind=kind,
            language=application.language,
            subject=f"application:{application.pk}",
            context=notice_context(application, event),
        )

    return tell_applicant


def notice_context(application: Application, event: Event) -> dict[str, Any]:
    """Return what a notice may say, in the applicant's language: number, service, dates; nothing sensitive."""
    with translation.override(application.language):
        return {
            "number": application.number,
            "service": str(application.declaration.title),
            "application": str(application.pk),
            "promised_on": local_date(application.promised_on),
            "due_on": local_date(application.due_at),
            "note": event.note if event.public else "",
            "closing": str(application.declaration.closing.title) if application.declaration.closing else "",
        }


def receive(application: Application, event: Event) -> None:
    """Register a submitted case at once: there is no way to refuse a submission before it has a number."""
    applications.receive(application=application)


def step_to(state: State) -> Consequence:
    """Return the consequence that the portal itself moves the case on to that state."""

    def go_on(application: Application, event: Event) -> None:
        applications.move(application, state, by=None)

    return go_on


def issue_certificate(application: Application, event: Event) -> None:
    """Ask for the certificate; the applicant is told when it has been stored and read back, not before."""
    certificates.request(application=application)


def after_certificate(application: Application, event: Event) -> None:
    """Deliver, or hand over to the place of origin, as the service declares."""
    applications.move(application, AFTER_CERTIFICATE[application.declaration.after], by=None)


def ask_origin(application: Application, event: Event) -> None:
    """Hand the case to its place of origin where the exchange reaches it; elsewhere nothing is sent."""
    exchange.hand_over(application=application)


def origin_acted(application: Application, event: Event) -> None:
    """See to the packet of a case that waits for its place of origin no more."""
    exchange.settle(application=application, state=State(event.after))


def close(application: Application, event: Event) -> None:
    """The permit is used up; issue the paper that closes the case, or deliver at once where there is none."""
    service = application.declaration
    used = Certificate.Register.USED_UP
    certificates.end(application=application, register=used, kind=service.certificate.type)
    if service.closing:
        certificates.request(application=application, kind=service.closing.type)
    else:
        applications.move(application, State.DELIVERED, by=None)


def tell_delivered(application: Application, event: Event) -> None:
    """Tell who has been registered, now that the paper about it can be downloaded; others know already."""
    if event.before == State.REGISTERED:
        tell("registered")(application, event)


def end_certificates(application: Application, event: Event) -> None:
    """Take what was issued for the case out of force: nothing stands behind it any more."""
    certificates.end(application=application, register=Certificate.Register.REVOKED)


CONSEQUENCES: dict[State, list[Consequence]] = {
    State.DRAFT: [],
    State.SUBMITTED: [receive],
    State.RECEIVED: [tell("received")],
    State.CORRECTION: [tell("correction")],
    State.ACCEPTED: [tell("accepted"), step_to(State.IN_REVIEW)],
    State.REJECTED_INTAKE: [tell("rejected_intake")],
    State.REFERRED: [tell("referred")],
    State.WITHDRAWN: [end_certificates, tell("withdrawn")],
    State.IN_REVIEW: [],
    State.SUSPENDED: [tell("suspended")],
    State.CONSULTATION: [],
    State.PENDING_APPROVAL: [],
    State.APPROVED: [issue_certificate],
    State.DENIED: [end_certificates, tell("denied"), step_to(State.DELIVERED)],
    State.CERT_ISSUED: [tell("certificate_issued"), after_certificate],
    State.INSPECTION_PLANNED: [],
    State.ORIGIN_PENDING: [ask_origin],
    State.ORIGIN_RELEASED: [origin_acted, tell("origin_released")],
    State.ORIGIN_REFUSED: [origin_acted, tell("origin_refused")],
    State.CERT_EXPIRED: [origin_acted, tell("certificate_expired")],
    State.REGISTERED: [close],
    State.DELIVERED: [tell_delivered, step_to(State.CONCLUDED)],
    State.CONCLUDED: [],
    State.CLOSED_NO_RESPONSE: [tell("closed_no_response")],
    State.ARCHIVED: [],
    State.REVOKED: [end_certificates, tell("revoked")],
}


def follow(sender: type[Application], application: Application, event: Event, **_: Any) -> None:
    """Carry out the consequences of a move, in order."""
    for consequence in CONSEQUENCES[State(event.after)]:
        consequence(application, event)


def connect() -> None:
    """Listen to moves. Called once when Django starts; nothing else listens."""
    moved.connect(follow, dispatch_uid="portal.flow")
