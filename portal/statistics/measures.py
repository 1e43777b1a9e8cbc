"""What is counted: its names, and which moves count as what."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.applications.states import State

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str

S = State
ARRIVED, CONCLUDED, APPROVED, DENIED = "arrived", "concluded", "approved", "denied"
CORRECTED, ACCEPTED, REFUSED, WITHDRAWN, UNANSWERED = (
    "corrected",
    "accepted",
    "refused",
    "withdrawn",
    "unanswered",
)
IN_TIME, LATE, UNLAWFUL = "in_time", "late", "unlawful"
WHOLE, RATED = "whole", "rated"
#: A move into a state counts as one of these.
OF_STATE: dict[str, str] = {
    S.APPROVED: APPROVED,
    S.DENIED: DENIED,
    S.CORRECTION: CORRECTED,
    S.ACCEPTED: ACCEPTED,
    S.REJECTED_INTAKE: REFUSED,
    S.REFERRED: REFUSED,
    S.WITHDRAWN: WITHDRAWN,
    S.CLOSED_NO_RESPONSE: UNANSWERED,
}
#: The stages whose time is taken, by the states they are made of, in the order of a case.
STAGES: dict[str, tuple[Text, frozenset[str]]] = {
    "intake": (_("Intake"), frozenset({S.SUBMITTED, S.RECEIVED})),
    "correction": (_("Waiting for corrections"), frozenset({S.CORRECTION})),
    "review": (_("Review"), frozenset({S.ACCEPTED, S.IN_REVIEW, S.CONSULTATION})),
    "stopped": (_("Clock stopped"), frozenset({S.SUSPENDED})),
    "decision": (_("Decision"), frozenset({S.PENDING_APPROVAL})),
    "paper": (_("Certificate"), frozenset({S.APPROVED, S.CERT_ISSUED})),
    "origin": (_("Place of origin"), frozenset({S.ORIGIN_PENDING})),
}


def stage_of(state: str) -> str:
    """Return the stage that a state belongs to; "" for one whose time is not taken."""
    return next((code for code, (_title, states) in STAGES.items() if state in states), "")
