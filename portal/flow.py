"""What follows each move. One page: read it to know what the portal does by itself.

Everything here runs inside the transaction of the move: rows are written now, so that a move whose
consequences cannot be written does not happen; mails, PDFs and storage are tasks that start after the commit.
"""

from collections.abc import Callable
from typing import Any

from django.utils import translation

from portal.applications import actions as applications
from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.applications.queries import addressees, outcome_of
from portal.applications.signals import extended, moved
from portal.applications.states import AFTER_CERTIFICATE, State
from portal.assignments import actions as assignments
from portal.certificates import actions as certificates
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.signals import reissued, turned
from portal.checkpoints import actions as checkpoints
from portal.companies import actions as companies
from portal.correspondence.models import Message
from portal.correspondence.signals import sent
from portal.documents import actions as documents
from portal.documents.queries import titles_of, unkept
from portal.documents.signals import arrived
from portal.exchange import handing as exchange
from portal.notifications import inbox
from portal.notifications import telling as notifications
from portal.notifications.models import Notice
from portal.reports import actions as reports
from portal.reports.models import Ledger
from portal.reports.queries import is_used_up
from portal.reports.signals import ended, revived
from portal.review import actions as review
from portal.rulebook.queries import norms
from portal.signing import actions as signing
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today

Consequence = Callable[[Application, Event], None]


def tell(kind: str) -> Consequence:
    """Return the consequence that the applicant is told by mail with the text of that kind.

    For a company whose handler left that are the managers of its account.
    """

    def tell_applicant(application: Application, event: Event) -> None:
        for person in addressees(application):
            notifications.tell(
                recipient=person,
                kind=kind,
                language=application.language,
                subject=subject_of(application),
                context=notice_context(application, event),
            )

    return tell_applicant


def subject_of(application: Application) -> str:
    """Return what a notice about a case names as its subject."""
    return f"application:{application.pk}"


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
            "papers": promised(application) if event.after == State.ACCEPTED else [],
            "closing": str(application.declaration.closing.title) if application.declaration.closing else "",
            "nature": application.declaration.nature,
            "outcome": outcome_said(application, event),
            "visit_days": visit_days(application),
            "stop": "\n".join(outcomes.stop_words(event.grounds)),
        }


def visit_days(application: Application) -> int | None:
    """Return within how many days officers visit the place after the certificate; None where nobody does."""
    service = application.declaration
    return int(norms(today()).value(service.inspection)) if service.after == "inspect" else None


def outcome_said(application: Application, event: Event) -> str:
    """Return what a notice tells of the outcome of a case, in the active language; "" when there is none.

    With the certificate goes on what grounds a licence was granted; that was written with the decision before.
    """
    if event.after == State.CERT_ISSUED and application.declaration.nature == "licence":
        granted = outcome_of(application)
        return outcomes.said(granted, application.declaration) if granted else ""
    told = event.outcome or event.after == State.REVOKED
    return outcomes.said(event, application.declaration) if told else ""


def promised(application: Application) -> list[str]:
    """Return the papers that are still to come, each with its day, in the active language."""
    rows = unkept(application)
    titles = titles_of(application, rows)
    return [f"{title} – {local_date(row.due_on)}" for row, title in zip(rows, titles, strict=True)]


def receive(application: Application, event: Event) -> None:
    """Register a submitted case at once: there is no way to refuse a submission before it has a number."""
    applications.receive(application=application)


def fix_due_days(application: Application, event: Event) -> None:
    """Fix the days by which papers are due that were promised for after the acceptance."""
    documents.set_due(application=application)


def keep_signatures(application: Application, event: Event) -> None:
    """Keep the signatures with what was just submitted: a correction may ask for new ones later."""
    signing.keep_with_submission(application=application)


def step_to(state: State) -> Consequence:
    """Return the consequence that the portal itself moves the case on to that state."""

    def go_on(application: Application, event: Event) -> None:
        applications.move(application, state, by=None)

    return go_on


def judge(application: Application, event: Event) -> None:
    """Have the automatic checkpoints of the stage that begins now judged; it never refuses anything."""
    checkpoints.judge(application)


def follow_up(application: Application, event: Event) -> None:
    """Have checked later what registers could not answer at submission."""
    review.open_follow_ups(application=application)


def label_first(application: Application, event: Event) -> None:
    """Label the first case of a company (首次)."""
    review.mark_first(application=application)


