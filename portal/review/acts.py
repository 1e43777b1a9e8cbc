"""The acts of the desk as a table: from which states they lead where, and what the button says.

Who may make them stands in `applications.states.MOVES`; `policies` joins the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.applications.actions.extending import EXTENDABLE
from portal.applications.outcomes import NOT_FILED, Outcome
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
    to: where it leads; None for an act that is no move, which `mover` makes.
    """

    code: str
    states: frozenset[State]
    to: State | None
    title: Text
    done: Text
    main: bool = False
    danger: bool = False
    why: str = ""
    mover: Actor | None = None

    @property
    def role(self) -> Actor:
        """The role that makes this move, from the table of moves."""
        return MOVES[next(iter(self.states))][self.to] if self.to else self.mover or Actor.SYSTEM


S = State
RECEIVED = frozenset({S.RECEIVED})
PENDING = frozenset({S.PENDING_APPROVAL})
ORIGIN = frozenset({S.ORIGIN_PENDING})
#: From where a decision may be revoked, as the table of moves has it.
GRANTED = frozenset(state for state, moves in MOVES.items() if S.REVOKED in moves)
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
    Act("suspend", frozenset({S.IN_REVIEW}), S.SUSPENDED, _("Stop the clock"), _("clock stopped")),
    Act(
        "resume",
        frozenset({S.SUSPENDED}),
        S.IN_REVIEW,
        _("Go on with the review"),
        _("clock runs"),
        main=True,
    ),
    Act(
        "extend", EXTENDABLE, None, _("Extend the time limit"), _("time limit extended"), mover=Actor.APPROVER
    ),
    Act("revoke", GRANTED, S.REVOKED, _("Revoke the decision"), _("revoked"), danger=True),
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
        "visit",
        frozenset({S.INSPECTION_PLANNED}),
        S.DELIVERED,
        _("Record the visit"),
        _("visit recorded"),
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

#: Acts whose paper is shown as the applicant will read it before it leaves; the others have a folded preview at most.
SHOWN_BEFORE = frozenset({"correct", "refuse", "refer", "suspend", "deny", "extend", "revoke"})
#: Acts that can be looked at beforehand without an extra step: what follows them is told to the applicant, too.
PREVIEWED = frozenset({"accept", "approve", "resume", "release", "origin-refusal", "register", "visit"})

#: What the acts are called for a filing: it is taken note of or recorded as none; nobody refuses it (B10).
FILING_WORDS: dict[str, tuple[Text, Text]] = {
    "approve": (_("File it"), _("filed")),
    "deny": (_("Record: not to be filed"), _("recorded as not to be filed")),
    "refuse": (_("Record: not a filing matter"), _("recorded as not a filing matter")),
}
#: Acts that a filing does not have: where it belongs instead is said with the ground "not competent".
NOT_FOR_FILINGS = frozenset({"refer"})


def offered_for(act: Act, nature: str) -> bool:
    """Return whether cases of a nature (of `catalog.declaration.Service`) have the act at all."""
    return not (nature == "filing" and act.code in NOT_FOR_FILINGS)


def named(act: Act, nature: str) -> Act:
    """Return an act as it is called for cases of a nature."""
    if nature != "filing" or act.code not in FILING_WORDS:
        return act
    title, done = FILING_WORDS[act.code]
    return replace(act, title=title, done=done)


def filing_grounds(bars: Mapping[str, Text]) -> dict[str, Text]:
    """Return the grounds on which a filing is not taken note of, by code.

    bars: `Service.bars`; without any, the law forbids nothing that this service is for, so that is no ground.
    """
    return {code.value: code.label for code in NOT_FILED if bars or code is not Outcome.FORBIDDEN}


#: What a reviewer recommends. The code opens the note of the event: `for: …`.
RECOMMENDATIONS: dict[str, Text] = {"for": _("Approve"), "against": _("Deny")}
FILING_RECOMMENDATIONS: dict[str, Text] = {"for": _("File it"), "against": _("Not to be filed")}


def recommendations_for(nature: str) -> dict[str, Text]:
    """Return what may be recommended in cases of a nature, by code."""
    return FILING_RECOMMENDATIONS if nature == "filing" else RECOMMENDATIONS


def split_recommendation(note: str) -> tuple[str, str]:
    """Return (recommendation code, text) of the note of a proposal; the code is empty for any other note."""
    code, mark, text = note.partition(": ")
    return (code, text) if mark and code in RECOMMENDATIONS else ("", note)
