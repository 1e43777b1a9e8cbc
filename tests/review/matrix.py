"""Who may open and change what at the desk: the table, written by hand from the issue and the rules of each room.

A row says for one address who gets its page and whom a POST is for; everybody else is refused. A new address fails
`test_matrix` until it has a row.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.certificates.models import Proposal
from portal.consultations.forms import FORMS
from portal.review.acts import ACTS
from portal.review.batch import DEEDS

#: Where somebody is posted, seen from the case. "own" is posted at its station and is its applicant.
PLACES = ("station", "district", "city", "own", "another station", "another district")
STATES = ("RECEIVED", "IN_REVIEW", "PENDING_APPROVAL")
#: Whose turn it is in a state (A8), and what that role can do with the case then.
TURN = {"RECEIVED": "intake", "IN_REVIEW": "reviewer", "PENDING_APPROVAL": "approver"}
ACTS_OF = {
    ("RECEIVED", "intake"): {"accept", "correct", "refer", "refuse"},
    ("IN_REVIEW", "reviewer"): {"propose", "suspend"},
    ("IN_REVIEW", "approver"): {"extend"},
    ("PENDING_APPROVAL", "approver"): {"approve", "return", "deny", "extend"},
}


@dataclass(frozen=True)
class Who:
    """An officer in a state of the case. what: code of the act, of the batch, or of the consultation."""

    role: str
    place: str
    state: str
    what: str = ""

    @property
    def sees(self) -> bool:
        """Whether the case is in the officer's units, and not the officer's own."""
        return self.place in {"station", "district", "city"}

    @property
    def turn(self) -> bool:
        """Whether the next act on the case is the officer's."""
        return self.sees and TURN[self.state] == self.role

    @property
    def leads(self) -> bool:
        """Whether the officer gives out the work of the case's unit."""
        return self.sees and self.role in {"approver", "supervisor"}


Rule = Callable[[Who], bool]


def everybody(_who: Who) -> bool:
    return True


def nobody(_who: Who) -> bool:
    return False


def sees(who: Who) -> bool:
    return who.sees


def turn(who: Who) -> bool:
    return who.turn


def leads(who: Who) -> bool:
    return who.leads


def handles(who: Who) -> bool:
    """Supervisors look at cases; they do not work on them."""
    return who.sees and who.role != "supervisor"


def at_the_station(who: Who) -> bool:
    """Labels are kept by those who are posted to the very unit."""
    return who.place in {"station", "own"}


def acts(who: Who) -> bool:
    return who.sees and who.what in ACTS_OF.get((who.state, who.role), set())


def consults(who: Who) -> bool:
    return who.turn and who.role == "reviewer"


def chairs(who: Who) -> bool:
    """What a chair can do with a request that nobody has taken on yet."""
    return who.sees and who.role == "supervisor" and who.what in {"accept", "reject"}


def answers_for(who: Who) -> bool:
    """Ratings are for those who answer for how a unit works, wherever it is."""
    return who.role in {"approver", "supervisor"}


def enters_absences(who: Who) -> bool:
    """An absence of a colleague is no matter of the case, so that also the applicant's post counts."""
    return answers_for(who) and who.place in {"station", "district", "city", "own"}


def may_ask(who: Who) -> bool:
    """A certificate is suspended, closed out or issued anew when a reviewer or approver asks for it ..."""
    return who.role in {"reviewer", "approver"}


def asks(who: Who) -> bool:
    return who.sees and may_ask(who)


def asks_now(who: Who) -> bool:
    """What can be asked for while the case is still on its way."""
    return asks(who) and who.what in {"suspend", "cancel"}


def approves(who: Who) -> bool:
    """... and an approver, who is somebody else, decides."""
    return who.sees and who.role == "approver"


def records(who: Who) -> bool:
    return who.sees and who.role != "intake"


def in_a_batch(who: Who) -> bool:
    if who.what in {"accept", "approve"}:
        return acts(who)
    return who.leads if who.what == "assign" else who.sees


@dataclass(frozen=True)
class Row:
    """One address.

    page: who gets it by GET; None when it has no page. send: for whom a POST is; None when nothing can be sent.
    args: names of things in the address. codes: what it can be asked for, where one address serves several things.
    of_case: it is found through the case: who sees it and may not gets 403, the applicant as well. ok: what a page
    answers.
    """

    page: Rule | None
    send: Rule | None
    args: tuple[str, ...] = ()
    codes: tuple[str, ...] = ("",)
    of_case: bool = False
    ok: int = 200


def case(page: Rule | None, send: Rule | None, *more: str, codes: tuple[str, ...] = ("",)) -> Row:
    return Row(page, send, ("case", *more), codes, of_case=True)


