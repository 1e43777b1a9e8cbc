"""Races at the desk on PostgreSQL: one outcome, and one clear message to who was slower."""

from datetime import date

import pytest
from django.db import connection
from django.utils import translation

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import EXTENSION
from portal.applications.states import State
from portal.notifications.models import Notice
from portal.review import actions
from portal.review.conflicts import conflict_sentence
from portal.review.policies import Item
from tests import cases
from tests.applications.test_concurrency import race
from tests.factories import REASON

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = pytest.mark.parametrize("round_", range(3))


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


def rows(case, count=2):
    """Return the case as several officers have it before them."""
    return [Application.objects.get(pk=case.pk) for _ in range(count)]


def one_winner(results):
    """Return the place of who won; the other got a Conflict that can be said in one sentence."""
    lost = [place for place, result in enumerate(results) if isinstance(result, Conflict)]
    assert len(lost) == 1, results
    event = results[lost[0]].event
    assert event is not None
    with translation.override("en"):
        sentence = conflict_sentence(event, event.application.declaration.nature)
    assert " at " in sentence and sentence.endswith(".")
    return 1 - lost[0]


def asking(row, by):
    code = cases.correctable(cases.case_file(row), "")[1]
    items = [Item(material=next(iter(code)), reason=REASON)]
    return actions.ask_correction(application=row, by=by, version=row.version, items=items)


@ROUNDS
def test_two_approvals(round_):
    case = cases.proposed("PB")
    people = [cases.officer("approver", name=name) for name in ("one", "two")]
    results = race(
        *(
            lambda row=row, by=by: actions.approve(application=row, by=by, version=row.version)
            for row, by in zip(rows(case), people, strict=True)
        )
    )
    winner = people[one_winner(results)]
    assert Application.objects.get(pk=case.pk).approver == winner
    assert case.events.filter(after=State.APPROVED).count() == 1


@ROUNDS
def test_approval_against_withdrawal(round_):
    case, approver = cases.proposed("PB"), cases.officer("approver")
    one, other = rows(case)
    results = race(
        lambda: actions.approve(application=one, by=approver, version=one.version),
        lambda: applications.withdraw(application=other, by=other.owner),
    )
    approved = one_winner(results) == 0
    reached = set(case.events.values_list("after", flat=True)) & {State.APPROVED, State.WITHDRAWN}
    assert reached == {State.APPROVED if approved else State.WITHDRAWN}


@ROUNDS
def test_correction_against_acceptance(round_):
    case = cases.submitted("TH")
    people = [cases.officer("intake", name=name) for name in ("one", "two")]
    one, other = rows(case)
    results = race(
        lambda: asking(one, people[0]),
        lambda: actions.accept(application=other, by=people[1], version=other.version),
    )
    corrected = one_winner(results) == 0
    assert case.corrections.exists() is corrected
    assert Application.objects.get(pk=case.pk).state == (State.CORRECTION if corrected else State.IN_REVIEW)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert ("correction" in kinds, "accepted" in kinds) == (corrected, not corrected)


@ROUNDS
def test_correction_against_the_way_to_approval(round_):
    """A list is asked for at intake only: whoever still has the case before him there comes too late in any case."""
    case = cases.submitted("PB")
    old, now = rows(case)
    intake, reviewer = cases.officer("intake", name="second"), cases.officer("reviewer")
    first = cases.officer("intake")
    applications.move(now, State.ACCEPTED, by=first, changes={"acceptor": first})
    ready = cases.propose(Application.objects.get(pk=case.pk), reviewer)
    approver = cases.officer("approver")
    results = race(
        lambda: asking(old, intake),
        lambda: actions.approve(application=ready, by=approver, version=ready.version),
    )
    assert one_winner(results) == 1
    assert results[0].event.actor == first
    assert not case.corrections.exists()
    assert Application.objects.get(pk=case.pk).approver == approver


@ROUNDS
def test_extension_twice(round_):
    case = cases.accepted("TH")
    promised = case.promised_on
    people = [cases.officer("approver", name=name) for name in ("one", "two")]
    results = race(
        *(
            lambda row=row, by=by: actions.extend(application=row, by=by, version=row.version, reason=REASON)
            for row, by in zip(rows(case), people, strict=True)
        )
    )
    winner = people[one_winner(results)]
    assert case.events.get(kind=EXTENSION).actor == winner
    assert Notice.objects.filter(kind="extended").count() == 1
    assert Application.objects.get(pk=case.pk).promised_on > promised


@ROUNDS
def test_a_stop_against_a_proposal(round_):
    case, people = cases.accepted("TH"), [cases.officer("reviewer", name=name) for name in ("one", "two")]
    one, other = rows(case)
    planned = cases.expert()["planned_on"]
    results = race(
        lambda: actions.suspend(
            application=one,
            by=people[0],
            version=one.version,
            ground="expert",
            planned_on=date.fromisoformat(planned),
            reason=REASON,
        ),
        lambda: actions.propose(
            application=other, by=people[1], version=other.version, recommendation="for", note=REASON
        ),
    )
    stopped = one_winner(results) == 0
    assert case.stops.exists() is stopped
    assert not any(isinstance(result, NotAllowed) for result in results)