def label_omission(application: Application, event: Event) -> None:
    """Label a case that was accepted although papers are still to come (容缺)."""
    review.mark_omission(application=application)


def label_consulted(application: Application, event: Event) -> None:
    """Label a case about which other offices were consulted."""
    review.mark(application=application, code="consulted")


def confirm_company(application: Application, event: Event) -> None:
    """Confirm the account of the company whose first filing has been approved."""
    if application.company is not None:
        companies.confirm_by_filing(company=application.company, case=str(application.number))


def issue_certificate(application: Application, event: Event) -> None:
    """Ask for the certificate; the applicant is told when it has been stored and read back, not before."""
    certificates.request(application=application)


def tell_issued(application: Application, event: Event) -> None:
    """Tell that the certificate is ready; where a visit follows, that is told with the visit, in one mail."""
    if application.declaration.after != "inspect":
        tell("certificate_issued")(application, event)


def open_ledger(application: Application, event: Event) -> None:
    """Keep the ledger of the certificate just issued, for what its holder reports from now on."""
    kind, active = application.declaration.certificate.type, Certificate.Register.ACTIVE
    issued = application.certificates.filter(type=kind, register=active, status=Certificate.Status.ISSUED)
    for row in issued:
        reports.open_ledger(
            application=application, number=row.number or "", issued_on=row.issued_on, valid_to=row.valid_to
        )


def after_certificate(application: Application, event: Event) -> None:
    """Deliver, hand over to the place of origin, or plan the visit, as the service declares."""
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
    """Tell who has been registered or visited, now that it is recorded; others know already."""
    kind = {State.REGISTERED.value: "registered", State.INSPECTION_PLANNED.value: "visit_recorded"}.get(
        event.before
    )
    if kind:
        tell(kind)(application, event)


def end_certificates(application: Application, event: Event) -> None:
    """Take what was issued for the case out of force: nothing stands behind it any more."""
    reports.close_ledgers(application=application)
    certificates.end(application=application, register=Certificate.Register.REVOKED)


def invite_to_rate(application: Application, event: Event) -> None:
    """Ask the applicant once how it was (好差评)."""
    told = Notice.objects.filter(kind="rating_invitation", subject=subject_of(application))
    if not told.exists():
        tell("rating_invitation")(application, event)


CONSEQUENCES: dict[State, list[Consequence]] = {
    State.DRAFT: [],
    State.SUBMITTED: [receive],
    State.RECEIVED: [keep_signatures, label_first, judge, tell("received")],
    State.CORRECTION: [tell("correction")],
    State.ACCEPTED: [follow_up, fix_due_days, label_omission, tell("accepted"), step_to(State.IN_REVIEW)],
    State.REJECTED_INTAKE: [tell("rejected_intake")],
    State.REFERRED: [tell("referred")],
    State.WITHDRAWN: [end_certificates, tell("withdrawn")],
    State.IN_REVIEW: [judge],
    State.SUSPENDED: [tell("suspended")],
    State.CONSULTATION: [label_consulted],
    State.PENDING_APPROVAL: [judge],
    State.APPROVED: [confirm_company, issue_certificate],
    State.DENIED: [end_certificates, tell("denied"), step_to(State.DELIVERED)],
    State.CERT_ISSUED: [tell_issued, open_ledger, judge, after_certificate],
    State.INSPECTION_PLANNED: [tell("inspection_planned")],
    State.ORIGIN_PENDING: [ask_origin],
    State.ORIGIN_RELEASED: [origin_acted, tell("origin_released")],
    State.ORIGIN_REFUSED: [origin_acted, tell("origin_refused")],
    State.CERT_EXPIRED: [origin_acted, tell("certificate_expired")],
    State.REGISTERED: [close],
    State.DELIVERED: [tell_delivered, step_to(State.CONCLUDED)],
    State.CONCLUDED: [invite_to_rate, judge],
    State.CLOSED_NO_RESPONSE: [tell("closed_no_response")],
    State.ARCHIVED: [],
    State.REVOKED: [end_certificates, tell("revoked")],
}


def follow(sender: type[Application], application: Application, event: Event, **_: Any) -> None:
    """Give the case to whoever goes on with it, tell those who follow it, then carry out what follows, in order."""
    assignments.pass_on(application=application, event=event)
    review.tell_of_move(application=application, event=event)
    for consequence in CONSEQUENCES[State(event.after)]:
        consequence(application, event)
    certificates.notify(application=application, event=event)


