"""A decision takes longer: once, by an approver, with the reason told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from portal.applications import actions, outcomes
from portal.applications.models import Application, Event
from portal.applications.policies import Blocked, Conflict, FourEyes, NotAllowed
from portal.applications.queries import EXTENSION, overtaking_move
from portal.applications.states import State
from portal.audit.models import Entry
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.workdays.queries import add_workdays
from tests import cases

pytestmark = pytest.mark.django_db


def extend(case, by=None, reason=cases.REASON, version=None):
    by = by or cases.officer("approver")
    version = case.version if version is None else version
    return actions.extend(application=case, by=by, version=version, reason=reason)


def test_ten_working_days_once_told_and_kept():
    case = cases.accepted("TH", language="en")
    before = (case.promised_on, case.statutory_on, case.version)
    longer = extend(case)
    promised, statutory = (add_workdays(day, 10).on for day in before[:2])
    assert (longer.promised_on, longer.statutory_on) == (promised, statutory)
    assert timezone.localtime(longer.due_at).date() == promised
    assert (longer.state, longer.version) == (State.IN_REVIEW, before[2] + 1)
    event = longer.events.get(kind=EXTENSION)
    assert (event.role, event.public, event.note) == ("approver", True, cases.REASON)
    with translation.override("en"):
        assert "10 working days" in outcomes.said(event, longer.declaration)
    title, body = compose(Notice.objects.get(kind="extended"))
    assert "takes longer" in title and cases.REASON in body and "10 working days" in body
    assert Entry.objects.filter(action="case:extended").count() == 1


def test_twice_is_refused_by_the_action_and_by_the_database():
    case = extend(cases.accepted("TH"))
    kept = case.promised_on
    with pytest.raises(Blocked):
        extend(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(application=case, at=timezone.now(), kind=EXTENSION, version=case.version)
    case.refresh_from_db()
    assert case.promised_on == kept
    assert Notice.objects.filter(kind="extended").count() == 1


@pytest.mark.parametrize("reason", ["", "太短", " " * 30])
def test_a_reason_is_needed(reason):
    case = cases.accepted("TH")
    with pytest.raises(Blocked):
        extend(case, reason=reason)
    assert not Event.objects.filter(kind=EXTENSION).exists()


def test_who_may_not():
    case = cases.proposed("TH")
    reviewer = cases.officer("reviewer")
    with pytest.raises(NotAllowed):
        extend(case, by=reviewer)
    reviewer.postings.create(unit=cases.CITY, role="approver")
    with pytest.raises(FourEyes):
        extend(case, by=type(reviewer).objects.get(pk=reviewer.pk))
    with pytest.raises(NotAllowed):
        extend(case, by=case.owner)
    assert not Event.objects.filter(kind=EXTENSION).exists()


def test_when_it_may_not():
    with pytest.raises(NotAllowed):
        extend(cases.submitted("TH", n=2))
    with pytest.raises(NotAllowed):  # decided on the same day
        extend(cases.accepted("PB"))
    case = cases.accepted("TH")
    with time_machine.travel(timezone.now() + timedelta(days=60)), pytest.raises(NotAllowed):
        extend(case)


def test_who_is_slower_reads_that_it_was_extended():
    case = cases.proposed("TH")
    seen = Application.objects.get(pk=case.pk)
    extend(case)
    with pytest.raises(Conflict):
        cases.approve(seen, version=seen.version)
    assert overtaking_move(case, seen.version).kind == EXTENSION
    assert Application.objects.get(pk=case.pk).state == State.PENDING_APPROVAL


def test_the_longer_day_holds_through_the_next_moves():
    case = cases.accepted("TH")
    longer = extend(case)
    longer = cases.propose(longer)
    longer = actions.move(longer, State.IN_REVIEW, by=cases.officer("approver"), note=cases.REASON)
    assert (
        timezone.localtime(longer.due_at).date()
        == longer.promised_on
        == add_workdays(case.promised_on, 10).on
    )