def of_desk(page: Rule | None, send: Rule | None, *args: str, codes: tuple[str, ...] = ("",)) -> Row:
    return Row(page, send, args, codes)


TABLE: dict[str, Row] = {
    # The officer's own desk: what is in it depends on who asks, and a POST changes only what is the officer's own.
    "review:queue": of_desk(everybody, None),
    "review:next": Row(everybody, None, ok=302),
    "review:search": of_desk(None, nobody),
    "review:suggest": of_desk(everybody, None),
    "review:counts": of_desk(everybody, None),
    "review:columns": of_desk(everybody, nobody),
    "review:inbox": of_desk(everybody, None),
    "review:inbox-read": of_desk(None, nobody),
    "review:exports": of_desk(everybody, everybody),
    "review:views": of_desk(everybody, at_the_station),
    "review:view-restore": of_desk(None, nobody),
    "review:labels": of_desk(everybody, at_the_station),
    "review:absences": of_desk(everybody, enters_absences),
    "review:absence-end": of_desk(None, enters_absences),
    "review:interests": of_desk(everybody, everybody),
    "review:interest-remove": of_desk(None, nobody),
    "review:batch": of_desk(None, in_a_batch, codes=tuple(DEEDS)),
    # What a colleague at the station has: nobody else's.
    "review:memo": of_desk(nobody, None, "memo"),
    "review:export": of_desk(nobody, None, "export"),
    "review:export-retry": of_desk(None, nobody, "export"),
    "review:export-file": of_desk(nobody, None, "export"),
    "review:view": of_desk(None, nobody, "view"),
    "review:label": of_desk(at_the_station, at_the_station, "label"),
    # The company of the case.
    "review:company": of_desk(sees, None, "uscc"),
    "review:company-add": of_desk(None, records, "uscc"),
    "review:company-close": of_desk(None, records, "uscc", "incident"),
    # The case.
    "review:case": case(sees, None),
    "review:answers": case(sees, None),
    "review:show": case(None, sees),
    "review:readings": case(sees, None),
    "review:year": Row(sees, None, ("case",), of_case=True, ok=204),  # this case is of no company
    "review:people": case(sees, None),
    "review:messages": case(sees, handles),
    "review:follow-up": case(handles, handles, "check"),
    "review:case-labels": case(sees, sees),
    "review:follow": case(None, sees),
    "review:note": case(sees, sees),
    "review:strike": case(None, nobody, "note"),
    "review:claim": case(None, turn),
    "review:release": case(None, nobody),
    "review:alive": case(None, nobody),
    "review:hand-over": case(leads, leads),
    "review:stand-back": case(sees, sees),
    "review:checkpoints": case(sees, turn),
    "review:pass-over": case(None, lambda who: who.sees and who.role == "approver"),
    "review:act": case(acts, acts, "what", codes=tuple(act.code for act in ACTS)),
    # Consultations about the case. "requested" waits for a chair, "concluded" has come to its end.
    "desk_consultations:list": of_desk(everybody, None),
    "desk_consultations:new": case(consults, consults),
    "desk_consultations:page": of_desk(sees, None, "requested"),
    "desk_consultations:minutes": of_desk(sees, None, "requested"),
    "desk_consultations:anonymous": of_desk(sees, None, "concluded"),
    "desk_consultations:act": of_desk(None, chairs, "requested", "what", codes=tuple(FORMS)),
    # Certificates of the case; a colleague has asked that another be suspended, and for a batch.
    "desk_certificates:list": of_desk(everybody, None),
    "desk_certificates:page": of_desk(sees, None, "certificate"),
    "desk_certificates:propose": of_desk(
        asks, asks_now, "certificate", "what", codes=tuple(Proposal.Act.values)
    ),
    "desk_certificates:confirm": of_desk(None, approves, "proposal"),
    "desk_certificates:refuse": of_desk(approves, approves, "proposal"),
    "desk_certificates:withdraw": of_desk(None, nobody, "proposal"),
    "desk_certificates:batch_new": of_desk(may_ask, may_ask),
    "desk_certificates:batch": of_desk(sees, None, "batch"),
    # Figures, reports, ratings, packets to other offices.
    "statistics:figures": of_desk(everybody, None),
    "statistics:figures_table": of_desk(everybody, None, "table"),
    "desk_reports:register": of_desk(everybody, None),
    "desk_ratings:list": of_desk(answers_for, None),
    "desk_ratings:contacted": of_desk(None, leads, "rating"),
    "exchange:retry": of_desk(None, sees, "packet"),
}
