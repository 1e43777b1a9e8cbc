"""Hand a case over to its place of origin, and see to its packet when the case moves on."""

from django.db import transaction
from django.utils import timezone

from portal.applications.models import Application
from portal.applications.numbers import draw
from portal.applications.queries import latest_submission
from portal.applications.states import State
from portal.exchange.models import Packet
from portal.exchange.tasks import send_packet
from portal.rulebook.queries import norms
from portal.standards.migration_certificates import numbered
from portal.work.background import enqueue
from portal.workdays.queries import today

#: Key of the rulebook: what stands before the eight digits of a permit's number in the exchange.
PREFIX = "exchange.number_prefix"
Exchanged = Packet.Exchanged


def by_exchange(application: Application) -> bool:
    """Return whether a case goes to its place of origin by the exchange. One query."""
    exchange = application.declaration.exchange
    submission = latest_submission(application) if exchange else None
    return bool(exchange and submission and exchange.lane(submission.content["answers"]) == "DELTA")


@transaction.atomic
def hand_over(*, application: Application) -> Packet | None:
    """Write the packet of a case that waits for its place of origin, with its number; it is sent after the commit.

    None when the case goes by hand. A packet that was written for the case before is superseded: no answer to it
    moves the case any more.
    """
    if not by_exchange(application):
        return None
    out = application.packets.filter(direction=Packet.Direction.OUT)
    out.filter(superseded_at=None).update(superseded_at=timezone.now())
    ywlsh = f"{application.number}-{out.count() + 1}"
    prefix = str(norms(today()).value(PREFIX))
    packet = Packet.objects.create(
        application=application,
        direction=Packet.Direction.OUT,
        type=Packet.Type.PERMIT,
        ywlsh=ywlsh,
        zqzbh=numbered(prefix, draw(f"exchange:{prefix}")),
    )
    enqueue(send_packet, str(packet.pk))
    return packet


def settle(*, application: Application, state: State) -> None:
    """Note on the packet of a case that the case waits no more: released, refused, or its permit ran out."""
    waiting = application.packets.filter(direction=Packet.Direction.OUT, superseded_at=None)
    if state is State.ORIGIN_RELEASED:
        waiting.exclude(sent_at=None).update(exchange_status=Exchanged.CONCLUDED)
        waiting = waiting.filter(sent_at=None)  # released by hand before it went out
    elif state is State.ORIGIN_REFUSED:
        waiting.exclude(sent_at=None).update(exchange_status=Exchanged.RETURNED)
    waiting.update(superseded_at=timezone.now())
