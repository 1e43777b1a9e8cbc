"""What evaluators look at: the submission of a case, read once for all of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from portal.applications.models import Application, Fact, Submission
from portal.applications.past import PastCases
from portal.applications.sums import HistoryOfCase
from portal.catalog.checking import Checked
from portal.catalog.declaration import Answers, Service
from portal.documents.queries import kind_of
from portal.reports.queries import left
from portal.rulebook.queries import RulesOfDay, norms
from portal.workdays.queries import today


@dataclass
class Look:
    """One case, looked at on one day."""

    application: Application

    @property
    def service(self) -> Service:
        """The service applied for."""
        return self.application.declaration

    @cached_property
    def submission(self) -> Submission:
        """What was submitted last. Raises Submission.DoesNotExist for a draft."""
        return self.application.submissions.latest("round")

    @cached_property
    def answers(self) -> Answers:
        """The answers of the last round."""
        found: Answers = self.submission.content["answers"]
        return found

    @cached_property
    def norms(self) -> RulesOfDay:
        """The rules of today; what this case itself uses up is left out."""
        return norms(today(), without=str(self.application.pk))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts of the case by key, one of each."""
        return {fact.key: fact for fact in self.application.facts.all()}

    @cached_property
    def materials(self) -> dict[str, set[str]]:
        """By code of a material, the kinds of what is there for it: file, statement, later, shared."""
        found: dict[str, set[str]] = {}
        for entry in self.submission.materials:
            found.setdefault(entry["material"], set()).add(kind_of(entry))
        late = self.application.documents.filter(late=True, removed_at=None)
        for code in late.values_list("material", flat=True):
            found.setdefault(code, set()).add("file")
        return found

    @cached_property
    def checked(self) -> Checked:
        """The case as the functions of its service see it."""
        return Checked(
            answers=self.answers,
            norms=self.norms,
            past=PastCases(self.application, left),
            history=HistoryOfCase(self.application),
            materials=frozenset(self.materials),
            flags=tuple(self.submission.flags),
            submitted_on=timezone.localtime(self.submission.at).date(),
            proposal=self.proposal,
        )

    @cached_property
    def proposal(self) -> str:
        """What the reviewer recommended last: "for", "against", or "" for nothing yet."""
        moves = self.application.events.filter(kind="move", after="PENDING_APPROVAL").order_by("-version")
        note: Any = moves.values_list("note", flat=True).first()
        return proposal_in(note or "")


def proposal_in(note: str) -> str:
    """Return the recommendation that opens the note of a proposal ("for: …"); "" for any other note."""
    code, mark, _text = note.partition(": ")
    return code if mark and code in {"for", "against"} else ""


def look_at(application: Application) -> Look:
    """Return the look at a case; kept on the object, which lives no longer than its move or its request."""
    kept = application.__dict__.get("_look")
    if kept is None:
        kept = application.__dict__["_look"] = Look(application)
    return kept
