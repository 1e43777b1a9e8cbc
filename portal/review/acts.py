"""The acts of the desk as a table: from which states they lead where, and what the button says.

Who may make them stands in `applications.states.MOVES`; `policies` joins the two.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.applications.states import MOVES, Actor, State

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str

#: Lengths of the reasons that are asked for, in characters (issue 6, "reason ≥ 15 characters").
LEAST_REASON, LEAST_NOTE = 15, 10


@dataclass(frozen=True)
class Act:
    """One act. `code` stands in the address, `done` is said afterwards, `why` says why an officer may not.

    main: the one act of its states that is offered first. danger: it ends the case against the applicant.
    """

    code: str
    states: frozenset[State]
    to: State
    title: Text
    done: Text
    main: bool = False
    danger: bool = False
    why: str = ""

    @property
    def role(self) -> Actor:
        """The role that makes this move, from the table of moves."""
        return MOVES[next(iter(self.states))][self.to]


S = State
RECEIVED = frozenset({S.RECEIVED})
PENDING = frozenset({S.PENDING_APPROVAL})
ORIGIN = frozenset({S.ORIGIN_PENDING})
ACTS: tuple[Act, ...] = (
    Act("accept", RECEIVED, S.ACCEPTED, _("Accept the case"), _("accepted"), main=True),
    Act("correct", RECEIVED, S.CORRECTION, _("Ask for corrections"), _("corrections asked for")),
    Act("refer", RECEIVED, S.REFERRED, _("Refer elsewhere"), _("referred elsewhere")),
    Act("refuse", RECEIVED, S.REJECTED_INTAKE, _("Refuse at intake"), _("refused at intake"), danger=True),
    Act(
        "propose",
        frozenset({S.IN_REVIEW}),
        S.PENDING_APPROVAL,
        _("Propose a decision"),
        _("proposal handed on"),
        main=True,
    ),
    Act("approve", PENDING, S.APPROVED, _("Approve"), _("approved"), main=True),
    Act("return", PENDING, S.IN_REVIEW, _("Return to review"), _("returned to review")),
    Act("deny", PENDING, S.DENIED, _("Deny"), _("denied"), danger=True),
    Act("release", ORIGIN, S.ORIGIN_RELEASED, _("Record the release"), _("release recorded"), main=True),
    Act(
        "origin-refusal", ORIGIN, S.ORIGIN_REFUSED, _("Record a refusal"), _("refusal recorded"), danger=True
    ),
    Act(
        "register",
        frozenset({S.ORIGIN_RELEASED}),
        S.REGISTERED,
        _("Enter in the register"),
        _("registered"),
        main=True,
    ),
    Act(
        "reopen",
        frozenset({S.ORIGIN_REFUSED, S.CERT_EXPIRED}),
        S.IN_REVIEW,
        _("Review again"),
        _("under review again"),
        main=True,
    ),
)

BY_CODE: dict[str, Act] = {act.code: act for act in ACTS}

#: Grounds of a refusal at intake (A9, 不予受理决定书). Written to the applicant in his or her language.
INTAKE_GROUNDS: dict[str, Text] = {
    "not_required": _("No application is needed for this matter"),
    "not_our_powers": _("The matter is not within the powers of this office"),
    "other_item": _("The matter belongs to another service"),
}

#: A filing is taken note of, not granted: these are the only grounds on which it can be denied (B-filings).
FILING_GROUNDS: dict[str, Text] = {
    "forbidden": _("Forbidden by law"),
    "not_our_powers": _("The matter is not within the powers of this office"),
    "not_required": _("No application is needed for this matter"),
}

#: What a reviewer recommends. The code opens the note of the event: `for: …`.
RECOMMENDATIONS: dict[str, Text] = {"for": _("Approve"), "against": _("Deny")}


def split_recommendation(note: str) -> tuple[str, str]:
    """Return (recommendation code, text) of the note of a proposal; the code is empty for any other note."""
    code, mark, text = note.partition(": ")
    return (code, text) if mark and code in RECOMMENDATIONS else ("", note)
