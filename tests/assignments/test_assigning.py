"""Cases are given to who is there, may, and has least to do."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Posting
from portal.applications import actions
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.assignments.models import Absence, Claim
from portal.assignments.queries import candidates
from portal.audit.models import Entry
from portal.consultations.actions import request as consult
from portal.notifications.models import Memo
from portal.workdays.queries import today
from tests import cases
from tests.assignments.people import team
from tests.cases import fresh

pytestmark = pytest.mark.django_db


def test_twenty_submissions_are_spread_over_three_officers():
    officers = team("intake", 3)
    given = Counter(cases.submitted("PB", n=n % 5).assignee for n in range(20))
    assert sorted(given.values()) == [6, 7, 7]
    assert set(given) == set(officers)


def test_who_has_waited_longest_is_next_when_all_are_idle():
    team("intake", 3)
    first = [cases.submitted("PB") for _ in range(3)]
    order = [case.assignee_id for case in first]
    for case in first:
        actions.withdraw(application=case, by=case.owner)
    assert [cases.submitted("PB").assignee_id for _ in range(3)] == order


def test_an_assignment_is_recorded_and_makes_no_noise():
    (intake,) = team("intake", 1)
    case = cases.submitted()
    assert case.assignee == intake and case.assigned_at is not None
    entry = Entry.objects.get(action="case:assigned")
    assert (entry.actor, entry.subject) == ("system", f"application:{case.pk}")
    assert entry.data == {"to": intake.pk, "turn": "intake"}
    assert set(Event.objects.values_list("kind", flat=True)) == {"move"}
    assert not Memo.objects.exists()


def test_nobody_there_leaves_the_case_to_nobody():
    team("reviewer", 1)
    assert cases.submitted().assignee is None
    gone = cases.officer("intake")
    Posting.objects.filter(user=gone).update(active=False)
    assert cases.submitted(n=2).assignee is None
    Posting.objects.filter(user=gone).update(active=True)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    assert cases.submitted(n=3).assignee is None


def passing():
    """Return a new case of one talent, who has only one open at a time: the former ones are withdrawn."""
    for case in Application.objects.filter(state=State.RECEIVED):
        actions.withdraw(application=case, by=case.owner)
    return cases.submitted()


def test_the_nearest_level_that_has_somebody_gets_it():
    unit = passing().unit
    city = cases.officer("intake", cases.CITY)
    elsewhere = cases.officer("intake", "310151000000" if unit[:6] != "310151" else "310101000000")
    assert passing().assignee == city
    district = cases.officer("intake", f"{unit[:6]}000000")
    assert passing().assignee == district
    station = cases.officer("intake", unit)
    assert passing().assignee == station
    absent(station)
    assert passing().assignee == district
    assert elsewhere not in candidates(passing())


def absent(officer, first=0, last=3):
    return Absence.objects.create(
        officer=officer,
        by=officer,
        first_on=today() + timedelta(days=first),
        last_on=today() + timedelta(days=last),
    )


def test_who_is_away_gets_nothing_but_who_is_away_later_does():
    here, away = team("intake", 2)
    absent(away)
    absent(here, first=1)
    assert [cases.submitted(n=n).assignee for n in range(3)] == [here] * 3


def test_four_eyes_never_give_a_case_to_who_is_barred():
    one = cases.officer("intake", name="one")
    for role in ("reviewer", "approver"):
        cases.officer(role, name="one")
    reviewer, approver = cases.officer("reviewer", name="two"), cases.officer("approver", name="three")
    cases.officer("approver", name="two")
    for n in range(4):
        case = cases.submitted("PB", n=n)
        case = fresh(actions.move(case, State.ACCEPTED, by=one, changes={"acceptor": one}))
        assert case.turn == "reviewer" and case.assignee is not None
        case = cases.propose(case, reviewer)
        assert case.assignee == approver


def test_nobody_gets_the_own_case():
    owner = cases.officer("intake", name="owner")
    assert cases.submitted(by=owner).assignee is None
    other = cases.officer("intake", name="other")
    assert cases.submitted(by=owner, n=2).assignee == other


def test_a_case_goes_with_its_turn_and_comes_back_to_who_had_it():
    intakes, reviewers, approvers = team("intake", 2), team("reviewer", 3), team("approver", 2)
    case = cases.submitted("PB")
    intake = case.assignee
    assert intake in intakes
    case = fresh(actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake}))
    reviewer = case.assignee
    assert reviewer in reviewers
    other = next(officer for officer in reviewers if officer != reviewer)
    case = cases.propose(case, other)
    approver = case.assignee
    assert approver in approvers
    case = actions.move(case, State.IN_REVIEW, by=approver)
    assert case.assignee == other
    case = cases.propose(case, other)
    assert case.assignee == approver
    case = cases.approve(case, by=approver)
    assert (case.turn, case.assignee) == ("", approver)


def test_a_correction_comes_back_to_who_asked_for_it():
    team("intake", 3)
    asked = cases.correction(cases.submitted(), material="TH02")
    asker = cases.officer("intake")  # the fourth: `cases.correction` lets this one ask
    assert asked.turn == "" and asked.assignee is not None
    back = actions.resubmit(application=asked, by=asked.owner, **cases.handed_in("TH"))
    assert fresh(back).assignee == asker


def test_an_act_without_a_claim_claims_while_the_turn_stays():
    reviewer = cases.officer("reviewer")
    case = cases.accepted()
    assert not Claim.objects.exists()
    consult(case=case, by=reviewer, version=case.version, questions=["?"], facts="…" * 20, options=[])
    assert Claim.objects.get().officer == reviewer
    actions.withdraw(application=fresh(case), by=case.owner)
    assert not Claim.objects.exists()


def test_giving_out_costs_the_same_with_three_officers_and_with_thirty():
    def cost():
        case = cases.submitted("PB")
        with CaptureQueriesContext(connection) as captured:
            actions.withdraw(application=case, by=case.owner)
            cases.submitted("PB")
        return len(captured)

    cases.officer("intake")
    team("intake", 3)
    few = cost()
    team("intake", 30)
    assert cost() == few