def use_up(sender: type[Ledger], ledger: Ledger, **_: Any) -> None:
    """Nothing is left of a certificate, or its holder ended it: the public is told that it is used up."""
    certificates.mark_used(number=ledger.number)


def note_paper(sender: type[Application], application: Application, **_: Any) -> None:
    """A paper came that was promised: when it was the last one, the label of it goes."""
    review.mark_omission(application=application)


def restore(sender: type[Ledger], ledger: Ledger, **_: Any) -> None:
    """The report that used a certificate up was withdrawn: it is in force again."""
    certificates.mark_unused(number=ledger.number)


def message_sent(sender: type[Message], message: Message, **_: Any) -> None:
    """Tell the other side: the applicant by mail, the officer who works on the case and who follows it in the inbox."""
    case = message.application
    review.tell_followers(application=case, kind="case_message", by=message.author)
    if message.side == Message.Side.APPLICANT:
        if case.assignee is not None:
            number = {"number": case.number}
            inbox.put(recipient=case.assignee, kind="message", subject=subject_of(case), context=number)
        return
    with translation.override(case.language):
        context = {
            "number": case.number,
            "service": str(case.declaration.title),
            "application": str(case.pk),
        }
    for person in addressees(case):
        notifications.tell(
            recipient=person,
            kind="message",
            language=case.language,
            subject=subject_of(case),
            context=context,
        )


def time_extended(sender: type[Application], application: Application, event: Event, **_: Any) -> None:
    """Issue the notice that a decision takes longer."""
    certificates.notify(application=application, event=event)


#: Kinds of the texts that tell the holder what happened to a certificate.
TOLD = {
    RegisterEntry.Act.SUSPENDED: "certificate_suspended",
    RegisterEntry.Act.RESUMED: "certificate_resumed",
    RegisterEntry.Act.CANCELLED: "certificate_cancelled",
    RegisterEntry.Act.EXPIRED: "certificate_ended",
}


def certificate_turned(
    sender: type[Certificate], certificate: Certificate, line: RegisterEntry, **_: Any
) -> None:
    """Tell the holder that a certificate is suspended, in force again, closed out or at its end, and why.

    What was used up while it was suspended is used up now, as the suspension is over.
    """
    if line.act == RegisterEntry.Act.RESUMED and is_used_up(certificate.number or ""):
        certificates.mark_used(number=certificate.number or "")
    if line.act == RegisterEntry.Act.CANCELLED:
        reports.close_ledgers(application=certificate.application)
    tell_of_certificate(TOLD[RegisterEntry.Act(line.act)], certificate, line.reason, line.ground)


def certificate_reissued(
    sender: type[Certificate], certificate: Certificate, former: Certificate, **_: Any
) -> None:
    """What was reported about the former certificate goes on with the new one, and the holder is told of it."""
    reports.go_on_with(
        before=former.number or "", after=certificate.number or "", valid_to=certificate.valid_to
    )
    tell_of_certificate("certificate_reissued", certificate, former.number or "")


def tell_of_certificate(kind: str, certificate: Certificate, reason: str, ground: str = "") -> None:
    """Tell those who hold a certificate by mail, with the text of that kind."""
    case = certificate.application
    with translation.override(case.language):
        context = {
            "number": case.number,
            "service": str(case.declaration.title),
            "certificate": certificate.number,
            "application": str(case.pk),
            "valid_to": local_date(certificate.valid_to),
            "reason": reason,
            "ground": ground,
        }
    for person in addressees(case):
        notifications.tell(
            recipient=person, kind=kind, language=case.language, subject=subject_of(case), context=context
        )


def connect() -> None:
    """Listen to moves, messages, ledgers, certificates and papers that come late. Called once when Django starts."""
    extended.connect(time_extended, dispatch_uid="portal.flow")
    turned.connect(certificate_turned, dispatch_uid="portal.flow")
    reissued.connect(certificate_reissued, dispatch_uid="portal.flow")
    moved.connect(follow, dispatch_uid="portal.flow")
    sent.connect(message_sent, dispatch_uid="portal.flow")
    ended.connect(use_up, dispatch_uid="portal.flow")
    revived.connect(restore, dispatch_uid="portal.flow")
    arrived.connect(note_paper, dispatch_uid="portal.flow")
