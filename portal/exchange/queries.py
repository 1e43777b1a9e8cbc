"""What officers and applicants are told about the way to the place of origin and back."""

from typing import Any

from portal.applications.models import Application
from portal.applications.queries import latest_submission
from portal.applications.states import State
from portal.certificates.models import Certificate
from portal.exchange.models import Packet
from portal.exchange.transports import transport
from portal.rulebook.queries import norms
from portal.workdays.queries import today

Exchanged = Packet.Exchanged


def for_desk(application: Application) -> dict[str, Any]:
    """Return how a case goes to its place of origin, for its officers; {} for services without an exchange.

    way: "hand" (this place is not reached), "unconnected", "waiting", "sent" or "failed"; "" unless the case waits.
    faults: answers that came for the case and moved nothing. Two queries.
    """
    exchange = application.declaration.exchange
    if exchange is None or (application.decided_at is None and not application.packets.exists()):
        return {}
    submission = latest_submission(application)
    if submission is None:
        return {}
    answers = submission.content["answers"]
    packets = list(application.packets.order_by("-created_at"))
    out = next((row for row in packets if row.direction == "out" and not row.superseded_at), None)
    way = ""
    if application.state == State.ORIGIN_PENDING:
        way = _way(out) if exchange.lane(answers) == "DELTA" else "hand"
    return {
        "way": way,
        "origin": exchange.origin(answers),
        "packet": out,
        "faults": [row for row in packets if row.direction == "in" and row.error],
    }


def _way(out: Packet | None) -> str:
    if out is None or (out.exchange_status == Exchanged.RECEIVED and transport() is None):
        return "unconnected"
    if out.exchange_status == Exchanged.FAILED:
        return "failed"
    return "waiting" if out.exchange_status == Exchanged.RECEIVED else "sent"


def for_applicant(application: Application) -> dict[str, Any]:
    """Return what an applicant has to do while the place of origin acts; {} in every other state.

    way: "asked" (we ask; asked_at is set once we have), or "hand" (the applicant takes the permit there).
    """
    exchange = application.declaration.exchange
    submission = latest_submission(application)
    if exchange is None or submission is None or application.state != State.ORIGIN_PENDING:
        return {}
    answers = submission.content["answers"]
    told: dict[str, Any] = {"origin": exchange.origin(answers), "way": "hand"}
    if exchange.lane(answers) == "DELTA":
        out = application.packets.filter(direction="out", superseded_at=None).exclude(sent_at=None).first()
        return {**told, "way": "asked", "asked_at": out.sent_at if out else None}
    permit = application.certificates.filter(
        type=application.declaration.certificate.type,
        status=Certificate.Status.ISSUED,
        register=Certificate.Register.ACTIVE,
    ).first()
    unit = norms(today()).entries("units").get(application.unit, {})
    return {**told, "permit": permit, "unit": unit}
