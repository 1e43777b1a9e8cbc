"""Send packets: the contents are frozen first, then handed over; both may be repeated.

Without an exchange nothing is tried and nothing counts as an attempt: the case is handled by hand, and what waits
is sent as soon as an exchange is connected.
"""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, covers, has_part
from portal.applications.states import State
from portal.audit import actions as audit
from portal.catalog.papers import CaseRecord
from portal.certificates.actions import wait
from portal.certificates.freezing import case_record
from portal.certificates.models import Certificate
from portal.exchange import packets
from portal.exchange.models import Packet
from portal.exchange.transports import Transport, TransportDown, transport
from portal.rulebook.queries import norms
from portal.work.background import claim
from portal.workdays.queries import today

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
Exchanged = Packet.Exchanged


def waiting() -> QuerySet[Packet]:
    """Return the packets that are to be sent."""
    return Packet.objects.filter(
        direction=Packet.Direction.OUT, exchange_status=Exchanged.RECEIVED, superseded_at=None
    )


def send(*, packet_id: str | UUID) -> bool:
    """Send a packet; True when it has been sent now.

    Safe to call any number of times and from several processes; ten attempts in all. False without an exchange.
    """
    try:
        to = transport()
        if to is None:
            return False
        freeze(packet_id=packet_id)
        return push(packet_id=packet_id, to=to)
    except TransportDown as problem:
        _note_failure(packet_id, str(problem))
    except Exception as problem:
        log.exception("packet %s failed", packet_id)
        _note_failure(packet_id, f"{type(problem).__name__}: {problem}")
    return False


@transaction.atomic
def freeze(*, packet_id: str | UUID) -> bool:
    """Write the contents of a packet, once: a packet sent again is the same. False when there is nothing to do.

    Raises NotAllowed when the case has no permit, and whatever the service's `request` raises.
    """
    packet = claim(waiting(), packet_id)
    if packet is None or packet.payload_sealed:
        return False
    case = packet.application
    if case is None or case.declaration.exchange is None:
        raise NotAllowed("this service has no exchange")
    record = record_of(case, packet.ywlsh)
    body = case.declaration.exchange.request(record, packet.zqzbh, norms(today()))
    packet.payload = packets.packet(packet.type, packet.ywlsh, packet.zqzbh, body)
    packet.save(update_fields=["payload_sealed"])
    return True


@transaction.atomic
def push(*, packet_id: str | UUID, to: Transport) -> bool:
    """Hand a frozen packet to the transport; False when there is nothing to send any more.

    The row stays locked meanwhile, so that two workers do not send the same. Raises TransportDown.
    """
    packet = claim(waiting(), packet_id)
    if packet is None or not packet.payload_sealed:  # not frozen: another worker failed at it just now
        return False
    if packet.application is None or packet.application.state != State.ORIGIN_PENDING:
        waiting().filter(pk=packet.pk).update(superseded_at=timezone.now())
        return False
    to.send(packet.ywlsh, packets.written(packet.payload))
    packet.exchange_status, packet.sent_at, packet.error = Exchanged.FRONT, timezone.now(), ""
    packet.save(update_fields=["exchange_status", "sent_at", "error"])
    _audit("system", "exchange:sent", packet, {"zqzbh": packet.zqzbh})
    return True


def sweep() -> int:
    """Send the packets that nobody sends; return how many went out. Waits longer after each failure."""
    if transport() is None:
        return 0
    now = timezone.now()
    due = Q()
    for attempts in range(MOST_ATTEMPTS):
        before = now - wait(attempts)
        due |= Q(attempts=attempts, created_at__lt=before) & (Q(tried_at=None) | Q(tried_at__lt=before))
    left = waiting().filter(due).order_by("created_at")
    return sum(send(packet_id=pk) for pk in list(left.values_list("pk", flat=True)[:200]))


@transaction.atomic
def retry(*, packet: Packet, by: User) -> bool:
    """Let a packet that failed be sent again. Raises NotAllowed when no posting covers the case, or it is one's own."""
    case = packet.application
    if case is None or not covers(by, case) or has_part(by, case):
        raise NotAllowed("no posting covers the case, or it is the officer's own")
    from portal.exchange.tasks import send_packet
    from portal.work.background import enqueue

    failed = Packet.objects.filter(
        pk=packet.pk,
        direction=Packet.Direction.OUT,
        exchange_status=Exchanged.FAILED,
        superseded_at=None,
    )
    if not failed.update(exchange_status=Exchanged.RECEIVED, attempts=0, error=""):
        return False
    enqueue(send_packet, str(packet.pk))
    _audit(f"user:{by.pk}", "exchange:retry", packet)
    return True


def record_of(application: Application, serial: str) -> CaseRecord:
    """Return what the service is told about a case when it writes the packet, with its permit in force.

    Raises NotAllowed when there is none.
    """
    permit = application.certificates.filter(
        type=application.declaration.certificate.type,
        status=Certificate.Status.ISSUED,
        register=Certificate.Register.ACTIVE,
    ).first()
    if permit is None:
        raise NotAllowed("a case without a permit is not handed over")
    record = case_record(application, permit)
    accepted = application.events.filter(after=State.ACCEPTED).order_by("-version").first()
    extra = {
        "serial": serial,
        "accepted_by": application.acceptor.get_full_name() if application.acceptor else "",
        "accepted_at": timezone.localtime(accepted.at) if accepted else None,
    }
    known = {
        "certificate_number": permit.number or "",
        "issued_on": permit.issued_on,
        "valid_to": permit.valid_to,
    }
    return CaseRecord(**{**vars(record), **known, "extra": {**record.extra, **extra}})


def _audit(actor: str, action: str, packet: Packet, data: dict[str, Any] | None = None) -> None:
    audit.record(actor=actor, action=action, subject=f"packet:{packet.pk}", data=data)


def _note_failure(packet_id: str | UUID, problem: str) -> None:
    rows = waiting().filter(pk=packet_id)
    rows.update(attempts=F("attempts") + 1, error=problem[:300], tried_at=timezone.now())
    if rows.filter(attempts__gte=MOST_ATTEMPTS).update(exchange_status=Exchanged.FAILED):
        log.error("packet %s stopped: %s", packet_id, problem)
    else:
        log.warning("packet %s will be sent again: %s", packet_id, problem)
