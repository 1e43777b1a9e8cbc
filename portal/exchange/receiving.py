"""Take the answers that came in: each moves its case once, or is kept with the reason why it moves nothing."""

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import latest_submission
from portal.applications.states import State
from portal.audit import actions as audit
from portal.catalog.declaration import Exchange, Release
from portal.certificates.models import Certificate
from portal.exchange.models import Packet
from portal.exchange.packets import Envelope, Malformed, opened
from portal.exchange.transports import MOST_BYTES, Transport, TransportDown, shown, transport
from portal.review import actions as review
from portal.review.policies import NotPossible
from portal.standards.digests import sha256
from portal.workdays.queries import today

log = logging.getLogger(__name__)
Fault = Packet.Fault


def poll() -> int:
    """Take everything that lies in the inbox; return how many cases were moved. 0 without an exchange."""
    source = transport()
    if source is None:
        return 0
    moved = 0
    try:
        for name, content in source.waiting():
            moved += take(source, name, content)
    except TransportDown as problem:
        log.warning("the inbox of the exchange cannot be read: %s", problem)
    return moved


def take(source: Transport, name: str, content: bytes) -> bool:
    """Deal with one file of the inbox and put it aside; True when it moved a case.

    What is no packet is put aside as such. What fails in a way that nobody foresaw stays for the next round.
    """
    try:
        try:
            check_name(name)
            envelope = opened(content, Packet.Type.RELEASE, MOST_BYTES)
        except Malformed as problem:
            log.error("inbox: %s is no packet: %s", shown(name), problem)
            source.refused(name)
            return False
        moved = receive(source=name[:200], digest=sha256(content), envelope=envelope)
        source.taken(name)
    except Exception:
        log.exception("inbox: %s failed", shown(name))
        return False
    return moved


def check_name(name: str) -> None:
    """Raise Malformed for a name with control characters or halves of characters: no log and no table takes them."""
    if not name.isprintable():
        raise Malformed("its name is none of a machine")


@transaction.atomic
def receive(*, source: str, digest: str, envelope: Envelope) -> bool:
    """Keep an answer and let it move its case, in one transaction; True when it did.

    source, digest: name and SHA-256 of the file; the same file is kept once, whoever comes second does nothing.
    """
    out = Packet.objects.filter(direction=Packet.Direction.OUT, zqzbh=envelope.zqzbh).first()
    packet = Packet(
        application=out.application if out else None,
        direction=Packet.Direction.IN,
        type=envelope.type,
        ywlsh=envelope.ywlsh,
        zqzbh=envelope.zqzbh,
        source=source,
        digest=digest,
        received_at=timezone.now(),
    )
    packet.payload = envelope.packet
    try:
        with transaction.atomic():
            packet.save(force_insert=True)
    except IntegrityError:  # another ticker took the same file
        return False
    fault = answer(out, envelope)
    packet.exchange_status = Packet.Exchanged.FAILED if fault else Packet.Exchanged.CONCLUDED
    packet.error = fault
    packet.save(update_fields=["exchange_status", "error"])
    if fault:
        log.error("packet %s from %s moves nothing: %s", packet.pk, source, fault)
    audit.record(
        actor="system", action="exchange:received", subject=f"packet:{packet.pk}", data={"fault": fault}
    )
    return not fault


def answer(out: Packet | None, envelope: Envelope) -> str:
    """Move the case that an answer is about; return "" when it was, else the code of `Packet.Fault`."""
    case = out.application if out else None
    if out is None or case is None or case.declaration.exchange is None:
        return Fault.UNKNOWN
    if fault := _not_waiting(out, case):
        return fault
    exchange = case.declaration.exchange
    try:
        release = exchange.read(envelope.packet)
    except Exception as problem:  # whatever somebody else's machine wrote must not stop the others
        log.exception("an answer for %s cannot be read: %s", out.ywlsh, type(problem).__name__)
        return Fault.UNREADABLE
    if not about(exchange, release, case):
        return Fault.OTHER_PERSON
    return _record(case, release)


def about(exchange: Exchange, release: Release, case: Application) -> bool:
    """Return whether an answer is about exactly the persons of a case; a refusal may name fewer."""
    submission = latest_submission(case)
    persons = exchange.persons(submission.content["answers"]) if submission else frozenset()
    return release.persons <= persons if release.refused else release.persons == persons


def _not_waiting(out: Packet, case: Application) -> str:
    if out.superseded_at and case.state == State.ORIGIN_PENDING:
        return Fault.SUPERSEDED
    if case.state != State.ORIGIN_PENDING:
        return Fault.NOT_WAITING
    permits = case.certificates.filter(
        type=case.declaration.certificate.type, register=Certificate.Register.ACTIVE
    )
    return Fault.PERMIT_EXPIRED if permits.filter(valid_to__lt=today()).exists() else ""


def _record(case: Application, release: Release) -> str:
    try:
        if release.refused:
            review.record_refusal(
                application=case, by=None, version=case.version, reason=release.refused[:2000]
            )
        elif release.issued_on is None:
            return Fault.UNREADABLE
        else:
            review.record_release(
                application=case,
                by=None,
                version=case.version,
                number=release.number,
                issued_by=release.organ,
                issued_on=release.issued_on,
                valid_to=release.valid_to,
            )
    except NotPossible as problem:
        log.error("the answer for %s is not accepted: %s", case.number, problem)
        return Fault.RELEASE_EXPIRED
    except (Conflict, NotAllowed):  # recorded by hand, or run out, at this very moment
        return Fault.NOT_WAITING
    return ""
