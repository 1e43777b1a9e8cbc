"""What can be done about who works on a case."""

from portal.assignments.actions.absences import begin_absences, end_absence, enter_absence
from portal.assignments.actions.assigning import assign, pass_on
from portal.assignments.actions.claiming import claim, drop_claims, release, renew
from portal.assignments.actions.handing import hand_over
from portal.assignments.actions.recusing import record_interest, remove_interest, stand_back

__all__ = [
    "assign", "begin_absences", "claim", "drop_claims", "end_absence", "enter_absence", "hand_over", "pass_on",
    "record_interest", "release", "remove_interest", "renew", "stand_back",
]  # fmt: skip
