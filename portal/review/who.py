"""Who works on a case, as the page of the case shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.assignments import actions
from portal.assignments.policies import claimed_sentence, leads, recusal_sentence
from portal.assignments.queries import Work, work_of
from portal.review.acts import Act

#: Who gave a sign of life within this time is at the page.
PRESENT = timedelta(minutes=2)


@dataclass(frozen=True)
class Who:
    """What the head of a case says of who works on it, and what this officer may do about that."""

    work: Work
    sentence: str
    claimable: bool
    may_hand_over: bool

    @property
    def present(self) -> bool:
        """Whether somebody else has the page open at this moment, as far as one can tell."""
        others = self.work.others
        return others is not None and timezone.now() - others.active_at < PRESENT


def who_of(application: Application, officer: User, acts: Sequence[Act]) -> Who:
    """Return who works on a case. acts: those of the officer. The officer's own claim is renewed by looking."""
    work = work_of(application, officer)
    if work.mine and work.claim is not None:
        actions.renew(claim=work.claim)
    sentence = recusal_sentence(work.recusal)
    if not sentence and work.others:
        sentence = claimed_sentence(work.others)
    turn = any(not act.why and act.role == application.turn for act in acts)
    holds = work.mine or (work.assignee == officer and not work.others)
    may = bool(application.turn) and not work.recusal and (holds or leads(officer, application))
    return Who(work, sentence, turn and not sentence and not work.mine, may)


def held_back(who: Who, acts: Sequence[Act]) -> list[Act]:
    """Return the acts of an officer; of one who must not act now the first alone, with the reason."""
    if not who.sentence:
        return list(acts)
    return [act if act.why else replace(act, why=who.sentence) for act in acts[:1]]
