"""What only PostgreSQL can show: of two chairs one convenes, and numbers have no gap and no double."""

from collections import Counter as Tally

import pytest
from django.db import connection

from portal.applications.policies import Conflict
from portal.consultations import actions
from portal.consultations.models import Consultation
from tests.applications.test_concurrency import race
from tests.consultations.held import KINDS, TEXT, Held, fresh
from tests.factories import officer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


@pytest.mark.parametrize("round_", range(3))
def test_two_chairs_convene_at_once_and_one_does(round_):
    held = Held().to("ACCEPTED")
    for person, kind in zip(held.members, KINDS, strict=True):
        held.invite(person, kind)
    chairs = [held.chair, officer("supervisor")]
    rows, version = [fresh(held.row) for _ in chairs], held.version
    calls = [
        lambda row=row, who=who: actions.convene(consultation=row, by=who, version=version)
        for row, who in zip(rows, chairs, strict=True)
    ]
    results = race(*calls)
    assert Tally(type(one).__name__ for one in results) == {"Consultation": 1, "Conflict": 1}
    winner = next(one for one in results if isinstance(one, Consultation))
    loser = next(one for one in results if isinstance(one, Conflict))
    assert fresh(held.row).chair == winner.chair == loser.event.actor


def test_requests_at_once_are_numbered_without_gap():
    several = [Held(n=n) for n in range(1, 5)]
    rows = race(*(held.request for held in several))
    assert sorted(row.number[-4:] for row in rows) == ["0001", "0002", "0003", "0004"]


def test_two_requests_for_one_case_are_one():
    held = Held()
    results = race(held.request, held.request)
    assert Tally(type(one).__name__ for one in results) == {"Consultation": 1, "Conflict": 1}
    assert Consultation.objects.get().number.endswith("-0001")


def test_an_opinion_against_the_conclusion_is_in_it_or_refused():
    held = Held().to("CONVENED")
    held.hear(("for", "for", "for"))
    seat, version = held.seat(), held.version

    def late():
        return actions.opine(member=seat, by=held.members[0], version=version, stance="against", text=TEXT)

    results = race(late, held.conclude)
    kinds = {type(one).__name__ for one in results}
    assert kinds in ({"Conflict", "NoneType"}, {"Member", "NotPossible"})
