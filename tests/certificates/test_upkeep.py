"""Permits that end soon: each warning once, in both lanes, and only while the place of origin has not acted."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.states import State
from portal.certificates.upkeep import expire_permits, warn_of_ends
from portal.notifications.models import Notice
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = pytest.mark.django_db
DELTA, NATIONAL = 1, 3


def waiting(commits, n):
    with commits(execute=True):
        case = cases.approved("TH", n, language="en")
    return Application.objects.get(pk=case.pk)


def before_the_end(case, days):
    last = case.certificates.filter(event=None).order_by("-created_at").first().valid_to
    return time_machine.travel(f"{last - timedelta(days=days)}T09:00:00+08:00")


def warned():
    return Notice.objects.filter(kind="permit_ending").count()


@pytest.mark.parametrize("n", [DELTA, NATIONAL])
def test_a_holder_is_warned_ten_and_three_days_before_the_end_each_once(
    n, django_capture_on_commit_callbacks
):
    case = waiting(django_capture_on_commit_callbacks, n)
    told = {}
    for days in range(14, -3, -1):
        with before_the_end(case, days), django_capture_on_commit_callbacks(execute=True):
            warn_of_ends()
            told[days] = warn_of_ends() or warned()
            expire_permits()
    assert [days for days in told if told[days] > told.get(days + 1, 0)] == [10, 3]
    assert warned() == 2
    assert case.certificates.get(event=None).valid_to.strftime("%B") in mail.outbox[-2].body
    assert Application.objects.get(pk=case.pk).state == State.CERT_EXPIRED
    assert Notice.objects.filter(kind="certificate_expired").count() == 1


def test_a_ticker_that_stood_still_warns_once(django_capture_on_commit_callbacks):
    case = waiting(django_capture_on_commit_callbacks, DELTA)
    with before_the_end(case, 2):
        assert sweep_all()["permits that end soon"] == 1
        assert warn_of_ends() == 0
    with before_the_end(case, 0):
        assert warn_of_ends() == 0


def test_who_was_released_is_not_warned(django_capture_on_commit_callbacks):
    case = waiting(django_capture_on_commit_callbacks, NATIONAL)
    applications.move(case, State.ORIGIN_RELEASED, by=cases.officer("intake"))
    with before_the_end(case, 3):
        assert warn_of_ends() == 0


def test_a_new_permit_is_warned_of_again(django_capture_on_commit_callbacks):
    case = waiting(django_capture_on_commit_callbacks, NATIONAL)
    with before_the_end(case, 3):
        assert warn_of_ends() == 1
    with before_the_end(case, -1):
        assert expire_permits() == 1
        reviewer = cases.officer("reviewer")
        case = Application.objects.get(pk=case.pk)
        case = applications.move(case, State.IN_REVIEW, by=reviewer)
        case = cases.propose(case, reviewer)
        with django_capture_on_commit_callbacks(execute=True):
            cases.approve(case)
    case = Application.objects.get(pk=case.pk)
    assert case.state == State.ORIGIN_PENDING
    old, new = case.certificates.filter(event=None).order_by("created_at")
    assert (old.register, new.register) == ("replaced", "active")
    assert new.valid_to > old.valid_to
    with before_the_end(case, 10):
        assert warn_of_ends() == 1
    assert warned() == 2
